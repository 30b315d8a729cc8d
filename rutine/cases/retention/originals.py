"""Originals in the evidence archive whose time is over, and those that were deleted.

An original is one file about many people: it stays as long as one case or settlement that has its
rows is there, and a report as long as a run may still read it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.reports.evidence import EvidenceArchive
from rutine.cases.reports.ledger import ReportState
from rutine.cases.retention.due import unwiped_case
from rutine.cases.retention.matched import documents_of, originals_of_shapes
from rutine.cases.retention.rules import Kind, Terms
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import (
    Case,
    CaseRowEntry,
    DeletedOriginal,
    Report,
    Run,
    SettledRow,
    Settlement,
)
from rutine.core import clock

_LISTS = "nav_lists"
_ENDED = frozenset({ReportState.SETTLED, ReportState.REFUSED, ReportState.DUPLICATE})


def due_originals(
    session: Session,
    keys: KeyRing,
    terms: Terms,
    today: date,
    *,
    cases: Collection[str] = (),
    settlements: Collection[str] = (),
) -> list[str]:
    """The sha256 of each original that is due, in a fixed order.

    A file that several routines have read is kept by each of their terms. Cases and settlements
    that are deleted with them keep none of them.
    """
    busy: set[str] = set()
    used: set[str] = set()

    def use(sha256: str, routine: str, moment: datetime) -> None:
        used.add(sha256)
        if moment >= terms.of(Kind.ORIGINALS, routine).before(today):
            busy.add(sha256)

    for run in session.scalars(select(Run).where(Run.summary.is_not(None))):
        # A run that failed before it read anything has none.
        for name, sha256 in (json.loads(str(run.summary)).get("inputs") or {}).items():
            if name != _LISTS:
                use(sha256, run.routine, run.started_at)
    for report, routine in session.execute(
        select(Report, Run.routine).join(Run, Run.id == Report.run_id)
    ):
        use(report.sha256, routine, report.fetched_at)
        if ReportState(report.state) not in _ENDED:
            busy.add(report.sha256)
    of_cases = (
        select(CaseRowEntry.sha256, CaseRowEntry.case_id)
        .join(Case, Case.id == CaseRowEntry.case_id)
        .where(unwiped_case())
        .distinct()
    )
    of_settlements = (
        select(SettledRow.sha256, SettledRow.settlement_id)
        .join(Settlement, Settlement.id == SettledRow.settlement_id)
        .where(Settlement.wiped_at.is_(None))
        .distinct()
    )
    for query, going in ((of_cases, set(cases)), (of_settlements, set(settlements))):
        busy |= {sha256 for sha256, holder in session.execute(query) if holder not in going}
    used |= documents_of(session, keys, set(cases))
    busy |= originals_of_shapes(session, keys, terms, today, set(cases))
    gone = deleted_originals(session)
    return sorted(each for each in used - busy if lookup(keys, each) not in gone)


def note_deleted(session: Session, keys: KeyRing, kind: Kind, originals: Iterable[str]) -> None:
    """Note that originals are deleted in time: missing, but not lost."""
    moment, there = clock.now(), deleted_originals(session)
    wanted = {lookup(keys, sha256) for sha256 in originals} - there
    session.add_all(
        DeletedOriginal(lookup=each, kind=kind.value, deleted_at=moment) for each in sorted(wanted)
    )


def forget_those_kept_again(session: Session, archive: EvidenceArchive) -> None:
    """Take back the note of originals that came once more since: they are like any other."""
    for note in session.scalars(select(DeletedOriginal)):
        written = archive.written_at(note.lookup)
        if written is not None and written > note.deleted_at:
            session.delete(note)
    session.flush()


def deleted_originals(session: Session) -> frozenset[str]:
    """The keyed fingerprints of all originals that were deleted in time."""
    return frozenset(session.scalars(select(DeletedOriginal.lookup)))


def lookup(keys: KeyRing, sha256: str) -> str:
    """What an original is noted under: the fingerprint that its file is named by."""
    return keys.lookup(sha256, "evidence")
