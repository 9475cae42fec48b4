"""A database of a benchmark's own, empty and migrated, gone at its end: the site's is let be."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from lectern.bench.base import Say


@contextmanager
def throw_away_database(say: Say) -> Iterator[None]:
    """Inside, every query goes to a new database of the same kind."""
    say("Making a database to throw away")
    with tempfile.TemporaryDirectory(prefix="lectern-bench-") as folder:
        name = connection.settings_dict["NAME"]
        asked = connection.settings_dict.setdefault("TEST", {})
        asked["NAME"] = (
            str(Path(folder) / "database.sqlite3")
            if connection.vendor == "sqlite"
            else f"lectern_bench_{Path(folder).name[-8:]}"
        )
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)
