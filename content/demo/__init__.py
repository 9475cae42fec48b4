"""The demonstration: its texts, media and the commands that load and clear it."""
