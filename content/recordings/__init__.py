"""Recordings: upload, probing, renditions and posters. A recording is not a page."""
