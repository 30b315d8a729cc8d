"""The smallest three ledgers: what a test says of lines, claims and registers, and no more.

Unless it says otherwise: a sick note from Sunday 16 August to 31 October 2026, so that the
employer period ends with August; 31 000 kr a month, 1431 kr a day; September has 22 weekdays.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from rutine.core.differences import RowRef, Side
from rutine.core.money import Ore
from rutine.refunds.expected.basis import Basis
from rutine.refunds.finding import Finding
from rutine.refunds.knowledge import Knowledge
from rutine.refunds.rows import ClaimRow, LineRow
from rutine.refunds.surroundings import Surroundings
from rutine.refunds.three_ledgers import ThreeLedgers, three_ledgers
from rutine.routines.tables import load_tables

PERSON, UNIT, OTHER_UNIT = "03817310086", "970001018", "970002006"
FIRST, LAST = "2026-09-01", "2026-09-30"
RATE, DAYS = 1431, 22
AS_OF = date(2026, 10, 31)
NOTE = {"kind": "sick_note", "from": date(2026, 8, 16), "to": date(2026, 10, 31), "grade": 100}


@cache
def tables() -> Any:
    return load_tables(Path(__file__).parents[3] / "mappings" / "tables").tables


def line(
    kroner: int,
    first: str | None = FIRST,
    last: str | None = LAST,
    *,
    benefit: str = "4",
    stated: str | None = None,
    row: int = 1,
) -> LineRow:
    """A settlement line; `stated` is NAV's own last benefit day."""
    return LineRow(
        row_id=row,
        ref=RowRef(side=Side.LINE, sha256="a" * 64, row=row),
        person=PERSON,
        number=PERSON,
        name="Prøve Øvelsesen",
        sub_unit=UNIT,
        benefit=benefit,
        first=_day(first),
        last=_day(last),
        amount=Ore(kroner * 100),
        last_benefit_day=_day(stated),
    )


def claim(
    kroner: float = RATE * DAYS,
    first: str | None = FIRST,
    last: str | None = LAST,
    **other: Any,
) -> ClaimRow:
    """A claim; `other` is what differs: `rate` and `pay` in kroner, days as ISO dates."""
    given: dict[str, Any] = {
        "benefit": "4",
        "away": "2026-08-16",
        "grade": 100,
        "days": DAYS,
        "rate": RATE,
        "pay": 31_000,
        "sent": "2026-10-05",
        "position": "1",
        "row": 1,
    }
    given |= other
    ore = round(kroner * 100)
    return ClaimRow(
        row_id=given["row"],
        ref=RowRef(side=Side.CLAIM, sha256="b" * 64, row=given["row"]),
        person=PERSON,
        number=PERSON,
        name="Prøve Øvelsesen",
        sub_unit=UNIT,
        benefit=given["benefit"],
        first=_day(first),
        last=_day(last),
        amount=Ore(ore),
        claim_id=f"K{given['row']}",
        employee_number="1000",
        position_id=given["position"],
        absence_from=_day(given["away"]),
        grade=given["grade"],
        days=given["days"],
        day_rate=None if given["rate"] is None else Ore(round(given["rate"] * 100)),
        monthly_income=Ore(given["pay"] * 100),
        monthly_refund=Ore(given["pay"] * 100),
        sent=_day(given["sent"]),
        claimed=Ore(ore),
        is_settled=False,
    )


def basis(
    *absences: dict[str, Any],
    pay: int = 31_000,
    ends: str | None = None,
    elsewhere: int | None = None,
    **other: Any,
) -> Basis:
    """What is registered; `elsewhere` is the monthly pay in a second job, away from it too."""
    away = absences or (NOTE,)
    begun = min(each["from"] for each in away)
    jobs = [_job(UNIT, away, begun, pay, ends)]
    if elsewhere is not None:
        jobs.append(_job(OTHER_UNIT, away, begun, elsewhere, None))
    return Basis.model_validate({"jobs": jobs, **other})


def ledgers(
    lines: Sequence[LineRow], claims: Sequence[ClaimRow] = (), known: Basis | None = None
) -> ThreeLedgers:
    """The three ledgers; without `known` what `basis()` says is registered."""
    told = known or basis()
    benefit = (*lines, *claims)[0].benefit
    bases = {PERSON: {"4": told, benefit: told}}
    return three_ledgers(lines, claims, Knowledge(tables(), bases, frozenset({PERSON})))


def around(lines: Sequence[LineRow], as_of: date = AS_OF) -> Surroundings:
    """What lies around the lines: themselves, and NAV's 15 weeks."""
    return Surroundings(lines, as_of, 15)


def facts(found: Finding | None) -> dict[str, tuple[str | None, str | None]]:
    """The evidence of a finding, by field."""
    assert found is not None
    return {each.field: (each.left, each.right) for each in found.evidence}


def _job(
    unit: str, away: Sequence[dict[str, Any]], begun: date, pay: int, ends: str | None
) -> dict[str, Any]:
    report = {
        "absence_from": begun,
        "monthly_income": Ore(pay * 100),
        "monthly_refund": Ore(pay * 100),
        "refund_ends": _day(ends),
        "sent": date(2026, 8, 20),
    }
    return {"employer": unit, "absences": away, "incomes": [report]}


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
