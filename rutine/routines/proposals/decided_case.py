"""A case that people have decided, with what alike cases are told by; never whom it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from rutine.core.differences import Action, Side
from rutine.core.money import Ore
from rutine.core.periods import Period


class Standing(StrEnum):
    """What became of the decision."""

    STANDS = "stands"
    OPEN = "open"
    """Nobody's last word yet: proposed, overtaken by something new, or expired."""
    RETURNED = "returned"
    """The second person did not agree."""
    UNDONE = "undone"
    """What came of it was taken back."""


CLOSES: Final = frozenset({Action.SETTLE_AS_CLAIMED, Action.ACCEPT_PAID, Action.MATCH_BY_HAND})
"""Decisions that say that both sides belong together, and that all is well with them."""

UNTOLD: Final = frozenset({Action.WAIT_UNTIL, Action.FETCH_AGAIN})
"""Decisions that say nothing of how such a case should end."""


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """One line or claim.

    Attributes:
        unit: whose it is, as anything that can be compared.
        word: the benefit as the claims file itself writes it, with the format that read it;
            None where nobody has looked.
    """

    side: Side
    unit: str | None
    benefit: str | None
    first: date | None
    last: date | None
    amount: int
    word: tuple[str, str] | None = None

    @property
    def has_days(self) -> bool:
        """Whether its first and last day are known, and in order."""
        return self.first is not None and self.last is not None and self.first <= self.last

    def __repr__(self) -> str:
        """Only the type: benefit and days tell of illness."""
        return "DecidedRow(…)"


@dataclass(frozen=True, slots=True)
class DecidedCase:
    """One case with the last word on it.

    Attributes:
        kind, reason, suggested: as the case has them.
        people: who decided, and who agreed where two were needed.
        restricted: about somebody protected: it speaks against a proposal, never for one, and
            its number is not told.
        rows: every row of it, or those that were picked; empty where they are not known.
        bank_words: which words of `nav_schemes` the bank's text holds.
    """

    number: int
    kind: str
    reason: str
    action: Action
    standing: Standing
    people: frozenset[str]
    day: date
    suggested: Action | None = None
    restricted: bool = False
    rows: tuple[DecidedRow, ...] = ()
    bank_words: frozenset[str] = frozenset()

    def of(self, side: Side) -> tuple[DecidedRow, ...]:
        """The rows of one side."""
        return tuple(row for row in self.rows if row.side is side)

    @property
    def claimed(self) -> Ore:
        """The sum of the claims."""
        return Ore(sum(row.amount for row in self.of(Side.CLAIM)))

    @property
    def paid(self) -> Ore:
        """The sum of the lines."""
        return Ore(sum(row.amount for row in self.of(Side.LINE)))

    @property
    def is_pair(self) -> bool:
        """One line and one claim."""
        return (len(self.of(Side.LINE)), len(self.of(Side.CLAIM))) == (1, 1)

    @property
    def in_order(self) -> bool:
        """Both sides are there, of one unit, every row for money and for the very same days.

        So the gates of unit and period are passed already, whatever is proposed about the rest.
        """
        lines, claims = self.of(Side.LINE), self.of(Side.CLAIM)
        units = {row.unit for row in self.rows}
        if not lines or not claims or len(units) != 1 or None in units:
            return False
        if not all(row.has_days and row.amount > 0 for row in self.rows):
            return False
        return _days(lines) == _days(claims) and bool(_days(lines))

    @property
    def benefits(self) -> frozenset[str | None]:
        """The benefits of the lines."""
        return frozenset(row.benefit for row in self.of(Side.LINE))

    @property
    def one_benefit(self) -> str | None:
        """The benefit of every row; None where they differ."""
        found = {row.benefit for row in self.rows}
        return next(iter(found)) if len(found) == 1 else None

    @property
    def weekdays(self) -> int:
        """How many weekdays were claimed."""
        return len(_days(self.of(Side.CLAIM)))


def _days(rows: tuple[DecidedRow, ...]) -> frozenset[date]:
    """The weekdays of rows that all have their days: weekends are neither claimed nor paid."""
    found: set[date] = set()
    for row in rows:
        assert row.first is not None  # noqa: S101 - only asked where every row has its days
        assert row.last is not None  # noqa: S101
        period = Period(row.first, row.last)
        day = period.first
        while day <= period.last:
            if day.weekday() < _SATURDAY:
                found.add(day)
            day += timedelta(days=1)
    return frozenset(found)


_SATURDAY: Final = 5
