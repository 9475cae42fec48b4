"""Measurements of the house against the bare things it is built on, both sides in one run."""
