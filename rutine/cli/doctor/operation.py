"""What `rutine doctor` looks at of the operation: what is stuck, late or running out."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from os.path import commonpath

from sqlalchemy import func, select

from rutine.cases.backup.standing import BackupStanding, backup_standing
from rutine.cases.database import LATEST
from rutine.cases.figures.operation import RoutineStanding, Standing, routine_standings
from rutine.cases.figures.standstill import Standstill, standstill
from rutine.cli.doctor.examination import Finding, Health
from rutine.cli.doctor.machines import examine_home
from rutine.cli.doctor.rights import examine_follow_up
from rutine.cli.scheduling.run_plan import patience, run_plan
from rutine.core import clock, system
from rutine.core.errors import RutineError
from rutine.installation import Installation, open_installation
from rutine.settings import Mode, Settings
from rutine.steps.backing_up import newest_backup

_GB = 1_000_000_000
_TOO_LITTLE, _LITTLE = 1 * _GB, 5 * _GB
_MOST_SECONDS = 10
_KEY_AGE = timedelta(days=400)
"""A year, and a month to get round to it."""

_OFTEN = 5
"""So many are named, and the rest counted."""

_ALONE = 20
"""Employers for which a routine stands the same, that have a finding each."""

_REMEDIES = {
    Standing.NEVER: "Run `rutine run {routine}` once, and see that something schedules it.",
    Standing.NO_LISTS: "Put the exports in {folder}, or pause it: "
    "`rutine schedule pause {routine}`.",
    Standing.STUCK: "See that no process of it is left, and run `rutine run {routine}`: it takes "
    "up what the killed one had.",
    Standing.FAILED: "See why under Runs in the review app, and run `rutine run {routine}`.",
    Standing.SILENT: "See that the scheduler and a worker are up; meanwhile: "
    "`rutine run {routine}`.",
    Standing.UNSEEN: "Do what the case about the fetch says; it is in the review queue.",
    Standing.CONTROLS: "Look at the controls under Runs in the review app.",
}
_FOUND = {
    Standing.WELL: "ran, and saw everything",
    Standing.NEVER: "has never run",
    Standing.NO_LISTS: "waits for its first lists",
    Standing.GOING_ON: "is running",
    Standing.STUCK: "began and has not ended",
    Standing.FAILED: "failed",
    Standing.SILENT: "was due and has not begun",
    Standing.UNSEEN: "ran, and could not see whether there is anything new",
    Standing.CONTROLS: "ran, and a control does not agree",
}
_BAD = frozenset({Standing.STUCK, Standing.FAILED, Standing.SILENT})
_GOOD = frozenset({Standing.WELL, Standing.GOING_ON})


def examine_operation(settings: Settings) -> list[Finding]:
    """One finding for each thing that can stand still; nothing where no store can be opened."""
    try:
        place = open_installation(settings)
    except RutineError:
        return [_disk(settings)]  # the finding about the store says why
    try:
        return [_disk(settings), _keys(place), *_of_store(place)]
    finally:
        place.database.close()


def _of_store(place: Installation) -> Iterator[Finding]:
    settings, now = place.settings, clock.now()
    waits = patience(settings)
    with place.database.reading() as session:
        theirs = session.scalar(select(func.now()))
        plan = run_plan(settings)
        standings = routine_standings(session, plan, now, waits)
        still = standstill(session, now, waits.stuck)
        backup = backup_standing(session, now)
        looked = [*examine_home(place, session), *examine_follow_up(session, plan)]
    yield Finding("Database", Health.GOOD, f"revision {LATEST}, the one this version works with")
    if settings.database_url is not None and isinstance(theirs, datetime):
        yield _database_clock(theirs)
    yield from looked
    yield from _routines(standings)
    yield from _standing_still(still, now)
    yield _backup(settings, backup)


def _routines(standings: Sequence[RoutineStanding]) -> Iterator[Finding]:
    """Each by itself; together where very many stand alike, or the rest could not be found."""
    alike = defaultdict[tuple[str, Standing], list[RoutineStanding]](list)
    for each in standings:
        alike[each.planned.routine, each.standing].append(each)
    told = set[tuple[str, Standing]]()
    for each in standings:
        key = each.planned.routine, each.standing
        if len(alike[key]) <= _ALONE:
            yield _routine(each)
        elif key not in told:
            told.add(key)
            yield _together(alike[key])


def _together(alike: Sequence[RoutineStanding]) -> Finding:
    """One finding about a routine that stands the same for many employers."""
    folders = [str(each.planned.empty) for each in alike if each.planned.empty is not None]
    folder = commonpath(folders) if folders else ""
    health, remedy = _health_of(alike[0]), _remedy(alike[0], folder)
    routine, standing = alike[0].planned.routine, alike[0].standing
    names = [each.planned.name for each in alike]
    found = f"{routine}: {_FOUND[standing]}"
    if standing not in _GOOD:
        found += f"; {', '.join(names[:_OFTEN])} and {len(names) - _OFTEN} more"
    return Finding(f"Runs for {len(names)} employers", health, found, remedy)


def _routine(each: RoutineStanding) -> Finding:
    routine = each.planned.routine
    found = f"{routine}: {_FOUND[each.standing]}"
    if each.run is not None:
        found += f" (run {each.run.number}, begun {each.run.started_at:%Y-%m-%d %H:%M} UTC)"
    if each.since is not None:
        found += f", so since {each.since:%Y-%m-%d}"
    remedy = _remedy(each, str(each.planned.empty))
    return Finding(f"Runs for {each.planned.name}", _health_of(each), found, remedy)


def _health_of(each: RoutineStanding) -> Health:
    if each.standing in _GOOD:
        return Health.GOOD
    return Health.BAD if each.standing in _BAD else Health.REMARK


def _remedy(each: RoutineStanding, folder: str) -> str:
    return _REMEDIES.get(each.standing, "").format(routine=each.planned.routine, folder=folder)


def _standing_still(still: Standstill, now: datetime) -> Iterator[Finding]:
    if still.stuck:
        yield Finding(
            "Killed runs",
            Health.BAD,
            f"run {_numbers(still.stuck)} began, did not end, and was not repeated",
            "Run the routine again: it takes up what was left, and does nothing twice.",
        )
    if still.overtaken:
        yield Finding(
            "Killed runs",
            Health.REMARK,
            f"run {_numbers(still.overtaken)} was killed, and repeated by a later one",
            "Nothing is lost. See why it was killed: memory, a restart, or a time limit.",
        )
    if still.is_delivered:
        yield Finding("Postings", Health.GOOD, "every posting that should be in a file is in one")
    else:
        yield Finding(
            "Postings",
            Health.BAD,
            f"{still.files} files made and not written, {still.postings} postings in no file",
            "See that the output folder can be written and has room; the next run writes them.",
        )
    if still.unseen and still.unseen_since is not None:
        days = (now - still.unseen_since).days
        yield Finding(
            "Fetches",
            Health.REMARK,
            f"{still.unseen} undecided cases of fetches that saw too little, the oldest of "
            f"{days} days",
            "Each case says what was missing and who can give it.",
        )


def _numbers(found: Sequence[int]) -> str:
    shown = ", ".join(map(str, found[:_OFTEN]))
    more = len(found) - _OFTEN
    return f"{shown} and {more} more" if more > 0 else shown


def _disk(settings: Settings) -> Finding:
    home = settings.home_folder
    existing = next(path for path in (home, *home.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    found = f"{free / _GB:.1f} GB free where {home} lies"
    if free >= _LITTLE:
        return Finding("Disk", Health.GOOD, found)
    return Finding(
        "Disk",
        Health.BAD if free < _TOO_LITTLE else Health.REMARK,
        found,
        "Make room: a run that can't write stops, and loses nothing.",
    )


def _keys(place: Installation) -> Finding:
    """How old the key that encrypts is; that nobody else may read the ring was seen on opening."""
    keys, file = place.keys, place.settings.keys_file
    made = keys.made[keys.newest]
    found = f"{len(keys.made)} in {file.name}, key {keys.newest} encrypts"
    if keys.is_changing:
        return Finding(
            "Keys",
            Health.REMARK,
            f"{found}; a new lookup key was begun",
            "Run `rutine keys rotate --lookup` again, with everything else stopped.",
        )
    if made is not None and clock.now() - made > _KEY_AGE:
        return Finding(
            "Keys",
            Health.REMARK,
            f"{found}, since {made:%Y-%m-%d}",
            "Run `rutine keys rotate`; everybody may go on working.",
        )
    if system.ON_WINDOWS:
        return Finding(
            "Keys",
            Health.REMARK,
            f"{found}; Windows has no file modes",
            f'See who may read it: icacls "{file}"',
        )
    return Finding("Keys", Health.GOOD, f"{found}, and only their owner may read them")


def _database_clock(theirs: datetime) -> Finding:
    seconds = round((clock.now() - theirs).total_seconds())
    if abs(seconds) <= _MOST_SECONDS:
        return Finding("Database clock", Health.GOOD, f"{seconds:+d} s beside ours")
    return Finding(
        "Database clock",
        Health.BAD,
        f"{seconds:+d} s beside ours",
        "Set both clocks by the same source (NTP): deadlines and the audit trail go by ours.",
    )


def _backup(settings: Settings, standing: BackupStanding) -> Finding:
    """Whether there is one, how old it is, and whether it lies where backups should."""
    scheduled = settings.backup.folder is not None
    try:
        newest = newest_backup(settings)
    except RutineError as error:
        return Finding("Backup", Health.BAD, error.message, error.remedy)
    if standing.made_at is None:
        return Finding(
            "Backup",
            Health.BAD if settings.mode is Mode.PRODUCTION else Health.REMARK,
            "none was ever made",
            "Start one now: rutine schedule run backup."
            if scheduled
            else "Set folder under [backup] in rutine.toml; docs/how-to/backup.md says how.",
        )
    found = f"made {standing.made_at:%Y-%m-%d %H:%M} UTC"
    if standing.is_old:
        remedy = "Make one, and see why the schedule did not: rutine schedule, and the alarm."
        return Finding("Backup", Health.BAD, found, remedy)
    if scheduled and newest is None:
        remedy = "See whether it is the right folder, and who has emptied it; then make one."
        return Finding("Backup", Health.BAD, f"{found}, and none lies in its folder", remedy)
    return Finding("Backup", Health.GOOD, found)
