"""What should run when: the routine files' calendars, for every configured employer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from rutine.cases.operation import Patience, Planned
from rutine.core import clock
from rutine.routines.due_times import due_times
from rutine.routines.routine_file import load_routine
from rutine.settings import Settings


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
        due, after = due_times(load_routine(path).calendar, now)
        found += [
            Planned(path.stem, each.orgnr, each.name, due, after) for each in settings.employers
        ]
    return found


def patience(settings: Settings) -> Patience:
    """How long is waited before something is said to be wrong."""
    return Patience(
        stuck=timedelta(hours=settings.watch.stuck_hours),
        quiet=timedelta(hours=settings.watch.quiet_hours),
    )
