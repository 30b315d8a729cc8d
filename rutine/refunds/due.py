"""The deadline of a difference, from what its evidence says.

What the rules count from and nobody has told the program, such as the day that NAV's letter
came, gives no day: then the rule in words is all that is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from rutine.core.differences import Difference, Evidence
from rutine.core.periods import Period
from rutine.refunds.deadlines import KnownDays, act_by
from rutine.refunds.expected.tables import Tables

_MONEY: Final = ("value_date", "money_expected")


def with_deadlines(
    differences: Iterable[Difference], today: date, tables: Tables
) -> list[Difference]:
    """The differences, each with the day by which somebody must act."""
    return [each.model_copy(update={"due": due_day(each, today, tables)}) for each in differences]


def due_day(difference: Difference, today: date, tables: Tables) -> date | None:
    """The day by which somebody must act; None when there is none, or it is not known."""
    found = act_by(difference.reason, known_days(difference), today, tables)
    return None if found is None else found.day


def known_days(difference: Difference) -> KnownDays:
    """What the evidence tells that a deadline may be counted from."""
    first, last = _days(difference, "first"), _days(difference, "last")
    told = bool(first and last) and min(first) <= max(last)
    return KnownDays(
        absence=Period(min(first), max(last)) if told else None,
        benefit=difference.benefit,
        sent=min(_days(difference, "sent"), default=None),
        last_benefit_day=max(_days(difference, "last_benefit_day"), default=None),
        money=min((day for name in _MONEY for day in _days(difference, name)), default=None),
    )


def _days(difference: Difference, field: str) -> list[date]:
    return [
        date.fromisoformat(side)
        for each in difference.evidence
        if each.field == field and each.kind == "day"
        for side in _sides(each)
    ]


def _sides(evidence: Evidence) -> list[str]:
    return [side for side in (evidence.left, evidence.right) if side]
