from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    name = "content.library"
    label = "library"
    verbose_name = _("Library")

    def ready(self) -> None:
        from content.core.files import register_owner
        from content.library import files

        register_owner("images/", files.rendition_grant)
        register_owner("original_images/", files.original_grant)
        register_owner("documents/", files.document_grant)
