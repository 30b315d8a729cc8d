"""What a case is like, as far as lists can be filtered by it: must, must not, or never mind.

What tells of a person's money is never true of a restricted case: a list shows no more of it
than that it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, func, literal, not_, or_
from sqlalchemy import case as choose

from rutine.cases.tables import Case, DecisionEntry
from rutine.cases.views import DecisionState, Property, Traits

SOON: Final = timedelta(days=7)

_Condition = Callable[[date], ColumnElement[bool]]


at_stake: Final[ColumnElement[int]] = choose(
    (Case.restricted.is_(True), literal(0)), else_=func.abs(Case.paid - Case.claimed)
)
"""Øre that a case is about: what differs, or the whole where only one side is there."""


def holding(
    must: Traits, must_not: Traits, today: date, reason: ColumnElement[str]
) -> list[ColumnElement[bool]]:
    """The conditions of cases that have every property wanted, and none unwanted.

    Of several reasons, or units, one is enough. `reason` is the reason as lists say it.
    """
    wanted = [_CONDITIONS[each](today) for each in sorted(must.properties)]
    if must.reasons:
        wanted.append(reason.in_(sorted(must.reasons)))
    if must.units:
        wanted.append(_in_units(must.units))
    wanted += [not_(_CONDITIONS[each](today)) for each in sorted(must_not.properties)]
    if must_not.reasons:
        wanted.append(reason.not_in(sorted(must_not.reasons)))
    if must_not.units:
        wanted.append(not_(_in_units(must_not.units)))
    return wanted


def _in_units(units: frozenset[str]) -> ColumnElement[bool]:
    known = and_(Case.sub_unit.is_not(None), Case.sub_unit.in_(sorted(units)))
    return and_(known, Case.restricted.is_(False))


def _shown(*conditions: ColumnElement[bool]) -> _Condition:
    return lambda _today: and_(Case.restricted.is_(False), *conditions)


def _due(first: Callable[[date], date | None], last: Callable[[date], date]) -> _Condition:
    def condition(today: date) -> ColumnElement[bool]:
        begin = first(today)
        known = and_(Case.due.is_not(None), Case.due <= last(today))
        return known if begin is None else and_(known, Case.due >= begin)

    return condition


def _decided(*states: DecisionState) -> _Condition:
    return lambda _today: exists().where(
        DecisionEntry.case_id == Case.id, DecisionEntry.state.in_(states)
    )


_CONDITIONS: Final[Mapping[Property, _Condition]] = {
    Property.OVERDUE: _due(lambda _today: None, lambda today: today - timedelta(days=1)),
    Property.SOON: _due(lambda today: today, lambda today: today + SOON),
    Property.ASSIGNED: lambda _today: Case.assignee.is_not(None),
    Property.DECIDED_BEFORE: _decided(
        DecisionState.RETURNED,
        DecisionState.OVERTAKEN,
        DecisionState.EXPIRED,
        DecisionState.RETRACTED,
    ),
    Property.RETURNED: _decided(DecisionState.RETURNED),
    Property.UNPAID: _shown(Case.claimed > 0, Case.paid == 0),
    Property.UNCLAIMED: _shown(Case.claimed == 0, Case.paid > 0),
    Property.LESS: _shown(Case.paid > 0, Case.paid < Case.claimed),
    Property.MORE: _shown(Case.claimed > 0, Case.paid > Case.claimed),
    Property.TAKEN_BACK: _shown(Case.paid < 0),
    Property.BY_HAND: lambda _today: or_(Case.by_hand.is_(True), Case.apart.is_(True)),
    Property.WHOLE: _shown(Case.kind != "group"),
}
