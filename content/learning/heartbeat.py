"""What one heartbeat claims and what of it counts. Pure: no database, no clock.

The claim is cut in three steps, and each cut names its reason: played faster than counts, past the
end of the recording, more than could be watched in the time that passed. The surplus is cut off;
the rest of the heartbeat still counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from content.learning.budget import LARGEST_RATE
from content.learning.enums import RefusalReason


@dataclass(frozen=True)
class ClaimedInterval:
    """From and to, milliseconds of the recording, and the rate the player says it played at."""

    start_ms: int
    end_ms: int
    rate: Decimal = Decimal(1)


@dataclass(frozen=True)
class JudgedInterval:
    """What counts (start…end, perhaps empty) and what was refused."""

    start_ms: int
    end_ms: int
    rate: Decimal
    refused_ms: int = 0
    reason: str = ""

    @property
    def accepted_ms(self) -> int:
        return self.end_ms - self.start_ms


@dataclass(frozen=True)
class HeartbeatAnswer:
    """What the player is told; a replay is told the same."""

    accepted_ms: int
    refused_ms: int
    covered_ms: int
    position_ms: int


def judge(
    claims: Sequence[ClaimedInterval], *, duration_ms: int, allowance_ms: int
) -> list[JudgedInterval]:
    """Each claim, in order, cut to what can be true."""
    judged = []
    for claim in claims:
        one = _judge_one(claim, duration_ms, allowance_ms)
        allowance_ms -= one.accepted_ms
        judged.append(one)
    return judged


def _judge_one(claim: ClaimedInterval, duration_ms: int, allowance_ms: int) -> JudgedInterval:
    claimed_ms = claim.end_ms - claim.start_ms
    start = min(claim.start_ms, duration_ms)
    if claim.rate > LARGEST_RATE:
        return JudgedInterval(start, start, claim.rate, claimed_ms, RefusalReason.RATE)
    end = min(claim.end_ms, duration_ms)
    reason = RefusalReason.PAST_END if end < claim.end_ms else ""
    if end - start > allowance_ms:
        end = start + max(allowance_ms, 0)
        reason = RefusalReason.BUDGET
    return JudgedInterval(start, end, claim.rate, claimed_ms - (end - start), reason)
