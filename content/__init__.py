"""The domain, one app a noun. Imports run one way only; see `[tool.importlinter]` in pyproject.toml."""
