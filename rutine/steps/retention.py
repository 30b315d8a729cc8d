"""The job that deletes what is kept no longer: says what is due, and then does it.

First everything in the store, in one transaction with its entry in the audit trail; then the
files. A kill between the two leaves files that the next job deletes: the store knows of them.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from rutine.cases.access import COMMAND_LINE
from rutine.cases.backup.making import keeping
from rutine.cases.books.posting_files import unwritten_files
from rutine.cases.retention.due import due_cases, due_settlements
from rutine.cases.retention.originals import (
    deleted_originals,
    due_originals,
    forget_those_kept_again,
    note_deleted,
)
from rutine.cases.retention.plans import confirmed_items, end_plan
from rutine.cases.retention.rules import Kind, Terms
from rutine.cases.retention.wiping import forget_people, wipe_cases, wipe_settlements
from rutine.cases.sealing.resealing import move_originals
from rutine.cases.tables import Run, WebSessionRow
from rutine.cases.trail.audit import append
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation
from rutine.steps.nav_lists import old_lists

_NOTHING: Final[Mapping[Kind, frozenset[str]]] = {kind: frozenset() for kind in Kind}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is due: ids and hashes by kind, never anybody's name."""

    due: Mapping[Kind, tuple[str, ...]]

    def count(self, kind: Kind) -> int:
        """How many of the kind are due."""
        return len(self.due[kind])


def plan(place: Installation, terms: Terms, today: date) -> Plan:
    """Look what is due, and touch nothing."""
    with place.database.reading() as session:
        return _plan(place, session, terms, today)


def carry_out(
    place: Installation, terms: Terms, today: date, *, confirmed: bool = False, wait: float = 0
) -> tuple[Plan, int]:
    """Delete what is due; what was deleted, and how many people nothing refers to any more.

    Args:
        place: the installation.
        terms: how long each kind is kept.
        today: the day they are counted from.
        confirmed: delete only what a person has confirmed, and end the plan; nothing when no
            plan is confirmed. What is kept again since it was confirmed stays.
        wait: seconds to wait for a backup.

    Raises:
        InputError: `keeping_busy` while a backup is made.
    """
    with keeping(place.settings.home_folder, wait):
        move_originals(place.archive)  # where a change of the lookup key was killed
        with place.database.writing() as session:
            forget_those_kept_again(session, place.archive)
            only = (confirmed_items(session) or _NOTHING) if confirmed else None
            found = _plan(place, session, terms, today, only)
            wipe_cases(session, place.keys, found.due[Kind.CASES])
            wipe_settlements(session, place.keys, found.due[Kind.SETTLEMENTS])
            for kind in (Kind.ORIGINALS, Kind.NAV_LISTS):
                note_deleted(session, place.keys, kind, found.due[kind])
            if found.due[Kind.SESSIONS]:
                limit = terms.of(Kind.SESSIONS).before(today)
                session.execute(delete(WebSessionRow).where(WebSessionRow.seen_at < limit))
            # Who is left by what was deleted goes with it; with nothing confirmed nobody goes.
            people = [] if only == _NOTHING else forget_people(session, place.keys)
            end_plan(session)
            if any(found.due.values()) or people:
                counts = {kind.value: found.count(kind) for kind in Kind if found.due[kind]}
                data = {"items": counts | ({"people": len(people)} if people else {})}
                append(session, COMMAND_LINE, "retention_done", data=data)
            deleted = deleted_originals(session)
        for lookup in sorted(deleted):
            place.archive.discard(lookup)
        for run_id in found.due[Kind.OUTPUTS]:
            shutil.rmtree(place.settings.output_folder / run_id, ignore_errors=True)
    return found, len(people)


def _plan(
    place: Installation,
    session: Session,
    terms: Terms,
    today: date,
    only: Mapping[Kind, frozenset[str]] | None = None,
) -> Plan:
    """What is due, of those alone when they are given."""

    def allowed(kind: Kind, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(each for each in ids if only is None or each in only[kind])

    limit = terms.of(Kind.SESSIONS).before(today)
    sessions = session.scalar(
        select(func.count()).select_from(WebSessionRow).where(WebSessionRow.seen_at < limit)
    )
    cases = allowed(Kind.CASES, due_cases(session, terms, today))
    settlements = allowed(Kind.SETTLEMENTS, due_settlements(session, terms, today))
    originals = due_originals(
        session, place.keys, terms, today, cases=cases, settlements=settlements
    )
    return Plan(
        {
            Kind.CASES: cases,
            Kind.SETTLEMENTS: settlements,
            Kind.ORIGINALS: allowed(Kind.ORIGINALS, originals),
            Kind.NAV_LISTS: allowed(Kind.NAV_LISTS, _old_lists(place, terms, today)),
            Kind.OUTPUTS: allowed(Kind.OUTPUTS, _old_outputs(place, session, terms, today)),
            Kind.SESSIONS: allowed(Kind.SESSIONS, ("session",) * (sessions or 0)),
        }
    )


def _old_lists(place: Installation, terms: Terms, today: date) -> list[str]:
    limit = terms.of(Kind.NAV_LISTS).before(today)
    return [
        sha256
        for employer in place.settings.employers
        for sha256 in old_lists(place, employer.orgnr, limit)
        if sha256 in place.archive
    ]


def _old_outputs(place: Installation, session: Session, terms: Terms, today: date) -> list[str]:
    """Folders of runs that are over, without one whose posting files are not written yet."""
    runs = {run.id: run for run in session.scalars(select(Run))}
    waiting = {
        file.run_id
        for employer in {run.employer for run in runs.values()}
        for file in unwritten_files(session, OrgNr(employer))
    }
    return [
        folder.name
        for folder in _folders(place.settings.output_folder)
        if (run := runs.get(folder.name)) is not None
        and run.id not in waiting
        and (run.finished_at or run.started_at) < terms.of(Kind.OUTPUTS, run.routine).before(today)
    ]


def _folders(output: Path) -> list[Path]:
    return sorted(path for path in output.iterdir() if path.is_dir()) if output.is_dir() else []
