"""The reports that a case's lines stand in, and whether their money came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.access import Actor
from rutine.cases.lists.sight import seen_case
from rutine.cases.reports.naming import report_label
from rutine.cases.runs import Control, RunSummary
from rutine.cases.tables import NO_REPORT, CaseRowEntry, Report, Run
from rutine.core.differences import Side
from rutine.core.money import Ore

MOST: Final = 12
_BANK: Final = "bank"


@dataclass(frozen=True, slots=True, repr=False)
class MoneyIn:
    """One report, with what was on the account for it.

    Attributes:
        total: the whole report's sum; None for one who sees some units only.
        bank: `ok`, `failed`, `not_possible`, or None when nobody has looked.
        bank_amount: what the bank entry says, where one was found.
    """

    report_id: int | None
    value_date: date | None
    account: str | None
    total: Ore | None
    bank: str | None
    bank_amount: Ore | None


def money_in(session: Session, case_id: str, viewer: Actor) -> tuple[MoneyIn, ...]:
    """The reports behind a case's lines, the oldest first.

    Raises:
        AccessDenied: the viewer's roles see no cases.
        InputError: `case_missing`, also when it is out of the viewer's sight.
    """
    case = seen_case(session, case_id, viewer)
    files = (
        select(CaseRowEntry.sha256)
        .where(CaseRowEntry.case_id == case.id, CaseRowEntry.side == Side.LINE)
        .distinct()
    )
    reports = session.scalars(
        select(Report)
        .where(
            Report.employer == case.employer,
            Report.sha256.in_(files),
            Report.state.not_in(NO_REPORT),
        )
        .order_by(Report.value_date, Report.report_id)
        .limit(MOST)
    ).all()
    runs = {case.run_id, *(report.run_id for report in reports)}
    controls = _controls(session, runs)
    return tuple(_money(each, controls, whole=viewer.units is None) for each in reports)


def _controls(session: Session, run_ids: Iterable[str]) -> dict[str, Control]:
    """What the runs found on the account, by the report's label."""
    texts = session.scalars(
        select(Run.summary).where(Run.id.in_(list(run_ids)), Run.summary.is_not(None))
    )
    return {label: each for text in texts for label, each in _bank_controls(text or "")}


@lru_cache(maxsize=64)
def _bank_controls(summary: str) -> tuple[tuple[str, Control], ...]:
    """The bank's controls of a run by label; a run ends once, and its cases ask again and again."""
    controls = RunSummary.model_validate_json(summary).controls
    return tuple((each.label, each) for each in controls if each.name == _BANK and each.label)


def _money(report: Report, controls: Mapping[str, Control], *, whole: bool) -> MoneyIn:
    control = controls.get(report_label(report.report_id, report.sha256))
    found = control.found if control and whole else None
    return MoneyIn(
        report_id=report.report_id,
        value_date=report.value_date,
        account=report.account,
        total=Ore(report.total) if whole and report.total is not None else None,
        bank=control.status if control else None,
        bank_amount=Ore(int(found)) if found else None,
    )
