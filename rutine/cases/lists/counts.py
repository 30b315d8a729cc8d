"""How many cases there are, by status, reason and unit: what stands above the work lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rutine.cases.views import UNDECIDED, CaseStatus
from rutine.core.money import Ore


@dataclass(frozen=True, slots=True)
class Sums:
    """How many cases a list has, and øre at stake in them."""

    total: int
    at_stake: Ore


@dataclass(frozen=True, slots=True, repr=False)
class Counts:
    """How much there is, over every case the reader may see.

    `reasons` and `units` count the cases of the status that was asked for. A restricted case
    counts as D41 and in no unit. `hidden` are the restricted ones of that status that this
    reader does not see: the lists and these are all there is. Of decided statuses no more than
    `queue.MOST_COUNTED` + 1 are counted. `listed` is what the list comes to for this reader.
    """

    statuses: Mapping[CaseStatus, int]
    reasons: Mapping[str, int]
    units: Mapping[str, int]
    hidden: int = 0
    listed: Sums = field(default_factory=lambda: Sums(0, Ore(0)))

    @property
    def to_do(self) -> int:
        """Cases that wait for a person: open, on hold and for approval."""
        return sum(self.statuses.get(status, 0) for status in UNDECIDED)

    @property
    def done(self) -> int:
        """Cases that people have decided."""
        return self.statuses.get(CaseStatus.DONE, 0)
