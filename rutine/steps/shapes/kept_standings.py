"""How everybody stood in a routine's latest run, worked out again from the lists that it read.

A run keeps its lists in the evidence archive, and cases of what is open; not how each employee
stands. That is the same again from the same lists, so nothing more about people is stored: what
access requests, deletion and backup reach is what they reached before.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Final

from sqlalchemy import Select, select

from rutine.cases.access import Sight
from rutine.cases.people.protection import restricted_lookups
from rutine.cases.runs import RunView, latest_done
from rutine.cases.tables import Case, DecisionEntry
from rutine.cases.views import DecisionState
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation
from rutine.obligations.code_change import Affected, CodeChange, affected
from rutine.obligations.overview import Overview
from rutine.obligations.standing_places import main_places, places
from rutine.obligations.standing_table import StandingTable
from rutine.obligations.unit_tree import UnitTree
from rutine.obligations.unknown_codes import unknown_codes
from rutine.routines.requirements import OF_POSITIONS
from rutine.routines.routine_file import RoutineFile, load_routine
from rutine.steps.shapes.collecting import of_archive
from rutine.steps.shapes.lists import Lists
from rutine.steps.shapes.reading import read_file
from rutine.steps.shapes.scope import ShapeRules, ShapeScope, load_shape
from rutine.steps.shapes.standing_groups import Group, Stood, stand_by

_MOST: Final = 4
"""Employers and routines that are kept in memory at once."""

_OF_ITS_KIND: Final = b"obligation"

_State = tuple[object, ...]
_Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, eq=False, slots=True, repr=False)
class _Kept:
    """What one run came to, and what it takes to ask how it would be otherwise."""

    overview: Overview
    group: Group
    tree: UnitTree


class KeptStandings:
    """The tables of an installation's routines, for whoever is let in to see them.

    Reading a municipality's lists takes seconds, and a page is opened often. The tables last asked
    for are kept in memory until there is a newer run, a routine or format file changes, somebody is
    exempted or protected, or the lists are deleted.
    """

    def __init__(self, place: Installation) -> None:
        self._place = place
        self._lock, self._looking = Lock(), Lock()
        self._kept: OrderedDict[tuple[str, str], tuple[_State, _Kept]] = OrderedDict()
        self._found: tuple[_Stamp, dict[str, bool]] = ((), {})

    def routines(self) -> Mapping[str, bool]:
        """Routines in which something is asked of people themselves; True where about health."""
        folder = self._place.settings.mappings / "routines"
        paths = sorted(folder.glob("*.yaml"))
        stamp = tuple((path.name, *_changed_at(path)) for path in paths)
        with self._looking:
            if stamp != self._found[0]:
                told = {path.stem: _asks_people(path) for path in paths}
                self._found = stamp, {name: is_ for name, is_ in told.items() if is_ is not None}
            return self._found[1]

    def employers(self) -> Sequence[tuple[str, str]]:
        """Organisation number and name of each employer."""
        return [(each.orgnr.reveal(), each.name) for each in self._place.settings.employers]

    def overview(self, routine: str, employer: str) -> Overview | None:
        """How everybody stood in the latest run; None where there has been none.

        Raises:
            InputError: `original_missing`: the lists are deleted by now; or what is wrong with the
                routine's files as they are.
        """
        kept = self._at(routine, employer)
        return None if kept is None else kept.overview

    def affected(
        self, routine: str, employer: str, change: CodeChange
    ) -> tuple[Overview, tuple[Affected, ...]] | None:
        """Whose obligations a changed code would touch; None where there has been no run.

        Seen from the change's first day, or the run's where that is later, with what was known in
        the run.

        Raises:
            InputError: as `overview`.
        """
        kept = self._at(routine, employer)
        if kept is None:
            return None
        overview, asked = kept.overview, tuple(kept.group.requirements.values())
        found = affected(
            kept.group.columns,
            asked,
            kept.tree,
            change,
            today=overview.day,
            known=overview.numbers,
        )
        return overview, found

    def _at(self, routine: str, employer: str) -> _Kept | None:
        place, orgnr = self._place, OrgNr(employer)
        with self._lock:
            with place.database.reading() as session:
                run = latest_done(session, routine, orgnr)
                hidden = frozenset(restricted_lookups(session))
                exempt = tuple(session.scalars(_exempted(routine, orgnr)))
            if run is None or run.summary is None or not run.summary.inputs:
                return None
            rules = load_shape(place, routine)
            there = all(sha256 in place.archive for sha256 in run.summary.inputs.values())
            state = (run.run_id, tuple(sorted(rules.hashes.items())), hidden, exempt, there)
            known = self._kept.get((routine, employer))
            if known is None or known[0] != state:
                self._kept.pop((routine, employer), None)
                known = state, _made(place, rules, run)
                self._kept[routine, employer] = known
            self._kept.move_to_end((routine, employer))
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
            return known[1]


def _exempted(routine: str, employer: OrgNr) -> Select[str]:
    return (
        select(DecisionEntry.id)
        .join(Case, Case.id == DecisionEntry.case_id)
        .where(
            Case.routine == routine,
            Case.employer == employer.value,
            DecisionEntry.action == Action.EXEMPT,
            DecisionEntry.state == DecisionState.EFFECTIVE,
        )
        .order_by(DecisionEntry.id)
    )


def _made(place: Installation, rules: ShapeRules, run: RunView) -> _Kept:
    """The run's table, by its lists and the rules as they are."""
    assert run.summary is not None  # noqa: S101 - only runs that are done are asked for
    assert run.period is not None  # noqa: S101 - a run of a known shape has its month
    day = min(run.period.last, run.started_at.astimezone(clock.OSLO).date())
    scope = ShapeScope(run.run_id, run.routine, run.employer, day, f"{run.period.first:%Y-%m}")
    files = of_archive(place, rules, run.summary.inputs or {})
    lists = Lists([read_file(place, rules, each) for each in files])
    asked = [rule for rule in rules.routine.obligations if rule.event in OF_POSITIONS]
    stood = stand_by(place, scope, asked, lists)
    (group,) = stood.groups
    return _Kept(_overview(run, day, rules, lists, stood), group, stood.tree)


