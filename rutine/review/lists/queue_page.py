"""The queue: which cases wait, what each is about, and how much money it concerns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from rutine.cases.access import DECIDES, EXPORTS
from rutine.cases.accounts import sessions
from rutine.cases.lists import queue
from rutine.cases.lists.colleagues import deciders
from rutine.cases.lists.counts import Counts
from rutine.cases.lists.saved_views import views_of
from rutine.cases.settling.undo_requests import count_requests
from rutine.cases.views import UNDECIDED, QueueRow, Sort
from rutine.core.money import Ore
from rutine.core.reason_texts import benefit_name, reason_text
from rutine.review import wording
from rutine.review.case.deadline import Left, left
from rutine.review.case.decided import just_done
from rutine.review.catalogue import number
from rutine.review.lists import remembered
from rutine.review.lists.listing import ALL, Listing
from rutine.review.lists.pages import pages_of
from rutine.review.lists.work_lists import chips, saved_views, too_many_units, work_lists
from rutine.review.masking import MASK, holds_eleven_digits
from rutine.review.visit import Visit


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
    holder: str
    pick: str


def show(visit: Visit) -> Response:
    """`GET /saker`: a tab leads to its list as it was left."""
    listing = Listing.here(visit)
    if left_at := remembered.address_of(visit, listing):
        return visit.go(left_at)
    remembered.remember(visit, listing)
    return page(visit, listing)


def search(visit: Visit) -> Response:
    """`POST /saker/sok`: filters become an address, and what is searched for does not.

    It names somebody, so the session remembers it. A search looks in every list.
    """
    fields = ("status", "reason", "unit", "rutine", "sort", "med", "uten")
    given = {name: visit.field(name) for name in fields}
    listing = Listing.of(
        given, search=visit.field("search"), viewer=visit.actor.id, today=visit.site.today()
    )
    if holds_eleven_digits(listing.search):
        return page(visit, listing, search_error="queue.search_national_id")
    if not listing.search:
        return visit.go(listing.told)
    with visit.site.database.writing() as session:
        sessions.remember_search(session, visit.site.keys, visit.token, listing.search)
    return visit.go(listing.with_status(ALL).address)


def page(
    visit: Visit, listing: Listing, *, search_error: str = "", view_error: str = ""
) -> Response:
    """The list; with an error in the search, as if nothing was searched for."""
    asked = listing.cleared if search_error else listing
    site, t = visit.site, visit.t
    with site.database.reading() as session:
        counts = queue.counts(session, visit.actor, within=asked.bare)
        found = queue.open_cases(
            session,
            site.keys,
            visit.actor,
            asked.filters,
            page=asked.page,
            sums=None if asked.is_filtered else counts.listed,
        )
        tabs = work_lists(visit, session, asked, counts)
        toasted = just_done(visit, session, asked)
        views = views_of(session, visit.actor)
        colleagues = deciders(session) if visit.actor.may(DECIDES) else ()
        asked_back = count_requests(session, visit.actor)
        routines = queue.routines_with_cases(session, visit.actor)
    return visit.render(
        "queue.html",
        status=422 if search_error or view_error else 200,
        section="queue",
        summary=t.counted("queue.summary", found.total),
        at_stake=t("list.at_stake", amount=found.at_stake) if found.at_stake else "",
        caption=t(
            "queue.caption",
            list=next(tab.label for tab in tabs if tab.current),
            count=number(found.total),
            order=t(f"queue.sort.{asked.sort}").lower(),
        ),
        sorts=[(sort.value, t(f"queue.sort.{sort.value}")) for sort in Sort],
        hidden=t.counted("queue.hidden", counts.hidden) if counts.hidden else "",
        asked_back=t.counted("settled.waiting", asked_back) if asked_back else "",
        exports=visit.actor.may(EXPORTS),
        tabs=tabs,
        reasons=_reasons(visit, counts),
        units=_units(visit, counts.units),
        routines=_routines(visit, routines),
        filters=asked,
        chips=chips(visit, asked, counts),
        many_units=too_many_units(counts),
        search_error=search_error,
        view_error=view_error,
        view_name=visit.field("name") if view_error else "",
        views=saved_views(views),
        saved_as=next((view.name for view in views if view.query == asked.query), ""),
        shares=visit.actor.may(DECIDES),
        filtered=asked.is_filtered,
        clear_href=asked.cleared.told,
        rows=[_row(visit, row, asked) for row in found.rows],
        assign_href=asked.post("tildel"),
        colleagues=[each for each in colleagues if each.id != visit.actor.id],
        me=visit.actor.id,
        pages=pages_of(found.page, found.pages, lambda page: asked.at(page).address),
        decided=toasted,
    )


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


def _routines(visit: Visit, names: Sequence[str]) -> list[tuple[str, str]]:
    """The routines to choose among; none where there is one only."""
    if len(names) < 2:  # noqa: PLR2004 - a choice is between two at least
        return []
    return [(name, visit.site.routine_title(name, visit.t.language)) for name in names]


def _row(visit: Visit, row: QueueRow, listing: Listing) -> Row:
    t = visit.t
    name = visit.site.unit_name(row.sub_unit) if row.sub_unit else None
    both = row.kind in {"group", "pair"} and not row.restricted
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
        holder=_held_by(visit, row),
        pick=_pick(visit, row),
    )


def _held_by(visit: Visit, row: QueueRow) -> str:
    """Who has the case, while it waits for somebody."""
    if row.holder is None or row.status not in UNDECIDED:
        return ""
    if row.holder.id == visit.actor.id:
        return visit.t("assign.with_me")
    return visit.t("assign.with", who=row.holder.name)


def _pick(visit: Visit, row: QueueRow) -> str:
    """The case and its version, for the box that chooses it; empty where nobody may."""
    may = visit.actor.may(DECIDES) and row.status in UNDECIDED
    return f"{row.number}.{row.version}" if may else ""


def signed(amount: Ore) -> str:
    """An amount with its sign, plus as well."""
    return f"+{amount}" if amount > 0 else str(amount)
