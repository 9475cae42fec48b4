"""The domain, one app a noun. Imports run one way only: see `importlinter` in pyproject.toml."""
