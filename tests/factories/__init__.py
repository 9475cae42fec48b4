"""Real rows for tests, each with as little as it needs."""
