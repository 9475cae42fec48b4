"""Health: `/healthz` says the process is alive, `/readyz` says what works and what is degraded."""

import shutil
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.jobs.models import Job, JobState
from search.status import health as search

QUEUE_PATIENCE = timedelta(minutes=10)

Check = Callable[[], str]


def database() -> str:
    """Answer "ok", or say what is wrong."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def disk() -> str:
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.MEDIA_ROOT).free
    return "ok" if free > settings.LECTERN_MIN_FREE_BYTES else f"degraded: {free >> 20} MiB free"


def queue() -> str:
    """Jobs long due, while no worker is busy with another, mean that no worker runs."""
    now = timezone.now()
    late = Job.objects.filter(state=JobState.QUEUED, run_after__lt=now - QUEUE_PATIENCE).count()
    if not late or Job.objects.filter(state=JobState.RUNNING, lease_until__gt=now).exists():
        return "ok"
    return f"degraded: {late} jobs wait for a worker"


CHECKS: dict[str, Check] = {"database": database, "disk": disk, "search": search, "queue": queue}


def _run(check: Check) -> str:
    try:
        return check()
    except Exception as error:  # noqa: BLE001  # whatever is wrong, the report must still come
        return f"failed: {type(error).__name__}"


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the site can serve (perhaps degraded, and it says where); 503 when it cannot."""
    checks = {name: _run(check) for name, check in CHECKS.items()}
    serves = checks["database"] == "ok"
    degraded = any(result != "ok" for result in checks.values())
    status = "failed" if not serves else "degraded" if degraded else "ok"
    return JsonResponse({"status": status, "checks": checks}, status=200 if serves else 503)
