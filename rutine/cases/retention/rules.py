"""How long each kind is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal

from rutine.core.clock import OSLO


class Kind(StrEnum):
    """What can be deleted. The audit trail is no kind: it holds ids and codes, and stays."""

    SETTLEMENTS = "settlements"
    """What was settled, and the employee numbers of what was posted."""
    CASES = "cases"
    """Decided cases, with their rows, changes, comments and notes."""
    ORIGINALS = "originals"
    """Reports, claims, registers and bank statements in the evidence archive."""
    NAV_LISTS = "nav_lists"
    """NAV's lists of sick leave in the evidence archive."""
    OUTPUTS = "outputs"
    """Each run's folder: report, workbook, settlements, trail, posting files."""
    SESSIONS = "sessions"
    """Signed-in browsers and what was searched for in them."""


@dataclass(frozen=True, slots=True)
class Term:
    """How long, and why.

    Attributes:
        keep: how many.
        unit: whole calendar years after the year, or days.
        source: the law.
    """

    keep: int
    unit: Literal["years_after_year", "days"]
    source: str

    def before(self, today: date) -> datetime:
        """What happened before this moment is due for deletion on that day."""
        if self.unit == "days":
            day = today - timedelta(days=self.keep)
        else:
            day = date(today.year - self.keep, 1, 1)
        return datetime(day.year, day.month, day.day, tzinfo=OSLO)

    def until(self, moment: datetime) -> date:
        """The first day on which something from that moment may be deleted."""
        day = moment.astimezone(OSLO).date()
        if self.unit == "days":
            return day + timedelta(days=self.keep + 1)
        return date(day.year + self.keep + 1, 1, 1)


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of every kind, and of single routines where they differ."""

    general: Mapping[Kind, Term]
    of_routines: Mapping[tuple[str, Kind], Term]

    def of(self, kind: Kind, routine: str | None = None) -> Term:
        """The term that holds for a kind in a routine."""
        if routine is not None and (own := self.of_routines.get((routine, kind))) is not None:
            return own
        return self.general[kind]

    def latest(self, kind: Kind, today: date) -> datetime:
        """Nothing of the kind from this moment or later is due, whichever routine it is of."""
        every = [self.general[kind]]
        every += [term for (_, each), term in self.of_routines.items() if each is kind]
        return max(term.before(today) for term in every)
