"""The composition root: settings, URLs, commands. May import everything; nothing imports it."""
