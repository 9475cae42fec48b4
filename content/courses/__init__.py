"""Courses and lessons (rows of stable identity) and the pages that present them."""
