"""Who meets the requirements, by unit: every employee and requirement of a routine's latest run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from rutine.cases.access import EXPORTS, Actor
from rutine.cases.trail.audit import append
from rutine.obligations.overview import Overview
from rutine.obligations.standing_table import Line
from rutine.obligations.states import State
from rutine.review import wording
from rutine.review.catalogue import Catalogue, number
from rutine.review.lists.workbook_page import XLSX
from rutine.review.masking import mask_national_ids
from rutine.review.standings.standings_book import no_room, standings_workbook
from rutine.review.standings.standings_cells import NOT_ASKED, STATES, Cell, cell
from rutine.review.standings.standings_sight import (
    Asked,
    asked,
    looked,
    name_of,
    requirement_title,
    seen_lines,
    unit_title,
)
from rutine.review.visit import Visit

PATH: Final = "/kompetanse"
UNIT: Final = "enhet"
STATE: Final = "tilstand"
PAGE: Final = "side"
EVERY_UNIT: Final = "*"
MOST: Final = 100
"""Employees on one page."""
_FIGURES: Final = 6

_SETS: Final = {
    "": frozenset(State) - {State.ENDED},
    "open": frozenset({State.DUE_SOON, State.OVERDUE}),
    **{state.name.lower(): frozenset({state}) for state in State},
}
FILTERS: Final = ("", "open", *STATES, "all")
"""What can be chosen: those with something now, that waits for somebody, in a state; everybody."""


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """One employee in one unit."""

    name: str
    number: str
    unit: str
    hidden: bool
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class CountRow:
    """One requirement, and how many are in each state."""

    title: str
    counts: list[tuple[str, str]]
    total: str


@dataclass(frozen=True, slots=True, repr=False)
class _Choice:
    """What the visitor wants to see, and those who are then left."""

    unit: str
    state: str
    units: list[tuple[str, str]]
    in_unit: list[Line]
    left: list[Line]


def show(visit: Visit) -> Response:
    """`GET /kompetanse`."""
    ask, desk = asked(visit), visit.site.standings
    overview, trouble = None, ""
    if ask.routine and ask.employer:
        overview, trouble = looked(lambda: desk.overview(ask.routine, ask.employer))
    if overview is not None:
        return _page(visit, ask, overview)
    return visit.render(
        "standings.html",
        section="standings",
        asked=ask,
        trouble=visit.t(f"standings.trouble.{trouble}") if trouble else "",
        no_run=not trouble,
        overview=None,
    )


def download(visit: Visit) -> Response:
    """`GET /kompetanse/arbeidsbok`: what the page shows, all of it but the protected.

    A file can't tell who looks at it. That it was taken is logged. Where there is more than a
    workbook has room for, none is made, and the page says so (422).
    """
    ask, site = asked(visit), visit.site
    overview, _ = looked(lambda: site.standings.overview(ask.routine, ask.employer))
    if overview is None or not ask.routine:
        return visit.go(f"{PATH}?{ask.query()}")
    chosen = _chosen(visit, overview, visit.actor, leaves=True)
    if refused := _no_room(visit.t, overview, chosen):
        return _page(visit, ask, overview, refused=refused)
    data = standings_workbook(
        overview, chosen.in_unit, chosen.left, visit.t, visit.routine_name(overview.routine)
    )
    with site.database.writing() as session:
        told = {"routine": overview.routine, "items": len(chosen.left)}
        append(session, visit.actor, "standings_exported", data=told)
    name = f"{visit.t('standings.file_name')}-{overview.day.isoformat()}.xlsx"
    return Response(
        data, media_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _page(visit: Visit, ask: Asked, overview: Overview, *, refused: str = "") -> Response:
    """The table; with why the workbook that was asked for is not made, where it is not."""
    t, exports = visit.t, visit.actor.may(EXPORTS)
    chosen = _chosen(visit, overview, visit.actor)
    page = _page_number(visit, len(chosen.left))
    shown = chosen.left[page * MOST : (page + 1) * MOST]
    return visit.render(
        "standings.html",
        422 if refused else 200,
        section="standings",
        asked=ask,
        trouble="",
        no_run=False,
        overview=overview,
        refused=refused,
        choice=chosen,
        filters=[(each, _filter(t, each)) for each in FILTERS],
        when=t(
            "standings.when",
            routine=visit.routine_name(overview.routine),
            run=number(overview.run),
            day=wording.day(overview.day),
        ),
        headings=_titles(t, overview),
        counts=_counts(t, overview, chosen.in_unit),
        states=[(each, t(f"standings.state.{each}")) for each in (*STATES, NOT_ASKED)],
        legend=_legend(t),
        rows=_rows(t, overview, shown),
        every_unit=EVERY_UNIT,
        said=t(
            "standings.shown",
            first=number(page * MOST + 1),
            last=number(page * MOST + len(shown)),
            total=number(len(chosen.left)),
        ),
        earlier=_address(ask, chosen, page - 1) if page else "",
        later=_address(ask, chosen, page + 1) if (page + 1) * MOST < len(chosen.left) else "",
        exports=exports,
        no_room=_no_room(t, overview, chosen) if exports else "",
        file_query=ask.query(**{UNIT: chosen.unit, STATE: chosen.state}),
        code_query=ask.query(),
    )


def _no_room(t: Catalogue, overview: Overview, chosen: _Choice) -> str:
    """How much of a choice fits in a workbook, and what to do; empty where all of it does.

    The protected are in no workbook, so they take no room.
    """
    in_unit, left = (
        [each for each in lines if overview.table.subjects[each.subject] not in overview.hidden]
        for lines in (chosen.in_unit, chosen.left)
    )
    full = no_room(overview, in_unit, left)
    if full is None:
        return ""
    return t(f"standings.no_room.{full.what}", count=number(full.there), most=number(full.most))


def _chosen(visit: Visit, overview: Overview, actor: Actor, *, leaves: bool = False) -> _Choice:
    """The lines within sight, in the unit and state that are asked for; else in the first unit."""
    table, given = overview.table, visit.request.query_params
    every = seen_lines(overview, actor, leaves=leaves)
    units = {table.units[line.unit]: None for line in every}
    unit = given.get(UNIT, "")
    # A unit in which all are protected is on the page, and no other stands for it in the file.
    on_page = seen_lines(overview, actor) if leaves else every
    known = {table.units[line.unit] for line in on_page}
    if unit != EVERY_UNIT and unit not in known:
        unit = next(iter(units), "")
    state = given.get(STATE, "")
    state = state if state in FILTERS else ""
    here = [line for line in every if unit in {EVERY_UNIT, table.units[line.unit]}]
    left = here if state == "all" else table.in_states(here, _SETS[state])
    titles = [(each, unit_title(overview, each)) for each in units]
    return _Choice(unit, state, titles, here, left)


def _page_number(visit: Visit, lines: int) -> int:
    given = visit.request.query_params.get(PAGE, "")
    wanted = int(given[:_FIGURES]) - 1 if given.isascii() and given.isdigit() else 0
    return max(0, min(wanted, (lines - 1) // MOST))


def _address(ask: Asked, chosen: _Choice, page: int) -> str:
    more = {UNIT: chosen.unit, STATE: chosen.state, PAGE: str(page + 1)}
    return f"{PATH}?{ask.query(**more)}"


def _filter(t: Catalogue, name: str) -> str:
    if name in STATES:
        return t(f"standings.state.{name}")
    return t(f"standings.filter.{name or 'now'}")


def _titles(t: Catalogue, overview: Overview) -> list[str]:
    return [requirement_title(t, overview, each) for each in overview.table.requirements]


def _counts(t: Catalogue, overview: Overview, lines: Sequence[Line]) -> list[CountRow]:
    found = []
    for name, count in overview.table.count(lines).items():
        by_state = {state.name.lower(): how_many for state, how_many in count.states.items()}
        by_state[NOT_ASKED] = count.not_asked
        found.append(
            CountRow(
                requirement_title(t, overview, name),
                [(each, number(by_state[each])) for each in (*STATES, NOT_ASKED)],
                number(count.asked + count.not_asked),
            )
        )
    return found


def _legend(t: Catalogue) -> list[tuple[Cell, str]]:
    return [
        (Cell(each, t(f"standings.state.{each}"), ""), t(f"standings.means.{each}"))
        for each in (*STATES, NOT_ASKED)
    ]


def _rows(t: Catalogue, overview: Overview, lines: Sequence[Line]) -> list[Row]:
    table = overview.table
    return [
        Row(
            name=name_of(overview, who),
            number=mask_national_ids(who),
            unit=unit_title(overview, table.units[line.unit]),
            hidden=who in overview.hidden,
            cells=[cell(t, each) for each in table.cells(line)],
        )
        for line in lines
        for who in (table.subjects[line.subject],)
    ]
