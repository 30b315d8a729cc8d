"""Which of the routines the status page shows: all of them, or a page at a time, the worst first.

With 400 employers and eleven routines there are thousands: 2.2 MB of page that nobody reads. Up
to a page of them stand in the order of the plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from rutine.cases.batches import page_within
from rutine.cases.figures.operation import RoutineStanding, Standing
from rutine.review.catalogue import number
from rutine.review.lists.listing import page_number
from rutine.review.lists.pages import Pages, pages_of
from rutine.review.visit import Visit

MOST: Final = 50
"""Routines on one page."""

_WORST_FIRST: Final = (
    *(Standing.STUCK, Standing.FAILED, Standing.SILENT, Standing.CONTROLS, Standing.UNSEEN),
    *(Standing.NEVER, Standing.NO_LISTS, Standing.GOING_ON, Standing.WELL),
)


@dataclass(frozen=True, slots=True)
class StandingTab:
    """One way that routines stand, and how many do; the address of only those."""

    label: str
    count: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """The routines of one page.

    Attributes:
        tabs: every standing that there is, the worst first, and all; none where one page has room.
        lead: how many there are in all; empty where one page has room.
    """

    standings: Sequence[RoutineStanding]
    tabs: Sequence[StandingTab] = ()
    lead: str = ""
    pages: Pages = field(default_factory=Pages)


def shown_of(visit: Visit, standings: Sequence[RoutineStanding]) -> Shown:
    """Those that the address asks for: `tilstand` narrows them, `page` is which page of them."""
    if len(standings) <= MOST:
        return Shown(standings)
    t, given = visit.t, visit.request.query_params
    counts = Counter(each.standing for each in standings)
    asked = next((each for each in counts if each.value == given.get("tilstand")), None)
    listed = sorted(
        (each for each in standings if asked in {None, each.standing}),
        key=lambda each: _WORST_FIRST.index(each.standing),
    )
    page, total = page_within(page_number(given.get("page", "")), len(listed), MOST)
    tabs = [StandingTab(t("operation.all"), number(len(standings)), _address(None), asked is None)]
    tabs += [
        StandingTab(
            t(f"operation.standing.{each.value}"),
            number(counts[each]),
            _address(each),
            each is asked,
        )
        for each in _WORST_FIRST
        if counts[each]
    ]
    return Shown(
        standings=listed[(page - 1) * MOST : page * MOST],
        tabs=tabs,
        lead=t("operation.many", count=number(len(standings))),
        pages=pages_of(page, total, lambda other: _address(asked, other)),
    )


def _address(standing: Standing | None, page: int = 1) -> str:
    given = {"tilstand": standing.value if standing else "", "page": str(page) if page > 1 else ""}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"/status?{query}" if query else "/status"
