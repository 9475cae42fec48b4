"""What is looked at before a picture is taken: its claims first, its pixels only then."""

import io
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from content.library.metadata import BROKEN, UnreadablePictureError, check_whole

DAMAGED = _("This picture is damaged. Export it anew and upload it again.")


class PictureField(WagtailImageField):
    """Wagtail's own decodes a picture before it counts its points, counts the first frame of a film
    alone, and lets what breaks off in the middle end in an error page.
    """

    def to_python(self, data: Any) -> Any:
        if data in self.empty_values:
            return super().to_python(data)
        self._refuse_bomb(data)
        try:
            picture = super().to_python(data)
            data.seek(0)
            check_whole(data.read())
            data.seek(0)
        except UnreadablePictureError as error:
            raise ValidationError(DAMAGED, code="damaged") from error
        except ValidationError:
            raise
        except BROKEN as error:
            raise ValidationError(DAMAGED, code="damaged") from error
        return picture

    def _refuse_bomb(self, data: Any) -> None:
        """By what the head of the file claims, of all frames together."""
        data.seek(0)
        try:
            with Image.open(io.BytesIO(data.read())) as picture:
                points = picture.width * picture.height * getattr(picture, "n_frames", 1)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            points = self.max_image_pixels + 1
        except BROKEN:
            points = 0  # no picture that we know: the next look says so
        data.seek(0)
        if points > self.max_image_pixels:
            words = {"num_pixels": points, "max_pixels_count": self.max_image_pixels}
            raise ValidationError(
                self.error_messages["file_too_many_pixels"] % words, code="file_too_many_pixels"
            )


class PictureForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        file = self.fields.get("file")
        if file is not None:
            self.fields["file"] = PictureField(
                label=file.label, required=file.required, widget=file.widget
            )
