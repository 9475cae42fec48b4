"""The job that reads a document's words, once for each file."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from content.core.signals import document_changed
from content.jobs.exceptions import JobFailedError
from content.jobs.run import JobRun
from content.jobs.services import enqueue
from content.library.models import CustomDocument
from content.materials.enums import MaterialProblem
from content.materials.indexing import document_key
from content.materials.models import MaterialText
from content.materials.reading import EXTENSIONS, Reading, read

KIND = "read_material"
LANE = "materials"
STAGES = {"read": _("Reading the words")}
_COPY_BYTES = 1 << 20
_REPLACED = gettext_noop("The file was replaced while it was read.")


def wish(document: CustomDocument) -> None:
    """Has the document read unless its file was read before. Joins the caller's transaction."""
    if extension_of(document) not in EXTENSIONS or not document.file_hash:
        return
    if not MaterialText.objects.filter(file_hash=document.file_hash).exists():
        enqueue(kind=KIND, subject_id=document.pk)


def extension_of(document: CustomDocument) -> str:
    return str(document.file_extension).lower()


def read_material(run: JobRun) -> None:
    """The handler. Raises JobFailedError with the message of a MaterialProblem."""
    document = CustomDocument.objects.filter(pk=run.job.subject_id).first()
    if document is None or extension_of(document) not in EXTENSIONS:
        return  # deleted or replaced meanwhile: nothing is left to do
    file_hash = document.get_file_hash()
    if not MaterialText.objects.filter(file_hash=file_hash).exists():
        run.report("read", unit="pages")
        with _on_disk(document) as path:
            reading = read(
                path,
                extension_of(document),
                check=run.check,
                on_page=lambda number: run.report("read", number, unit="pages"),
            )
        _keep(run, file_hash, reading)
    latest = CustomDocument.objects.filter(pk=document.pk).first()
    if latest is not None and latest.file_hash != file_hash:
        raise JobFailedError(_REPLACED, retry=True)


def _keep(run: JobRun, file_hash: str, reading: Reading) -> None:
    with run.transaction():
        MaterialText.objects.update_or_create(
            file_hash=file_hash,
            defaults={
                "pages": reading.pages,
                "is_cut": reading.is_cut,
                "problem": reading.problem,
            },
        )
        for same in CustomDocument.objects.filter(file_hash=file_hash):
            document_changed.send(MaterialText, key=document_key(same))
    if reading.problem:
        raise JobFailedError(MaterialProblem(reading.problem).message, detail=reading.detail)


@contextlib.contextmanager
def _on_disk(document: CustomDocument) -> Iterator[Path]:
    """Where a child can read it; a copy where the storage is not this machine's disk."""
    if document.is_stored_locally():
        yield Path(document.file.path)
        return
    with tempfile.NamedTemporaryFile(suffix=f".{extension_of(document)}") as copy:
        with document.open_file() as file:
            while block := file.read(_COPY_BYTES):
                copy.write(block)
        copy.flush()
        yield Path(copy.name)
