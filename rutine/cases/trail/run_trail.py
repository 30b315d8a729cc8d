"""A run's own part of the audit trail, as lines of JSON that may leave the store."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.access import ROBOT
from rutine.cases.canonical import canonical
from rutine.cases.people.protection import restricted_cases
from rutine.cases.runs import RUN_STARTED
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import AuditEntry, Report
from rutine.core.identifiers import OrgNr
from rutine.core.reasons import PROTECTED


def run_trail(session: Session, keys: KeyRing, run_id: str, employer: OrgNr) -> str:
    """The events of one run, one JSON object a line, in the trail's order.

    Entries hold ids, codes and counts, never a name, national id or amount. The sha256 of a
    report is replaced by its keyed name in the evidence archive: a report of one line can be
    guessed from its bare hash (see `cases.reports.evidence`). For the same reason the hashes of the
    chain stay in the store; its head goes into `control.json`, where it proves the whole.
    What a restricted case is about is not told: its reason is that it is one (D41).
    """
    begun = _begun(session, run_id)
    entries = [
        entry
        for entry in session.scalars(
            select(AuditEntry)
            .where(
                AuditEntry.seq >= begun,
                AuditEntry.actor == ROBOT.id,
                AuditEntry.data.contains(run_id),
            )
            .order_by(AuditEntry.seq)
        )
        if json.loads(entry.data).get("run") == run_id
    ]
    if not entries:
        return ""
    own = set(session.scalars(select(Report.sha256).where(Report.employer == employer.value)))
    reports = session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.actor == ROBOT.id,
            AuditEntry.seq.between(entries[0].seq, entries[-1].seq),
            AuditEntry.action.startswith("report_"),
        )
        .order_by(AuditEntry.seq)
    )
    entries += [entry for entry in reports if json.loads(entry.data).get("sha256") in own]
    ordered = sorted(entries, key=lambda entry: entry.seq)
    hidden = restricted_cases(session, {each.case_id for each in ordered if each.case_id})
    return "".join(_line(keys, entry, hidden) + "\n" for entry in ordered)


def _begun(session: Session, run_id: str) -> int:
    """The entry that a run began with; looked for from the end, since it is mostly the last run.

    Nothing names a run before it: its id is made there (`runs.open_run`).
    """
    found = session.scalar(
        select(AuditEntry.seq)
        .where(
            AuditEntry.actor == ROBOT.id,
            AuditEntry.action == RUN_STARTED,
            AuditEntry.data.contains(run_id),
        )
        .order_by(AuditEntry.seq.desc())
        .limit(1)
    )
    return 0 if found is None else found


def _line(keys: KeyRing, entry: AuditEntry, hidden: Collection[str]) -> str:
    data = json.loads(entry.data)
    if entry.case_id in hidden and "reason" in data:
        data["reason"] = PROTECTED
    if "sha256" in data:
        data["original"] = keys.lookup(data.pop("sha256"), "evidence")
    return canonical(
        {
            "seq": entry.seq,
            "at": entry.at,
            "actor": entry.actor,
            "action": entry.action,
            "case": entry.case_id,
            "data": data,
        }
    )
