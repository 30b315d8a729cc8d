"""With which runs an employer's reports came: the ledger knows the last time, the trail the others.

A file that was refused, or gave way to NAV's own report, comes once more when a person gives it
with `--report`. The ledger then has it with the later run alone, and history would begin without
it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.reports.ledger import (
    REPORT_ADDED,
    REPORT_REPLACED,
    UNREADABLE,
    ReportFacts,
    ReportState,
)
from rutine.cases.reports.report_lines import CUT_FILE
from rutine.cases.tables import AuditEntry, Report
from rutine.core.identifiers import AccountNumber, OrgNr
from rutine.core.money import Ore

_LATER: Final = frozenset({UNREADABLE, CUT_FILE})
"""Why a report is refused that was none when it came: it is worked out again."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """The reports that came with a run; `again` are the sha256 of those that had come before."""

    reports: tuple[ReportFacts, ...] = ()
    again: frozenset[str] = frozenset()


def arrivals(session: Session, employer: OrgNr) -> Mapping[str, Arrived]:
    """The id of a run -> what came with it, in the order it came."""
    notes = _notes(session, employer)
    came: dict[str, list[ReportFacts]] = defaultdict(list)
    again: dict[str, set[str]] = defaultdict(set)
    for report in session.scalars(
        select(Report)
        .where(Report.employer == employer.value)
        .order_by(Report.fetched_at, Report.report_id, Report.id)
    ):
        now = _facts(report)
        # Other bytes, which these took the place of, were no report; whoever looks sees these.
        own = [note for note in notes[report.id] if note["sha256"] == report.sha256]
        earlier = [note for note in own if note["run"] != report.run_id]
        for note in earlier:
            came[note["run"]].append(replace(_as_it_came(now, note), fetched_at=note["at"]))
        for note in own:
            if note["run"] == report.run_id:
                now = _as_it_came(now, note)
        came[report.run_id].append(now)
        if earlier:
            again[report.run_id].add(report.sha256)
            for note in earlier[1:]:
                again[note["run"]].add(report.sha256)
    return {
        run_id: Arrived(
            tuple(sorted(found, key=lambda facts: facts.fetched_at)), frozenset(again[run_id])
        )
        for run_id, found in came.items()
    }


def _notes(session: Session, employer: OrgNr) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """What the trail says of how reports came, by entry of the ledger.

    Nothing of those that came before the trail noted the run: the ledger's own word counts then.
    """
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for at, data in _entries(session):
        if data.get("employer") == employer.value:
            found[data["entry"]].append({**data, "at": at})
    return found


def _entries(session: Session) -> Iterator[tuple[datetime, dict[str, Any]]]:
    query = select(AuditEntry.at, AuditEntry.data).where(
        AuditEntry.action.in_((REPORT_ADDED, REPORT_REPLACED))
    )
    for at, text in session.execute(query.order_by(AuditEntry.seq)):
        yield datetime.fromisoformat(at), json.loads(text)


def _as_it_came(facts: ReportFacts, note: Mapping[str, Any]) -> ReportFacts:
    """The report with what was found when it came with one run."""
    refused = note["state"] == ReportState.REFUSED
    return replace(
        facts,
        how=note["how"],
        state=ReportState.REFUSED if refused else ReportState.FETCHED,
        reason=note["reason"] if refused else None,
        lines_sha256=None if refused else facts.lines_sha256,
    )


def _facts(report: Report) -> ReportFacts:
    """The report as it came: what became of it later is worked out again."""
    came_refused = report.state == ReportState.REFUSED and report.reason not in _LATER
    return ReportFacts(
        employer=OrgNr(report.employer),
        sha256=report.sha256,
        how=report.how,
        fetched_at=report.fetched_at,
        report_id=report.report_id,
        value_date=report.value_date,
        total=None if report.total is None else Ore(report.total),
        account=None if report.account is None else AccountNumber(report.account),
        source=report.source,
        state=ReportState.REFUSED if came_refused else ReportState.FETCHED,
        reason=report.reason if came_refused else None,
        lines_sha256=None if came_refused else report.lines_sha256,
    )
