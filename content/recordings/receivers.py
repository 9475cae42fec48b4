"""Files follow their rows: gone once the deletion is committed, by whatever way it came."""

from typing import Any

from django.db import transaction

from content.jobs import services as jobs
from content.recordings import pipeline, storage
from content.recordings.models import Recording


def remove_files(sender: type[Recording], instance: Recording, **kwargs: Any) -> None:
    uuid = instance.uuid
    jobs.forget(kind=pipeline.KIND, subject_id=uuid)
    transaction.on_commit(lambda: storage.remove_folder(storage.folder_of(uuid)))
