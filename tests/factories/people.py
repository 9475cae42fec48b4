"""Units and people."""

from itertools import count

from content.people.models import Unit, User

_numbers = count(1)


def make_unit(parent: Unit | None = None, *, code: str = "", **names: str) -> Unit:
    code = code or f"unit-{next(_numbers)}"
    fields = {"code": code, "name_zh": f"单位 {code}", "name_en": f"Unit {code}", **names}
    if parent is None:
        return Unit.add_root(**fields)
    parent.refresh_from_db()
    return parent.add_child(**fields)


def make_user(number: str = "", *, password: str | None = None, **fields: object) -> User:
    number = number or f"E{next(_numbers):05}"
    fields.setdefault("full_name", f"员工 {number}")
    return User.objects.create_user(number, password, **fields)
