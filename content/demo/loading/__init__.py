"""Puts the demonstration into the database, part by part; each part knows its natural keys.

What exists is left as it is, so that a second run is quick and loses nothing that people changed.
"""
