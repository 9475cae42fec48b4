"""Django's settings: `base`, and what differs in `development`, `test` and `production`."""
