"""What can be chosen over a list: the work lists, the properties, and saved lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from rutine.cases.lists import queue
from rutine.cases.lists.counts import Counts
from rutine.cases.lists.queue import MOST_COUNTED
from rutine.cases.lists.saved_views import View
from rutine.cases.settling.settled_list import MOST_SETTLED, settled_since
from rutine.cases.views import UNDECIDED, Property
from rutine.core.reason_texts import reason_text
from rutine.review.catalogue import number
from rutine.review.lists import settled_page
from rutine.review.lists.listing import ALL, LISTS, MINE, REASON, TODAY, UNIT, Listing
from rutine.review.visit import Visit

MOST_UNITS: Final = 60
"""Units that are shown as properties to turn on and off."""


@dataclass(frozen=True, slots=True, repr=False)
class Tab:
    """A list that can be chosen, with how much is in it."""

    label: str
    count: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True, repr=False)
class Chip:
    """A property that is wanted (`must`), unwanted (`must_not`), or neither.

    `meaning` says how it stands and what choosing it leads to, for those who see no colours.
    """

    label: str
    state: str
    meaning: str
    href: str


@dataclass(frozen=True, slots=True, repr=False)
class Saved:
    """A saved list as a link; `view_id` for the owner, who may remove it."""

    name: str
    href: str
    shared: bool
    view_id: str


def work_lists(visit: Visit, session: Session, listing: Listing, counts: Counts) -> list[Tab]:
    """Every work list with its count."""
    t = visit.t
    numbers = {
        status.value: _at_least(count, MOST_COUNTED) if status not in UNDECIDED else number(count)
        for status, count in counts.statuses.items()
    }
    numbers[ALL] = _sum_of(counts)
    for name in (MINE, TODAY):
        within = listing.of_status(name).bare
        numbers[name] = number(queue.how_many(session, visit.actor, within))
    settled = settled_since(session, visit.actor, listing.midnight)
    names = {ALL: t("queue.all"), MINE: t("list.mine"), TODAY: t("list.today")}
    tabs = [
        Tab(
            names.get(name) or t(f"status.{name}"),
            numbers[name],
            listing.of_status(name).address,
            name == listing.status,
        )
        for name in LISTS
    ]
    return [
        *tabs,
        Tab(
            t("settled.tab"), _at_least(settled, MOST_SETTLED), settled_page.ADDRESS, current=False
        ),
    ]


def _at_least(count: int, most: int) -> str:
    """A count that went no further than `most` and one more: known, or at least how many."""
    return number(count) if count <= most else f"{number(most)}+"


def _sum_of(counts: Counts) -> str:
    decided = [n for status, n in counts.statuses.items() if status not in UNDECIDED]
    known = counts.to_do + sum(min(n, MOST_COUNTED) for n in decided)
    return number(known) + ("+" if any(n > MOST_COUNTED for n in decided) else "")


def too_many_units(counts: Counts) -> int:
    """How many units there is room for among the properties, when the list has more; else 0."""
    return MOST_UNITS if len(counts.units) > MOST_UNITS else 0


def chips(visit: Visit, listing: Listing, counts: Counts) -> dict[str, list[Chip]]:
    """The properties, reasons and units that the list may be filtered by, by family.

    Reasons and units are those of the list, and those that are chosen already. Of very many units
    only those: they are in the list to choose from, and nobody reads 600 kB of them here.
    """
    t = visit.t
    chosen = (*listing.must, *listing.must_not)
    reasons = {*counts.reasons, *(code[2:] for code in chosen if code.startswith(REASON))}
    listed = () if too_many_units(counts) else counts.units
    units = {*listed, *(code[2:] for code in chosen if code.startswith(UNIT))}
    families = {
        "property": [(each.value, t(f"property.{each.value}")) for each in Property],
        "reason": sorted(
            ((REASON + code, reason_text(code, t.language).title) for code in reasons),
            key=lambda pair: pair[1],
        ),
        "unit": sorted(
            ((UNIT + unit, visit.site.unit_name(unit) or unit) for unit in units),
            key=lambda pair: pair[1],
        ),
    }
    return {
        family: [_chip(visit, listing, code, label) for code, label in pairs]
        for family, pairs in families.items()
    }


def _chip(visit: Visit, listing: Listing, code: str, label: str) -> Chip:
    state = "any"
    if code in listing.must:
        state = "must"
    elif code in listing.must_not:
        state = "must_not"
    return Chip(label, state, visit.t(f"list.chip.{state}"), listing.turned(code).told)


def saved_views(views: Iterable[View]) -> list[Saved]:
    """Saved lists as links."""
    return [
        Saved(
            view.name,
            Listing.reading(view.query).told,
            view.shared,
            view.view_id if view.mine else "",
        )
        for view in views
    ]
