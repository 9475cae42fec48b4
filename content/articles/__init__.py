"""Publicity articles and their listing."""
