"""Units and people of the demonstration: invented names, one password for all."""

from django.contrib.auth.models import Group
from django.db import transaction

from content.demo.texts import table
from content.people.groups import EDITORS, TRAINING_ADMINISTRATORS
from content.people.models import Unit, User

# Wagtail's own group of those who may publish pages and approve them in the workflow.
_PUBLISHERS = "Moderators"
_GROUPS = {
    "editor": (EDITORS,),
    "publisher": (EDITORS, _PUBLISHERS),
    "training": (TRAINING_ADMINISTRATORS,),
}


def load_units() -> dict[str, Unit]:
    """Every unit by its code."""
    units: dict[str, Unit] = {unit.code: unit for unit in Unit.objects.all()}
    for row in table("people")["units"]:
        if row["code"] in units:
            continue
        names = {"name_zh": row["name_zh"], "name_en": row["name_en"]}
        if "parent" in row:
            parent = Unit.objects.get(code=row["parent"])
            units[row["code"]] = parent.add_child(code=row["code"], **names)
        else:
            units[row["code"]] = Unit.add_root(code=row["code"], **names)
    return units


def load_people(units: dict[str, Unit]) -> dict[str, User]:
    """The demonstration's people by their employee number."""
    people = {user.employee_number: user for user in User.objects.all()}
    return {
        row["number"]: people.get(row["number"]) or _create(row, units)
        for row in table("people")["people"]
    }


@transaction.atomic
def _create(row: dict[str, str], units: dict[str, Unit]) -> User:
    role = row["role"]
    user = User.objects.create_user(
        row["number"],
        table("people")["password"],
        full_name=row["name"],
        unit=units[row["unit"]],
        is_staff=role != "employee",
        is_superuser=role == "administrator",
    )
    user.groups.set(Group.objects.filter(name__in=_GROUPS.get(role, ())))
    return user


def administrator(people: dict[str, User]) -> User:
    """Who the loading is done as."""
    row = next(row for row in table("people")["people"] if row["role"] == "administrator")
    return people[row["number"]]
