"""The nearest rows of the person that are not of the case, and the gate that each failed."""

from __future__ import annotations

from dataclasses import dataclass

from rutine.cases.views import CaseView
from rutine.core.candidates import Rejected
from rutine.core.reason_texts import benefit_name
from rutine.review import wording
from rutine.review.case.case_rows import kroner
from rutine.review.visit import Visit


@dataclass(frozen=True, slots=True, repr=False)
class NearRow:
    """One row in words: what it is, the gate it failed, and those it passed before."""

    title: str
    about: str
    failed: str
    passed: str


def nearest_rows(visit: Visit, case: CaseView) -> list[NearRow]:
    """The rows, the nearest first."""
    return [_told(visit, case, each) for each in case.rejected]


def _told(visit: Visit, case: CaseView, row: Rejected) -> NearRow:
    t = visit.t
    days = (
        f"{wording.day(row.first)}–{wording.day(row.last)}"
        if row.first and row.last
        else t("field.period_missing")
    )
    about = [days, kroner(t, row.amount) or ""]
    if row.benefit != case.benefit:
        about.append(benefit_name(row.benefit, t.language))
    if row.sub_unit != case.sub_unit:
        about.append(visit.site.unit_name(row.sub_unit) or row.sub_unit)
    return NearRow(
        title=t("nearest.claim", claim=row.claim_id) if row.claim_id else t("nearest.line"),
        about=", ".join(about),
        failed=t(f"nearest.failed.{row.failed or 'none'}"),
        passed=t("nearest.passed", gates=", ".join(t(f"nearest.gate.{g}") for g in row.passed)),
    )
