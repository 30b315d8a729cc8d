"""What belongs together and why it differs: known because every row carries its group."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from rutine.practice.days import Day
from rutine.practice.troubles import AMOUNTS, STANDING

EXACT: Final = "D01"
NOT_YET: Final = "D14"
UNKNOWN: Final = "D00"
"""No trouble explains the group. The tests see to it that this does not occur."""

SETTLED_BY_HAND: Final = "settled by hand"
"""A mark: the claims were paid and settled before the plan, so what comes now is a correction."""
_CORRECTION: Final = "D27"


@dataclass(slots=True, eq=False)
class Line:
    """One settlement line. `report` is a place in the schedule; day 0 is a missing date.

    `group` and `cause` are filled in when everything about the group is known.
    """

    report: int
    unit: str
    benefit: str
    fnr: str = field(repr=False)
    nav_name: str = field(repr=False)
    first: Day
    last: Day
    amount: int
    last_benefit_day: Day = 0
    group: int = 0
    cause: str = ""


@dataclass(slots=True, eq=False)
class ClaimRow:
    """One claim as payroll keeps it, money in øre; `sent` is 0 when it never is.

    `id`, `group` and `cause` are filled in when everything about the group is known.
    """

    unit: str
    employee: str
    fnr: str = field(repr=False)
    name: str = field(repr=False)
    position: str
    benefit: str
    absence_from: Day
    first: Day
    last: Day
    grade: int
    income: int
    days: int
    day_rate: int | None
    amount: int
    made: Day
    sent: Day
    id: str = ""
    group: int = 0
    cause: str = ""


class Group:
    """Lines and claims for the same days of one person, and what befell them."""

    __slots__ = ("claims", "lines", "marks", "waiting")

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.claims: list[ClaimRow] = []
        self.marks: set[str] = set()
        self.waiting = False

    @property
    def paid(self) -> int:
        """Sum of the lines in øre."""
        return sum(line.amount for line in self.lines)

    @property
    def claimed(self) -> int:
        """Sum of the claims in øre."""
        return sum(claim.amount for claim in self.claims)

    def cause(self) -> str:
        """The code of the one cause that best says why the sides differ.

        What differs besides the amount stands in any case. Equal sums are exact. Otherwise
        it is the weightiest trouble that befell the group, unless NAV has not paid at all yet.
        """
        for code in STANDING:
            if code in self.marks:
                return code
        if self.lines and self.claims and self.paid == self.claimed:
            return EXACT
        if self.waiting and not self.lines:
            return NOT_YET
        for code in AMOUNTS:
            if code in self.marks:
                return code
        if SETTLED_BY_HAND in self.marks:
            return _CORRECTION
        return NOT_YET if self.waiting else UNKNOWN
