"""What an Elasticsearch says became of each item of a bulk, and what that means to us. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from search.engines.base import EngineUnavailable, Refused

OLDER = 409
MISSING = 404
PASSING = frozenset({403, 429, 500, 502, 503, 504})
"""Answers of a server that is full or overwhelmed, not of a bad document."""
LONGEST_REASON = 500


@dataclass
class Sent:
    """What became of a bulk but for what was written: refused, or older than what is there."""

    refused: list[Refused] = field(default_factory=list)
    older: set[str] = field(default_factory=set)

    def take(self, item: Mapping[str, Any], *, is_done: bool) -> None:
        """One item's outcome. Raises EngineUnavailable where the server takes no writes."""
        ((kind, outcome),) = item.items()
        status, problem = outcome["status"], str(outcome.get("error", ""))[:LONGEST_REASON]
        if status in PASSING:
            raise EngineUnavailable(f"elasticsearch takes no writes: {problem}")
        if status == OLDER:
            self.older.add(outcome["_id"])
        elif not is_done and not (kind == "delete" and status == MISSING):
            self.refused.append(Refused(outcome.get("_id", ""), problem))
