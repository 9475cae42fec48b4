"""What all our pages have in common: an audience, and one way of refusing."""

from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageViewRestriction

from content.core.audience import Audience, admits
from content.core.fields import AudienceField
from content.core.viewers import viewer_of_request


class BasePage(Page):
    """Abstract. A page is a presentation in one language of something, or of itself.

    `audiences()` are all the audiences that must admit a reader: the page's own and those of the
    things it shows (the item's audience is the ceiling).
    """

    audience = AudienceField(
        _("audience"),
        default=Audience.public,
        help_text=_("A recording or document shown here keeps its own audience as the ceiling."),
    )

    settings_panels: ClassVar[list[Any]] = [FieldPanel("audience"), *Page.settings_panels]

    # Rights come from the Audience alone.
    private_page_options: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    def audiences(self) -> tuple[Audience, ...]:
        return (self.audience,)

    def get_view_restrictions(self) -> "QuerySet[PageViewRestriction]":
        """None: see `private_page_options`. Spares each request two queries."""
        nothing: QuerySet[PageViewRestriction] = PageViewRestriction.objects.none()
        return nothing

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or a readable refusal: sign-in for visitors, 403 for the signed-in."""
        if not admits(viewer_of_request(request), *self.audiences()):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            return render(request, "403.html", {"page": self}, status=403)
        response = self.serve_admitted(request, *args, **kwargs)
        if (
            not all(audience.is_public for audience in self.audiences())
            or request.user.is_authenticated
        ):
            response["Cache-Control"] = "private, no-store"
        return response

    def serve_admitted(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What a reader gets whom every audience admits: the page, unless a model has more."""
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return response


class IndexPage(BasePage):
    """Abstract. A list of the pages below it, with a few words before the list."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        abstract = True
