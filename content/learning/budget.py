"""The account that keeps watched time honest: nobody can have watched more than the clock allows.

One account a person, whatever the tabs and devices. A clock of credited time runs with the
server's clock; a pause of more than `LONGEST_GAP_MS` without a sign of life credits no more than
that, so a long offline train ride counts and a forgotten tab does not. For every play session T:

    accepted since T was opened, in T and later ones ≤ LARGEST_RATE × credited time since + slack

The slack covers the way to the server when playing begins; it is granted once a play session and
capped a day, or opening sessions would earn it again and again. Watching at up to the largest
rate, in one place at a time, is never clipped. Pure: times come in as arguments.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

LARGEST_RATE = 2
SLACK_MS = 10_000
DAILY_SLACK_MS = 300_000
LONGEST_GAP_MS = 2 * 60 * 60 * 1000
MOST_SESSIONS = 64


class SessionClosedError(LookupError):
    """The play session is no longer in the account: too many later ones were opened."""


@dataclass(frozen=True)
class SessionAccount:
    """One play session: the credited clock when it was opened, and what it has spent since."""

    session_id: int
    opened_ms: int
    slack_ms: int
    spent_ms: int = 0


@dataclass(frozen=True)
class Budget:
    """`clock_ms` is credited time; `seen_ms` the server's clock at the last sign of life."""

    clock_ms: int = 0
    seen_ms: int | None = None
    slack_day: str = ""
    slack_given_ms: int = 0
    sessions: tuple[SessionAccount, ...] = ()

    def seen(self, now_ms: int) -> "Budget":
        """The account at the server's time `now_ms`. A clock set back credits nothing."""
        if self.seen_ms is None:
            return replace(self, seen_ms=now_ms)
        gap = min(max(now_ms - self.seen_ms, 0), LONGEST_GAP_MS)
        return replace(self, clock_ms=self.clock_ms + gap, seen_ms=max(now_ms, self.seen_ms))

    def opened(self, session_id: int, *, now_ms: int, day: str) -> "Budget":
        """With one more play session; the oldest falls out where there are too many."""
        account = self.seen(now_ms)
        given = account.slack_given_ms if account.slack_day == day else 0
        slack = min(SLACK_MS, DAILY_SLACK_MS - given)
        session = SessionAccount(session_id, account.clock_ms, slack)
        return replace(
            account,
            slack_day=day,
            slack_given_ms=given + slack,
            sessions=(*account.sessions, session)[-MOST_SESSIONS:],
        )

    def allowance_ms(self, session_id: int) -> int:
        """What this play session may still add now. Raises SessionClosedError."""
        index = self._index(session_id)
        newest_first = reversed(self.sessions)
        left = list(accumulate(each.slack_ms - each.spent_ms for each in newest_first))[::-1]
        return min(
            LARGEST_RATE * (self.clock_ms - each.opened_ms) + left[place]
            for place, each in enumerate(self.sessions[: index + 1])
        )

    def spent(self, session_id: int, amount_ms: int) -> "Budget":
        """After this play session was credited `amount_ms`, no more than its allowance."""
        index = self._index(session_id)
        session = self.sessions[index]
        paid = replace(session, spent_ms=session.spent_ms + amount_ms)
        return replace(self, sessions=(*self.sessions[:index], paid, *self.sessions[index + 1 :]))

    def _index(self, session_id: int) -> int:
        for index, session in enumerate(self.sessions):
            if session.session_id == session_id:
                return index
        raise SessionClosedError(session_id)

    def as_json(self) -> dict[str, Any]:
        return {
            "clock": self.clock_ms,
            "seen": self.seen_ms,
            "day": self.slack_day,
            "slack": self.slack_given_ms,
            "sessions": [
                [each.session_id, each.opened_ms, each.slack_ms, each.spent_ms]
                for each in self.sessions
            ],
        }

    @classmethod
    def from_json(cls, state: Mapping[str, Any]) -> "Budget":
        """The account as stored; an empty mapping is a new account."""
        if not state:
            return cls()
        return cls(
            clock_ms=state["clock"],
            seen_ms=state["seen"],
            slack_day=state["day"],
            slack_given_ms=state["slack"],
            sessions=tuple(SessionAccount(*entry) for entry in state["sessions"]),
        )
