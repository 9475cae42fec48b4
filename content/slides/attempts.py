"""The scratch folder of one attempt at a job on a deck: nothing of it outlives the attempt.

An attempt that was killed cannot tidy up; the next at the same job does. Scratch lies beside the
pictures, so that a finished file gets its place and its name in one step.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from content.jobs.models import Job
from content.recordings import storage as disk
from content.slides import storage


@contextlib.contextmanager
def scratch(job: Job, deck_uuid: UUID) -> Iterator[Path]:
    """An empty folder for this attempt alone; earlier attempts at the job lose theirs."""
    remove_scratch(job, deck_uuid)
    folder = storage.folder_of(deck_uuid)
    mine = folder / f"attempt-{job.pk}-{job.fence}"
    mine.mkdir(parents=True)
    try:
        yield mine
    finally:
        disk.remove_folder(mine)
        with contextlib.suppress(OSError):  # empty only where the deck was deleted meanwhile
            folder.rmdir()


def remove_scratch(job: Job, deck_uuid: UUID) -> None:
    """Take away what attempts at this job left behind."""
    for left in storage.folder_of(deck_uuid).glob(f"attempt-{job.pk}-*"):
        disk.remove_folder(left)
