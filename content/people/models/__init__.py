"""The user and the units. Refers to no Wagtail model, or `migrate` would meet a circle."""

from content.people.models.unit import Unit
from content.people.models.user import User

__all__ = ["Unit", "User"]
