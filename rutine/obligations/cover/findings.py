"""What the check of a rota finds: data for a case, without a word of text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What was found."""

    NOT_COVERED = "not_covered"
    COVERED_ONLY_BY_EXPIRING = "covered_only_by_expiring"
    """Covered that day; not when what runs out soon is left out."""
    SINGLE_POINT = "single_point"
    """Covered; not if one of the named persons stays away."""
    EXPIRED_ON_SHIFT = "expired_on_shift"
    """At work where a competence is needed that the person has held and holds no more."""
    VACANT_SHIFT = "vacant_shift"
    OVERLAP = "overlap"
    """One person in two shifts at once."""
    REST_UNDER_11H = "rest_under_11h"
    """Information: agreements may allow it (aml § 10-8)."""
    UNKNOWN_SHIFT_CODE = "unknown_shift_code"


class Missing(NamedTuple):
    """So many more with a competence are needed; `need` is its place in the rule."""

    need: int
    competence: str
    lacking: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; what its kind does not need is empty.

    Attributes:
        day: the day it belongs to: a window's first day, a shift's first day.
        start, end: on the wall.
        rule, strength: of the rule that is not met, or only just.
        missing: of `not_covered`; needs in the order of the rule. Of `expired_on_shift`: those for
            which the person's own competence has run out.
        persons: those it hangs on, or concerns; in order of key, which means nothing.
        shifts: their ids.
        code, count: the unknown shift code and how many shifts have it.
        minutes: how long the overlap or the rest is, of real time.
    """

    kind: Kind
    day: date
    start: datetime
    end: datetime
    rule: str = ""
    strength: str = ""
    units: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    persons: tuple[str, ...] = ()
    shifts: tuple[str, ...] = ()
    code: str = ""
    count: int = 0
    minutes: int = 0

    @property
    def key(self) -> str:
        """The stable name of its case: a hash, which tells nobody who it is.

        What is missing, how long and by whom it is covered may change while the case stays.
        """
        if self.kind is Kind.UNKNOWN_SHIFT_CODE:
            own = [self.code]
        else:
            own = [self.rule, self.day.isoformat(), self.start.isoformat(), str(self.start.fold)]
        if self.kind in _OF_PERSONS:
            own += [*self.persons, *self.shifts]
        text = "".join(f"{len(part)}:{part}" for part in (self.kind.value, *own))
        return hashlib.sha256(text.encode()).hexdigest()[:32]


_OF_PERSONS = frozenset(
    {Kind.EXPIRED_ON_SHIFT, Kind.VACANT_SHIFT, Kind.OVERLAP, Kind.REST_UNDER_11H}
)


def in_order(finding: Finding) -> tuple[object, ...]:
    """What findings are sorted by: time, then rule and kind; then what sets them apart."""
    return (
        finding.start,
        finding.end,
        finding.rule,
        finding.kind.value,
        finding.persons,
        finding.shifts,
        finding.code,
    )
