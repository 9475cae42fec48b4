"""The forms of the administration: a recording with and without its file, and another file."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from content.people.models import User
from content.recordings import services
from content.recordings.enums import SpokenLanguage
from content.recordings.exceptions import UploadRefusedError
from content.recordings.models import Recording
from content.recordings.permissions import policy
from content.uploads import services as uploads
from content.uploads.arrived import ArrivedFile

ACCEPTED = "video/*,audio/*,.mkv,.ts,.flac"
"""What browsers offer to choose: the last three are unknown to some of them."""


class RefusedFileMixin:
    """For forms with a `file`: `refusal` is why it did not get here, where the upload handler
    turned it away.
    """

    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, refusal: ValidationError | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._refusal = refusal

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data  # type: ignore[misc]  # of the form
        if self._refusal is not None:
            self.errors.pop("file", None)  # type: ignore[attr-defined]  # "required" is half of it
            self.add_error("file", self._refusal)  # type: ignore[attr-defined]  # of the form
        return cleaned


class RecordingForm(forms.ModelForm[Recording]):
    """`for_user` limits the collections to those in which this person may keep recordings."""

    class Meta:
        model = Recording
        fields: ClassVar[list[str]] = [
            "title", "language", "audience", "speaker", "unit", "topics", "recorded_on",
            "collection",
        ]  # fmt: skip
        labels: ClassVar[dict[str, Any]] = {"audience": _("Audience")}
        widgets: ClassVar[dict[str, Any]] = {
            "recorded_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "topics": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, for_user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.for_user = for_user
        self.fields["language"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", _("Let the machine find out")),
            *SpokenLanguage.choices,
        ]
        allowed = policy.collections_user_has_permission_for(for_user, "add")
        if self.instance.pk:
            allowed = allowed | Collection.objects.filter(pk=self.instance.collection_id)
        collection = self.fields["collection"]
        collection.queryset = allowed  # type: ignore[attr-defined]  # a ModelChoiceField
        collection.initial = allowed.first()
        if allowed.count() <= 1:
            collection.widget = forms.HiddenInput()
            collection.required = False

    def clean_collection(self) -> Collection | None:
        chosen: Collection | None = self.cleaned_data.get("collection")
        return chosen or self.fields["collection"].queryset.first()  # type: ignore[attr-defined]


class NewRecordingForm(RecordingForm):
    """What is said about a recording when it is made, however its file came."""

    publish_page = forms.BooleanField(
        label=_("Publish its lecture page when it can be played"),
        help_text=_("Afterwards the page is a page like any other: change it among the pages."),
        required=False,
        initial=True,
    )

    def _create(self, upload: UploadedFile[Any], uuid: UUID | None = None) -> Recording:
        """Raises UploadRefusedError."""
        data = self.cleaned_data
        return services.create_recording(
            acting_user=self.for_user,
            upload=upload,
            title=data["title"],
            audience=data["audience"],
            language=data["language"],
            details=services.RecordingDetails(
                speaker=data["speaker"],
                unit=data["unit"],
                topics=tuple(data["topics"]),
                recorded_on=data["recorded_on"],
                collection=data["collection"],
                publish_page=data["publish_page"],
            ),
            uuid=uuid,
        )


class FileRecordingForm(RefusedFileMixin, NewRecordingForm):
    """With its file in the same request: what works without scripts."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "Video (MP4, MOV, MKV, WebM, AVI …) or sound (MP3, M4A, WAV, FLAC …). "
            "It is converted for playing; you may leave this page once it is uploaded."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    field_order = ("file", "title", "language", "audience")

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        services.check_upload(upload)
        return upload

    def create(self) -> Recording:
        """Raises UploadRefusedError."""
        return self._create(self.cleaned_data["file"])


class ArrivedFileForm(forms.Form):
    """An upload that has arrived before. `sha256` is the file's as it lies at its sender's."""

    upload = forms.UUIDField()
    sha256 = forms.RegexField(r"\A[0-9a-fA-F]{64}\Z")

    def _adopt(self, acting_user: User, make: uploads.Make) -> str:
        """What was made of it, once only. Raises what `make` raises, and UploadError."""
        return uploads.adopt(
            acting_user=acting_user,
            uuid=self.cleaned_data["upload"],
            sha256=self.cleaned_data["sha256"],
            make=make,
        )


class ArrivedRecordingForm(NewRecordingForm, ArrivedFileForm):
    def create(self) -> Recording:
        """The one recording of this upload, however often it is asked for.

        Raises UploadRefusedError and the uploads' own UploadError.
        """
        result = self._adopt(self.for_user, lambda file, uuid: str(self._create(file, uuid).uuid))
        recording: Recording | None = Recording.objects.filter(uuid=result).first()
        if recording is None:
            raise UploadRefusedError(_("The recording made of this file was deleted since."))
        return recording


class ReplacementForm(RefusedFileMixin, forms.Form):
    """Another file for a recording, in the same request: what works without scripts."""

    file = forms.FileField(label=_("New file"), widget=forms.FileInput(attrs={"accept": ACCEPTED}))


class ArrivedReplacementForm(ArrivedFileForm):
    """Another file for a recording, which has arrived before."""

    def replace(self, acting_user: User, recording: Recording) -> None:
        """Once, however often it is asked for. Raises UploadRefusedError and UploadError."""

        def make(file: ArrivedFile, _upload: UUID) -> str:
            services.replace_file(acting_user=acting_user, recording=recording, upload=file)
            return str(recording.uuid)

        if self._adopt(acting_user, make) != str(recording.uuid):
            raise UploadRefusedError(_("Another recording was made of this file. Choose it again."))
