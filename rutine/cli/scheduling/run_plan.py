"""What should run when: the routine files' calendars, for every configured employer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from rutine.cases.access import Sight
from rutine.cases.figures.operation import Patience, Planned
from rutine.core import clock
from rutine.core.identifiers import OrgNr
from rutine.routines.due_times import due_times
from rutine.routines.routine_file import RoutineFile, load_routine
from rutine.settings import Settings
from rutine.steps.shapes.collecting import folder_of, has_no_list
from rutine.steps.shapes.scope import is_shape


def run_plan(settings: Settings) -> Sequence[Planned]:
    """Every routine that has a calendar and a flow, for every employer.

    Raises:
        InputError: a routine file is wrong.
    """
    flows = {path.stem for path in (settings.project / "flows").glob("[a-z]*.py")}
    now, found = clock.now(), []
    for path in sorted((settings.mappings / "routines").glob("*.yaml")):
        if path.stem not in flows:
            continue
        routine = load_routine(path)
        due, after = due_times(routine.calendar, now)
        # Asked once: it reads the file, and 400 employers made it 2 s of CPU of a page's.
        shape = is_shape(settings.mappings, routine.name)
        found += [
            Planned(
                path.stem,
                each.orgnr,
                each.name,
                due,
                after,
                _empty(settings, routine, each.orgnr) if shape else None,
                for_few=routine.seen_by == Sight.FOLLOW_UP.value,
            )
            for each in settings.employers
        ]
    return found


def _empty(settings: Settings, routine: RoutineFile, employer: OrgNr) -> Path | None:
    """The folder of the routine's lists, where it needs some and there are none."""
    folder = folder_of(settings.inbox_folder, routine.name, employer)
    if not any(each.required for each in routine.sources.values()) or not has_no_list(folder):
        return None
    return folder


def patience(settings: Settings) -> Patience:
    """How long is waited before something is said to be wrong."""
    return Patience(
        stuck=timedelta(hours=settings.watch.stuck_hours),
        quiet=timedelta(hours=settings.watch.quiet_hours),
    )
