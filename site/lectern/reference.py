"""Pages of the reference that are generated, so that they cannot fall behind the code."""

from dataclasses import fields

from lectern.env import Environment


def settings_reference() -> str:
    """The variables of the environment as a Markdown page (docs/reference/settings.md)."""
    rows = "".join(
        f"| `{field.metadata['variable']}` | {field.metadata['meaning']} |\n"
        for field in fields(Environment)
    )
    return (
        "# Settings\n\n"
        "Read from the environment by `site/lectern/env.py`, which this page is generated from\n"
        "(`python manage.py settings_reference`).\n\n"
        "| variable | meaning |\n|---|---|\n" + rows
    )
