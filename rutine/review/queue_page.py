"""The queue: which cases wait, what each is about, and how much money it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from rutine.cases import queue
from rutine.cases.access import EXPORTS
from rutine.cases.views import CaseStatus, Counts, QueuePage, QueueRow, Sort
from rutine.core.money import Ore
from rutine.core.reason_texts import benefit_name, reason_text
from rutine.review import wording
from rutine.review.catalogue import number
from rutine.review.deadline import Left, left
from rutine.review.decided import just_decided
from rutine.review.listing import ALL, Listing
from rutine.review.masking import MASK, holds_eleven_digits
from rutine.review.visit import Visit

_ALWAYS_SHOWN = frozenset({CaseStatus.OPEN.value, CaseStatus.DONE.value, ALL})


@dataclass(frozen=True, slots=True, repr=False)
class Tab:
    """A list that can be chosen, with how much is in it."""

    label: str
    count: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True, repr=False)
class Option:
    """A choice in a filter."""

    value: str
    label: str
    count: str


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """One case in the list, in words; empty where there is nothing to say."""

    href: str
    number: str
    title: str
    kind: str
    benefit: str
    employee: str
    masked: str
    unit: str
    unit_number: str
    has_unit: bool
    claimed: str
    paid: str
    difference: str
    direction: str
    age: str
    due: Left
    restricted: bool
    back: str
    status: str


@dataclass(frozen=True, slots=True)
class Pages:
    """Where in the list the reader is."""

    number: int
    total: int
    previous: str
    next: str


def show(visit: Visit) -> Response:
    """`GET /saker`."""
    return _page(visit, Listing.of(visit.request.query_params))


def search(visit: Visit) -> Response:
    """`POST /saker/sok`: filters become an address.

    Posted, so that a national id typed by mistake is stopped before it stands in an address.
    A search looks in every list.
    """
    fields = ("status", "reason", "unit", "search", "sort")
    listing = Listing.of({name: visit.field(name) for name in fields})
    if holds_eleven_digits(listing.search):
        return _page(visit, listing, "queue.search_national_id")
    return visit.go((listing.with_status(ALL) if listing.search else listing).address)


def _page(visit: Visit, listing: Listing, search_error: str = "") -> Response:
    """The list; with an error in the search, as if nothing was searched for."""
    asked = listing.cleared if search_error else listing
    site, t = visit.site, visit.t
    with site.database.reading() as session:
        found = queue.open_cases(session, site.keys, visit.actor, asked.filters, page=asked.page)
        counts = queue.counts(session, visit.actor, asked.filters.status)
        decided = just_decided(visit, session)
    label = t("queue.all") if asked.status == ALL else t(f"status.{asked.status}")
    return visit.render(
        "queue.html",
        status=422 if search_error else 200,
        section="queue",
        summary=t.counted("queue.summary", found.total),
        caption=t(
            "queue.caption",
            list=label,
            count=number(found.total),
            order=t(f"queue.sort.{asked.sort}").lower(),
        ),
        sorts=[(sort.value, t(f"queue.sort.{sort.value}")) for sort in Sort],
        hidden=t.counted("queue.hidden", counts.hidden) if counts.hidden else "",
        exports=visit.actor.may(EXPORTS),
        tabs=_tabs(visit, asked, counts),
        reasons=_reasons(visit, counts),
        units=_units(visit, counts.units),
        filters=asked,
        search_error=search_error,
        filtered=asked.is_filtered,
        clear_href=asked.cleared.address,
        rows=[_row(visit, row, asked) for row in found.rows],
        pages=_pages(asked, found),
        decided=decided,
    )


def _tabs(visit: Visit, listing: Listing, counts: Counts) -> list[Tab]:
    numbers = {status.value: counts.statuses.get(status, 0) for status in CaseStatus}
    numbers[ALL] = sum(numbers.values())
    return [
        Tab(
            visit.t("queue.all") if status == ALL else visit.t(f"status.{status}"),
            number(count),
            listing.of_status(status).address,
            status == listing.status,
        )
        for status, count in numbers.items()
        if count or status in _ALWAYS_SHOWN or status == listing.status
    ]


def _reasons(visit: Visit, counts: Counts) -> list[Option]:
    options = [
        Option(code, reason_text(code, visit.t.language).title, number(count))
        for code, count in counts.reasons.items()
    ]
    return sorted(options, key=lambda option: option.label)


def _units(visit: Visit, units: Mapping[str, int]) -> list[Option]:
    options = [
        Option(unit, visit.site.unit_name(unit) or unit, number(count))
        for unit, count in units.items()
    ]
    return sorted(options, key=lambda option: option.label)


def _row(visit: Visit, row: QueueRow, listing: Listing) -> Row:
    t = visit.t
    name = visit.site.unit_name(row.sub_unit) if row.sub_unit else None
    both = row.kind == "group" and not row.restricted
    return Row(
        href=listing.case(row.number),
        number=t("case.number", number=row.number),
        title=reason_text(row.reason, t.language).title,
        kind=row.kind,
        benefit=benefit_name(row.benefit, t.language) if row.benefit else "",
        employee=(row.employee_number or t("case.unknown")) if row.has_person else "",
        masked=MASK,
        unit=t("unit.none") if row.restricted else name or row.sub_unit or t("queue.no_unit"),
        unit_number=row.sub_unit or "" if name else "",
        has_unit=row.sub_unit is not None,
        claimed=str(row.claimed) if both else "",
        paid=str(row.paid) if both or row.paid else "",
        difference=signed(row.difference) if both else "",
        direction=t(f"direction.{wording.relation(row.claimed, row.paid)}") if both else "",
        age=wording.age(t, row.found_at, visit.site.today()),
        due=left(visit, row.due, row.status),
        restricted=row.restricted,
        back=t("age.back", day=wording.day(row.resume_on)) if row.resume_on else "",
        status=row.status.value,
    )


def signed(amount: Ore) -> str:
    """An amount with its sign, plus as well."""
    return f"+{amount}" if amount > 0 else str(amount)


def _pages(listing: Listing, found: QueuePage) -> Pages:
    return Pages(
        found.page,
        found.pages,
        listing.at(found.page - 1).address if found.page > 1 else "",
        listing.at(found.page + 1).address if found.page < found.pages else "",
    )
