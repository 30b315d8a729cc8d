"""Requests for an income report that NAV still waits for: without it nothing is refunded."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import timedelta

from rutine.core.periods import Period
from rutine.core.records import IncomeRequest, IncomeSubmission
from rutine.refunds.at_risk.window import AtRisk, RiskKind, Window, by_month
from rutine.refunds.expected.asking import SICKNESS
from rutine.refunds.nav_status import FAILED, NOT_ANSWERED


def waiting_requests(
    requests: Iterable[IncomeRequest],
    submissions: Iterable[IncomeSubmission],
    window: Window,
    days: int,
) -> list[tuple[IncomeRequest, Period]]:
    """The requests that have waited too long, each with the days a claim sent today still covers.

    An income report that NAV has not refused answers its request, though NAV's list of requests
    may not say so yet. One whose every month is lost already is not there: nothing helps it.

    Args:
        requests: NAV's list; the last row of a request is how it stands.
        submissions: what became of the income reports.
        window: today, and how far back a claim reaches.
        days: how long a request may wait before it is told of.
    """
    latest = {each.request_id: each for each in requests}
    last: dict[str, IncomeSubmission] = {}
    for each in submissions:
        before = last.get(each.request_id)
        if before is None or each.sent >= before.sent:
            last[each.request_id] = each
    answered = {number for number, each in last.items() if each.status != FAILED}
    return [
        (each, left)
        for each, left in _in_reach(latest.values(), window)
        if each.status == NOT_ANSWERED
        and each.request_id not in answered
        and window.as_of - each.created > timedelta(days=days)
    ]


def _in_reach(
    requests: Iterable[IncomeRequest], window: Window
) -> Iterator[tuple[IncomeRequest, Period]]:
    for each in requests:
        whole = Period.if_sound(each.first, each.last)
        if whole is not None and whole.last >= window.cutoff:
            yield each, Period(max(whole.first, window.cutoff), whole.last)


def requests_unanswered(
    waiting: Iterable[tuple[IncomeRequest, Period]],
    window: Window,
    numbers: Mapping[str, str | None],
    protected: Container[str] = (),
    *,
    of_file: bool = True,
) -> list[AtRisk]:
    """What is lost month by month unless the request is answered (ftrl § 22-13).

    The amount is not known: it follows from the income report that NAV asks for.

    Args:
        waiting: as `waiting_requests` tells.
        window: the days looked ahead.
        numbers: national id -> employee number, where payroll's claims tell it.
        protected: national ids of protected people.
        of_file: whether the rows stand in a file that somebody can open.
    """
    return [
        AtRisk(
            RiskKind.NOT_ANSWERED,
            window.last_day_to_claim(part.first),
            None,
            SICKNESS,
            each.sub_unit,
            numbers.get(each.person.reveal()),
            part.first,
            part.last,
            each.row if of_file else None,
        ).about(each.person.reveal(), protected)
        for each, left in waiting
        for part in by_month(left)
    ]
