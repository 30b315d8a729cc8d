"""The rows of the workbook, read from the store."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from rutine.cases.access import EXPORTS, Actor, Sight, require
from rutine.cases.batches import batches
from rutine.cases.deciding.decisions import permitted_actions, stakes_known
from rutine.cases.deciding.regrouping import put_together_among
from rutine.cases.kinds import SHAPES
from rutine.cases.lifecycle.facts import RowFacts
from rutine.cases.lists.sight import seen_cases, unrestricted
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.tables import Case, CaseRowEntry
from rutine.cases.trail.audit import append
from rutine.cases.views import CaseStatus
from rutine.cases.workbook.layout import CaseLine, evidence_mark, seal
from rutine.cases.workbook.texts import WORKBOOK_TEXTS
from rutine.cases.workbook.writing import case_book
from rutine.core.differences import Action, Side
from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.core.reason_texts import Language, action_text, benefit_name, reason_text
from rutine.formats.safe_cells import Value

DECIDABLE = (CaseStatus.OPEN, CaseStatus.WAITING)
"""What a workbook holds: cases that somebody may decide now."""


def export_cases(session: Session, keys: KeyRing, viewer: Actor, language: Language) -> bytes:
    """The workbook of the cases that the viewer may see and somebody may decide.

    Restricted cases are in no workbook, whoever asks: a file can't tell who looks at it. They
    are decided in the app.

    The session must be a writing one: who took cases out of the store is written down.

    Raises:
        AccessDenied: `not_a_person`, or `role_missing` for one who may not take cases out.
    """
    require(viewer, EXPORTS)
    lines = _lines(session, keys, [*seen_cases(viewer), unrestricted()], language)
    append(session, viewer, "exported", data={"cases": len(lines)})
    return _bytes(lines, language)


def run_workbook(session: Session, keys: KeyRing, employer: OrgNr, language: Language) -> bytes:
    """The workbook of an employer's refund cases, for the folder of a run; made by the robot."""
    # A file can't tell who looks at it: no case of a routine that only some may see.
    every = Case.sight == Sight.ALL.value
    where = [Case.employer == employer.value, Case.kind.not_in(SHAPES), every, unrestricted()]
    return _bytes(_lines(session, keys, where, language), language)


def _bytes(lines: Sequence[CaseLine], language: Language) -> bytes:
    out = io.BytesIO()
    case_book(lines, language).save(out)
    return out.getvalue()


def _lines(
    session: Session, keys: KeyRing, where: Iterable[ColumnElement[bool]], language: Language
) -> list[CaseLine]:
    cases = session.scalars(
        select(Case).where(*where, Case.status.in_(DECIDABLE)).order_by(Case.number)
    ).all()
    ids = [case.id for case in cases]
    rows, picked = _rows_of(session, keys, ids), put_together_among(session, ids)
    return [
        _line(keys, case, rows.get(case.id, {}), language, picked=case.id in picked)
        for case in cases
    ]


_Rows = dict[Side, list[RowFacts]]


def _rows_of(session: Session, keys: KeyRing, case_ids: Sequence[str]) -> dict[str, _Rows]:
    """What the rows of each case hold, by side; a side whose rows are not known has none."""
    found: dict[str, _Rows] = {}
    query = select(CaseRowEntry.case_id, CaseRowEntry.side, CaseRowEntry.sealed)
    for batch in batches(case_ids):
        entries = session.execute(query.where(CaseRowEntry.case_id.in_(batch)))
        for case_id, side, sealed in entries:
            rows = found.setdefault(case_id, {}).setdefault(Side(side), [])
            if sealed is not None:
                opened = keys.decrypt(sealed, f"row:{case_id}")
                rows.append(RowFacts.model_validate_json(opened))
    return found


def _line(keys: KeyRing, case: Case, rows: _Rows, language: Language, *, picked: bool) -> CaseLine:
    facts = facts_of(keys, case)
    reason = reason_text(case.reason, language)
    claimed, paid = Ore(case.claimed), Ore(case.paid)
    whole = case.subject_id is None
    days = {side: _span(facts, language) for side, facts in rows.items() if facts}
    cells: dict[str, Value] = {
        "number": case.number,
        "reason": reason.title,
        "advice": reason.action,
        "employee_number": facts.employee_number or "",
        "sub_unit": case.sub_unit or case.reference or "",
        "benefit": benefit_name(facts.benefit, language) if facts.benefit else "",
        "claimed_days": days.get(Side.CLAIM, ""),
        "paid_days": days.get(Side.LINE, ""),
        "claimed": None if whole else claimed,
        "paid": None if whole and not paid else paid,
        "difference": None if whole else paid - claimed,
        "suggestion": action_text(Action(case.suggestion), language).label
        if case.suggestion
        else "",
        "due": _day(case.due) if case.due else "",
        "status": WORKBOOK_TEXTS[language].status[case.status],
        "case_id": case.id,
        "version": case.version,
        "evidence": evidence_mark(keys, case.evidence_hash),
    }
    permitted = permitted_actions(case, stakes_known(case, rows, picked=picked))
    # What is signed is a document: who signs must have seen it, on the page of its case.
    offered = tuple(action for action in permitted if action is not Action.SIGN)
    return CaseLine({**cells, "seal": seal(keys, cells)}, offered)


def _span(rows: Sequence[RowFacts], language: Language) -> str:
    firsts = [row.first for row in rows if row.first is not None]
    lasts = [row.last for row in rows if row.last is not None]
    if not firsts or not lasts:
        return WORKBOOK_TEXTS[language].no_days
    return f"{_day(min(firsts))}–{_day(max(lasts))}"


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
