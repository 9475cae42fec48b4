"""Lectures and forums to attend, and their lists.

An event in several languages is one page a language, named by one translation key. Whether it is
to come or past is not stored but asked of the clock (`timing.py`); only the moment at which it is
over is, so that lists can be read in one query.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    MultipleChooserPanel,
)
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Orderable
from wagtail.search import index
from wagtail.url_routing import RouteResult

from content.core.pages import BasePage, IndexPage
from content.events.enums import EventState, Standing
from content.events.querysets import EventPageManager
from content.events.timing import Timing
from content.lectures.models import LecturePage
from content.library.blocks import TextBody
from content.people.models import Unit
from content.taxonomy.models import NAMES, Speaker, Topic

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

CALENDAR = "calendar"
"""What follows a page's address to name its calendar file."""

is_web_address = URLValidator(
    schemes=["http", "https"], message=_("Give an address that begins with http:// or https://.")
)


class EventIndexPage(IndexPage):
    """All events below it that the reader may see, what is to come first; and their calendar."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["events.EventPage"]
    template = "events/event_index_page.html"

    class Meta:
        verbose_name = _("list of events")
        verbose_name_plural = _("lists of events")

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        # An inner import: selectors read these models.
        from content.events.selectors import event_list

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["events"] = event_list(request, self)
        return context

    def route(self, request: "HttpRequest", path_components: list[str]) -> RouteResult:
        return _calendar_below(self, path_components) or super().route(request, path_components)

    def serve_admitted(
        self, request: "HttpRequest", *args: Any, calendar: bool = False, **kwargs: Any
    ) -> "HttpResponse":
        if calendar:
            # An inner import: the view reads these models.
            from content.events.views import calendar_of_list

            return calendar_of_list(request, self)
        return super().serve_admitted(request, *args, **kwargs)


class EventPage(BasePage):
    """A lecture or forum to attend, in one language."""

    introduction = models.TextField(
        _("introduction"), help_text=_("One or two sentences, shown in lists and results.")
    )
    body = StreamField(TextBody(), verbose_name=_("text"), blank=True)
    lead_picture = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("lead picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lead_picture_alt = models.CharField(
        _("what the lead picture shows"), max_length=200, blank=True
    )
    starts_at = models.DateTimeField(_("begins"), db_index=True)
    ends_at = models.DateTimeField(
        _("ends"),
        null=True,
        blank=True,
        help_text=_("Without it the event lasts until the end of its day."),
    )
    is_all_day = models.BooleanField(
        _("whole days"), default=False, help_text=_("Only the dates count, the last one included.")
    )
    over_at = models.DateTimeField(editable=False, db_index=True)
    standing = models.CharField(
        _("does it take place?"), max_length=10, choices=Standing, default=Standing.PLANNED
    )
    notice = models.CharField(
        _("notice"),
        max_length=240,
        blank=True,
        help_text=_("Stands above the page: why it was put off, what changed."),
    )
    place = models.CharField(_("place"), max_length=160, blank=True)
    address = models.CharField(_("address"), max_length=240, blank=True)
    online_url = models.CharField(
        _("address for taking part online"),
        max_length=500,
        blank=True,
        validators=[is_web_address],
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("organiser"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
    )
    speakers = ParentalManyToManyField(
        Speaker, verbose_name=_("speakers"), blank=True, related_name="events"
    )
    topics = ParentalManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="events"
    )
    registration = models.TextField(
        _("how to register"), blank=True, help_text=_("In words: who may come, until when.")
    )
    registration_url = models.CharField(
        _("address of the form"), max_length=500, blank=True, validators=[is_web_address]
    )
    contact = models.CharField(
        _("contact"), max_length=160, blank=True, help_text=_("A name with a number or an e-mail.")
    )

    objects = EventPageManager()

    content_panels = (
        *BasePage.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("is_all_day"),
                FieldPanel("standing"),
                FieldPanel("notice"),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("place"), FieldPanel("address")]), FieldPanel("online_url")],
            heading=_("Where"),
        ),
        MultiFieldPanel(
            [FieldPanel("unit"), FieldPanel("speakers"), FieldPanel("topics")],
            heading=_("About the event"),
        ),
        MultiFieldPanel(
            [FieldPanel("lead_picture"), FieldPanel("lead_picture_alt")], heading=_("Lead picture")
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("registration"),
                FieldRowPanel([FieldPanel("registration_url"), FieldPanel("contact")]),
            ],
            heading=_("Taking part"),
        ),
        MultipleChooserPanel(
            "lecture_links",
            chooser_field_name="lecture",
            heading=_("Lectures that came of it"),
            label=_("lecture"),
        ),
    )
    search_fields: ClassVar = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
        index.SearchField("place"),
        index.RelatedFields("speakers", [index.SearchField(name) for name in NAMES]),
        index.RelatedFields("unit", [index.SearchField(name) for name in NAMES]),
    ]
    parent_page_types: ClassVar[list[str]] = ["events.EventIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "events/event_page.html"

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    @property
    def timing(self) -> Timing:
        return Timing(self.starts_at, self.ends_at, self.is_all_day)

    @property
    def state(self) -> EventState:
        return self.timing.state_at(timezone.now())

    @property
    def changed_at(self) -> datetime:
        """When what the public reads was last changed."""
        changed: datetime | None = self.last_published_at or self.first_published_at
        return changed or self.starts_at

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.starts_at is not None and not self.timing.is_in_order:
            errors["ends_at"] = _("The end lies before the beginning.")
        if not self.place and not self.online_url:
            errors["place"] = _("Say where it is: a place, an address for taking part, or both.")
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.over_at = self.timing.over_at
        super().save(*args, **kwargs)

    def route(self, request: "HttpRequest", path_components: list[str]) -> RouteResult:
        return _calendar_below(self, path_components) or super().route(request, path_components)

    def serve(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> "HttpResponse":
        # What the page names, in one query.
        named = EventPage.objects.select_related("unit", "lead_picture").only(
            "unit", "lead_picture"
        )
        row = named.get(pk=self.pk)
        self.unit, self.lead_picture = row.unit, row.lead_picture
        return super().serve(request, *args, **kwargs)

    def serve_admitted(
        self, request: "HttpRequest", *args: Any, calendar: bool = False, **kwargs: Any
    ) -> "HttpResponse":
        if calendar:
            # An inner import: the view reads these models.
            from content.events.views import calendar_of_event

            return calendar_of_event(request, self)
        return super().serve_admitted(request, *args, **kwargs)

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        # An inner import: selectors read these models.
        from content.events.selectors import event_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(event_context(request, self))
        return context


class EventLecture(Orderable):
    """A lecture that came of an event; it leads to the recording, in the reader's language."""

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="lecture_links")
    lecture = models.ForeignKey(
        LecturePage, verbose_name=_("lecture"), on_delete=models.CASCADE, related_name="event_links"
    )

    panels = (FieldPanel("lecture"),)

    class Meta(Orderable.Meta):
        verbose_name = _("lecture that came of an event")
        verbose_name_plural = _("lectures that came of events")


def _calendar_below(page: BasePage, path_components: list[str]) -> RouteResult | None:
    """`calendar/` below a live page is its calendar file; its rights are the page's."""
    if path_components == [CALENDAR] and page.live:
        return RouteResult(page, kwargs={"calendar": True})
    return None
