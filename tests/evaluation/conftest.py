"""The engines of the contracts, each in turn."""

from tests.contracts.conftest import engine, postgresql_connection

__all__ = ["engine", "postgresql_connection"]
