"""The page of a recording in each language: player, transcript panel, strip."""
