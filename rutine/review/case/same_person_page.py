"""The person's other cases beside a case, and a page with what was settled for earlier months.

Both are reached by the case's number: nobody's number stands in an address.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.responses import Response

from rutine.cases.kinds import SHAPES
from rutine.cases.people.same_person import (
    EarlierSettlement,
    OtherCase,
    earlier_settlements,
    other_cases,
)
from rutine.core.money import Ore
from rutine.core.reason_texts import reason_text
from rutine.review import wording
from rutine.review.case.decided import find_case, find_restricted
from rutine.review.lists.listing import Listing
from rutine.review.visit import Visit


@dataclass(frozen=True, slots=True, repr=False)
class OtherLine:
    """Another case in words; of a restricted one neither amounts nor unit."""

    href: str
    number: str
    title: str
    status: str
    unit: str
    amounts: str
    age: str


@dataclass(frozen=True, slots=True, repr=False)
class SettledLine:
    """One settled group in words."""

    unit: str
    title: str
    claimed: str
    paid: str
    when: str


@dataclass(frozen=True, slots=True, repr=False)
class SettledMonth:
    """A month's settled groups with their sums."""

    title: str
    lines: list[SettledLine]
    claimed: str
    paid: str


def show(visit: Visit) -> Response:
    """`GET /saker/{number}/tidligere`. A restricted case is looked at first.

    Only what is about money was settled before: other cases have no such page.
    """
    number, t = visit.request.path_params["number"], visit.t
    listing = Listing.here(visit)
    with visit.site.database.reading() as session:
        if find_restricted(visit, session, number) is not None:
            return visit.go(listing.case(number))
        case = find_case(visit, session, number)
        if case.kind in SHAPES:
            return visit.go(listing.case(number))
        settled = earlier_settlements(session, case.case_id, visit.actor)
        others = other_lines(visit, other_cases(session, case.case_id, visit.actor))
    return visit.render(
        "same_person.html",
        section="queue",
        number=number,
        others=others,
        months=_months(visit, settled),
        list_href=listing.address,
        case_href=listing.case(number),
        here_title=t("same_person.title"),
    )


def others_of(visit: Visit, session: Session, case_id: str) -> list[OtherLine]:
    """The person's other cases, for the page of one."""
    return other_lines(visit, other_cases(session, case_id, visit.actor))


def other_lines(visit: Visit, cases: Iterable[OtherCase]) -> list[OtherLine]:
    """Cases in words, in their order."""
    t = visit.t
    return [
        OtherLine(
            href=Listing().case(each.number),
            number=t("case.number", number=each.number),
            title=reason_text(each.reason, t.language).title,
            status=each.status.value,
            unit=_unit(visit, each.sub_unit),
            amounts=""
            if each.restricted or not each.of_money
            else t("same_person.amounts", claimed=each.claimed, paid=each.paid),
            age=wording.age(t, each.found_at, visit.site.today()),
        )
        for each in cases
    ]


def _unit(visit: Visit, sub_unit: str | None) -> str:
    return "" if sub_unit is None else visit.site.unit_name(sub_unit) or sub_unit


def _months(visit: Visit, settled: Sequence[EarlierSettlement]) -> list[SettledMonth]:
    """By month, in the order they came in: the newest first."""
    by_month: dict[str, list[EarlierSettlement]] = {}
    for each in settled:
        by_month.setdefault(_month(visit, each), []).append(each)
    return [
        SettledMonth(
            title,
            [_line(visit, each) for each in groups],
            str(Ore(sum(each.claimed for each in groups))),
            str(Ore(sum(each.paid for each in groups))),
        )
        for title, groups in by_month.items()
    ]


def _month(visit: Visit, settled: EarlierSettlement) -> str:
    month = settled.month
    if month is None:
        return visit.t("same_person.no_month")
    return f"{visit.t(f'month.{month.month}')} {month.year}"


def _line(visit: Visit, settled: EarlierSettlement) -> SettledLine:
    return SettledLine(
        unit=_unit(visit, settled.sub_unit),
        title=reason_text(settled.reason, visit.t.language).title,
        claimed=str(settled.claimed),
        paid=str(settled.paid),
        when=wording.moment(visit.t, settled.settled_at),
    )