def _overview(run: RunView, day: date, rules: ShapeRules, lists: Lists, stood: Stood) -> Overview:
    (group,) = stood.groups
    asked, columns, today = tuple(group.requirements.values()), group.columns, day.toordinal()
    people = stood.rows.people
    units = lists.rows("unit").drop_duplicates("unit")
    codes: dict[str, tuple[str, ...]] = {}
    for each in asked:
        for code in dict.fromkeys(each.codes()):
            codes[code] = (*codes.get(code, ()), each.id)
    return Overview(
        routine=run.routine,
        run=run.number,
        day=day,
        changed=dict(run.rules) != rules.hashes,
        health=_is_health(rules.routine),
        table=StandingTable.of(
            group.standings,
            columns.positions.unit.names,
            places(columns, asked, stood.tree, today, stood.numbers),
            main_places(columns, stood.tree, today, stood.numbers),
        ),
        titles={
            rule.id: {str(code): words for code, words in rule.title.items()}
            for rule in group.rules
        },
        names=dict(zip(people.rows["employee_number"], people.rows["name"], strict=True)),
        hidden=people.hidden,
        unit_names=dict(zip(units["unit"], units["name"], strict=True)),
        numbers=stood.numbers,
        codes=codes,
        unknown=unknown_codes(group.frames, asked),
    )


def _asks_people(path: Path) -> bool | None:
    """Whether such a routine is about health; None where it asks nothing of people themselves."""
    try:
        if _OF_ITS_KIND not in path.read_bytes():  # most are of other kinds: far faster to see
            return None
        routine: RoutineFile = load_routine(path)
    except (InputError, OSError):  # `rutine check` tells what is wrong with it
        return None
    asks = any(rule.event in OF_POSITIONS for rule in routine.obligations)
    runs = routine.automated and routine.kind == "obligation"
    return _is_health(routine) if runs and asks else None


def _is_health(routine: RoutineFile) -> bool:
    return Sight(routine.seen_by) is not Sight.ALL


def _changed_at(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
