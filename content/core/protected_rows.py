"""Why a row must stay: other rows protect it. Asked before a delete, so that the administration
refuses in words where the database would answer with an error."""

from collections import Counter
from collections.abc import Iterable

from django.db import models, router
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.utils.text import capfirst
from django.utils.translation import gettext as _


def protectors_of(instances: Iterable[models.Model]) -> list[str]:
    """What keeps these rows from going, such as "Enrolments: 3"; empty when nothing does."""
    found: Counter[str] = Counter()
    for instance in instances:
        collector = Collector(using=router.db_for_write(type(instance)), origin=instance)
        try:
            collector.collect([instance])
        except ProtectedError as error:
            found.update(_names(error.protected_objects))
        except RestrictedError as error:
            found.update(_names(error.restricted_objects))
    return [
        _("%(kind)s: %(count)d") % {"kind": capfirst(kind), "count": count}
        for kind, count in sorted(found.items())
    ]


def _names(rows: Iterable[models.Model]) -> list[str]:
    return [str(row._meta.verbose_name_plural) for row in rows]
