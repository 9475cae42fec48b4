"""The pictures and documents, each with an audience of its own: the ceiling for its bytes."""

from typing import Any

from django.core.files.base import ContentFile, File
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from content.core.audience import Audience
from content.core.fields import AudienceField
from content.library.metadata import stripped


class CustomImage(AbstractImage):
    """A picture; public unless said otherwise, for pictures illustrate pages."""

    audience = AudienceField(_("audience"), default=Audience.public)
    credit = models.CharField(_("credit"), max_length=160, blank=True)

    admin_form_fields = (*WagtailImage.admin_form_fields, "credit", "audience")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new file is stored without the notes that cameras and phones put in: place, names."""
        new: Any = self.file  # type: ignore[has-type]  # Wagtail gives it none
        if new and not new._committed:
            new.open()
            self.file = ContentFile(stripped(new.read()), name=new.name)
            self._set_image_file_metadata()
        super().save(*args, **kwargs)

    def generate_rendition_file(self, filter: Any, *, source: Any = None) -> File[bytes]:
        """What readers get is without notes too, also of pictures that came by another way."""
        made = super().generate_rendition_file(filter, source=source)
        made.open()
        return ContentFile(stripped(made.read()), name=made.name)

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = (("choose_image", "Can choose image"),)


class Rendition(AbstractRendition):
    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class CustomDocument(AbstractDocument):
    """A file to download; for employees unless said otherwise."""

    audience = AudienceField(_("audience"), default=Audience.employees)

    admin_form_fields = (*WagtailDocument.admin_form_fields, "audience")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = (("choose_document", "Can choose document"),)
