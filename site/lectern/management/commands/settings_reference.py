"""Write the settings reference from the code that reads them."""

from typing import Any

from django.core.management.base import BaseCommand

from lectern.env import BASE_DIR
from lectern.reference import settings_reference


class Command(BaseCommand):
    help = "Write docs/reference/settings.md."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        path = BASE_DIR / "docs" / "reference" / "settings.md"
        path.write_text(settings_reference(), encoding="utf-8")
        self.stderr.write(f"Wrote {path.relative_to(BASE_DIR)}")
