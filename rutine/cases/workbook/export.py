"""The rows of the workbook, read from the store."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from rutine.cases.access import EXPORTS, Actor, Sight, require
from rutine.cases.audit import append
from rutine.cases.decisions import permitted_actions, stakes_of
from rutine.cases.facts import RowFacts
from rutine.cases.keys import KeyRing
from rutine.cases.kinds import SHAPES
from rutine.cases.sealed_facts import facts_of
from rutine.cases.sight import seen_cases, unrestricted
from rutine.cases.tables import Case, CaseRowEntry
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
    return [_line(session, keys, case, language) for case in cases]


def _line(session: Session, keys: KeyRing, case: Case, language: Language) -> CaseLine:
    facts = facts_of(keys, case)
    reason = reason_text(case.reason, language)
    claimed, paid = Ore(case.claimed), Ore(case.paid)
    whole = case.subject_id is None
    days = _days(session, keys, case, language)
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
    return CaseLine(
        {**cells, "seal": seal(keys, cells)},
        # What is signed is a document: who signs must have seen it, on the page of its case.
        tuple(a for a in permitted_actions(case, stakes_of(session, case)) if a is not Action.SIGN),
    )


def _days(session: Session, keys: KeyRing, case: Case, language: Language) -> dict[Side, str]:
    """From the first to the last day of each side's rows; empty for a side without rows."""
    found: dict[Side, list[RowFacts]] = {}
    entries = session.execute(
        select(CaseRowEntry.side, CaseRowEntry.sealed).where(CaseRowEntry.case_id == case.id)
    )
    for side, sealed in entries:
        if sealed is not None:
            row = RowFacts.model_validate_json(keys.decrypt(sealed, f"row:{case.id}"))
            found.setdefault(Side(side), []).append(row)
    return {side: _span(rows, language) for side, rows in found.items()}


def _span(rows: Sequence[RowFacts], language: Language) -> str:
    firsts = [row.first for row in rows if row.first is not None]
    lasts = [row.last for row in rows if row.last is not None]
    if not firsts or not lasts:
        return WORKBOOK_TEXTS[language].no_days
    return f"{_day(min(firsts))}–{_day(max(lasts))}"


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
