"""What belongs together and why it differs: known because every row carries its group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from rutine.practice.days import Day
from rutine.practice.troubles import AMOUNTS, CLAIMING, STANDING

EXACT: Final = "D01"
NOT_YET: Final = "D14"
UNKNOWN: Final = "D00"
"""No trouble explains the group. The tests see to it that this does not occur."""

SETTLED_BY_HAND: Final = "settled by hand"
"""A mark: the claims were paid and settled before the plan, so what comes now is a correction."""
_CORRECTION: Final = "D27"
_RECOVERY: Final = "D28"
_AFTERWARDS: Final = frozenset({"D24", "D29", "D27", "D05"})
"""What may bring more lines for days that were paid and settled by hand. Why the first payment
was what it was, such as a 6G shared with another job (D06), is no part of what comes then."""
_NOT_LOOKED_AT: Final = ("D16", "D17")
"""What NAV has never got, or has refused, it has not counted the days of either (D31 to D33)."""
_NOT_CLAIMED: Final = "D43"
_UNASKED: Final = frozenset({"D24", "D29", "D27", "D12", "D13", "D43"})
"""Why NAV pays what payroll has not claimed at all. What makes NAV pay less, such as another
uptake (D33), is no difference between two sides while one of them is not there."""
_SMALLER: Final = frozenset({"D43", "D04", "D03", "D02"})
"""No reason why a part is not paid yet: that payroll has not claimed all of it, and the ways of
claiming that may settle. Refund rules §4 call a claim whose rest NAV has not handled D14."""


@dataclass(slots=True, eq=False)
class Line:
    """One settlement line. `report` is a place in the schedule; day 0 is a missing date.

    `paid_for` is the benefit and days it truly is for, where these are known: a line may lack
    its dates, and a deduction its benefit. `group` and `cause` are filled in when everything
    about the group is known.
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
    paid_for: tuple[str, Day, Day] | None = field(default=None, repr=False)
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
    """Lines and claims for the same days of one person, and what befell them.

    `right` is what the claims would come to in a payroll that counts as NAV does; of holiday
    pay, what NAV should have paid.
    """

    __slots__ = ("claims", "lines", "marks", "right", "waiting")

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.claims: list[ClaimRow] = []
        self.marks: set[str] = set()
        self.right = 0
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

        What differs besides the amount stands in any case. Equal sums are exact. Where NAV paid
        what was right to claim, only payroll's own way of claiming can be why the sums differ.
        Otherwise it is the weightiest trouble that befell the group, unless NAV has not paid at
        all yet; while it has paid a part, how payroll claims is not what the sums differ by.
        """
        standing = self._heaviest(STANDING)
        if standing or (self.lines and not self.claims and self._only_taken_back):
            return standing or _RECOVERY
        if self.lines and self.claims and self.paid == self.claimed:
            return EXACT
        claiming = self._heaviest(CLAIMING) if self.lines and self.paid == self.right else ""
        if claiming or (self.waiting and not self.lines):
            return claiming or NOT_YET
        short = self.paid < self.claimed and self.waiting
        amounts = [code for code in self._possible() if not (short and code in _SMALLER)]
        by_hand = _CORRECTION if SETTLED_BY_HAND in self.marks else ""
        return self._heaviest(amounts) or by_hand or (NOT_YET if self.waiting else UNKNOWN)

    def _possible(self) -> list[str]:
        """The causes that may lie behind the sums, the weightiest first."""
        if not self.lines:
            return [*_NOT_LOOKED_AT, *AMOUNTS]
        if self.claims:
            return list(AMOUNTS)
        if SETTLED_BY_HAND in self.marks:
            return [code for code in AMOUNTS if code in _AFTERWARDS]
        unclaimed = _NOT_CLAIMED in self.marks
        return [code for code in AMOUNTS if not unclaimed or code in _UNASKED]

    @property
    def _only_taken_back(self) -> bool:
        """Whether every line is a minus: what it takes back was settled long ago."""
        return all(line.amount < 0 for line in self.lines)

    def _heaviest(self, codes: Sequence[str]) -> str:
        """The first of the codes among the marks, empty when none is."""
        return next((code for code in codes if code in self.marks), "")
