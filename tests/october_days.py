"""Days of October 2026 as a run stores them with a case, and rows that are near it."""

from __future__ import annotations

from datetime import date

from rutine.core.candidates import Gate, Rejected
from rutine.core.expected_days import DayMark, DayStretch
from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore

RATE = Ore(143_100)


def stretch(first: int, last: int, mark: DayMark, why: str | None = None) -> DayStretch:
    """Days of October; NAV pays 1431 kr for a whole one."""
    paid = mark is DayMark.NAV
    return DayStretch(
        first=date(2026, 10, first),
        last=date(2026, 10, last),
        mark=mark,
        grade=100 if paid else 0,
        rate=RATE if paid else Ore(0),
        why=why,
    )


SICK_TO_THE_16TH = (
    stretch(1, 2, DayMark.NAV),
    stretch(3, 4, DayMark.WEEKEND),
    stretch(5, 9, DayMark.NAV),
    stretch(10, 11, DayMark.WEEKEND),
    stretch(12, 16, DayMark.NAV),
    stretch(17, 18, DayMark.WEEKEND),
    stretch(19, 20, DayMark.WORK, "work"),
)


def near(elsewhere: OrgNr, own: OrgNr) -> tuple[Rejected, ...]:
    """A claim of the same days in another unit, and one in the own unit that is settled."""
    return (
        Rejected(
            side="claim",
            claim_id="K-0990",
            passed=(Gate.IDENTITY,),
            failed=Gate.UNIT,
            sub_unit=elsewhere.value,
            benefit="4",
            first=date(2026, 10, 1),
            last=date(2026, 10, 16),
            amount=Ore(12 * RATE),
        ),
        Rejected(
            side="claim",
            claim_id="K-0991",
            passed=tuple(Gate)[:-1],
            failed=Gate.FREE,
            sub_unit=own.value,
            benefit="4",
            first=date(2026, 9, 17),
            last=date(2026, 9, 30),
            amount=Ore(10 * RATE),
        ),
    )
