"""When an event is: the moments that count, and its state by the clock. Pure; days are local."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from content.events.enums import EventState


@dataclass(frozen=True)
class Timing:
    """Aware moments. Of whole days only the dates count, the last one included; an event that
    does not say when it ends lasts until the end of its day.
    """

    starts_at: datetime
    ends_at: datetime | None = None
    is_all_day: bool = False

    @property
    def first_day(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def last_day(self) -> date:
        return timezone.localdate(self.ends_at or self.starts_at)

    @property
    def is_one_day(self) -> bool:
        return self.first_day == self.last_day

    @property
    def begins_at(self) -> datetime:
        return midnight_of(self.first_day) if self.is_all_day else self.starts_at

    @property
    def over_at(self) -> datetime:
        """The first moment at which the event is past."""
        if self.ends_at is not None and not self.is_all_day:
            return self.ends_at
        return midnight_of(self.last_day + timedelta(days=1))

    @property
    def is_in_order(self) -> bool:
        """Whether the end lies behind the beginning; a single whole day is in order."""
        return self.begins_at < self.over_at

    def state_at(self, now: datetime) -> EventState:
        if now < self.begins_at:
            return EventState.UPCOMING
        return EventState.RUNNING if now < self.over_at else EventState.PAST


def midnight_of(day: date) -> datetime:
    """The moment at which a local day begins."""
    return timezone.make_aware(datetime.combine(day, time.min))
