"""The composition root: settings, URLs and commands. It may import everything; nothing imports it."""
