"""A plan's lines, claims and the employer's other lists as canonical records, without files.

What the readers would give of the plan's last month, for measurements and large tests. The
truth stands beside them, in frames of its own: nothing that settles may see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from rutine.core.identifiers import OrgNr
from rutine.core.records import COLUMNS, ColumnKind
from rutine.practice import nav_rows
from rutine.practice.basis import AbsenceRow, IncomeReportRow
from rutine.practice.days import Day
from rutine.practice.employments import Contract
from rutine.practice.plan import PracticePlan
from rutine.practice.simulation import Batch, Simulation
from rutine.practice.truth import ClaimRow, Line

_EPOCH: Final = date(1970, 1, 1).toordinal()
_MISSING: Final = np.datetime64("NaT", "D")
_LISTS: Final = ("absence", "income_report", "employment", *nav_rows.LISTS)
"""The records of the employer's other lists."""
_TRUTH: Final = ("group", "cause")
_KINDS: Final = {
    "report_id": ColumnKind.INTEGER,
    "group": ColumnKind.INTEGER,
    "received": ColumnKind.DAY,
}
"""Of columns that are no part of a record, where they are no text."""


@dataclass(frozen=True)
class Ledgers:
    """Everything a run at the plan's end has at hand, and the truth about it.

    Attributes:
        lines: `settlement_line` columns, `sha256`, `report_id`, and `received`, the value date.
        claims: `claim` columns and `sha256`.
        absences, income_reports, employments, exemptions, income_requests, income_submissions,
            sickness_applications: their columns.
        employer: the legal entity.
        sub_units: its sub-units.
        as_of: the plan's last day.
        true_lines, true_claims: `group` and `cause` of each row of `lines` and `claims`.
        marks: of each group, everything that befell it; its cause is the weightiest.
        rights: of each group, what it should come to, in øre; 0 where nobody knows.
        value_dates: of each report, by its number.
    """

    lines: pd.DataFrame
    claims: pd.DataFrame
    absences: pd.DataFrame
    income_reports: pd.DataFrame
    employments: pd.DataFrame
    exemptions: pd.DataFrame
    income_requests: pd.DataFrame
    income_submissions: pd.DataFrame
    sickness_applications: pd.DataFrame
    employer: OrgNr
    sub_units: tuple[OrgNr, ...]
    as_of: date
    true_lines: pd.DataFrame
    true_claims: pd.DataFrame
    marks: Mapping[int, frozenset[str]]
    rights: Mapping[int, int]
    value_dates: Mapping[int, date]


def ledgers(plan: PracticePlan) -> Ledgers:
    """All rows of a plan, as payroll and NAV know them on its last day."""
    simulation = Simulation(plan)
    organisation = simulation.organisation
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in ("line", "claim", *_LISTS)}
    marks: dict[int, frozenset[str]] = {}
    rights: dict[int, int] = {}
    for batch in simulation.batches():
        _add(rows, batch, plan.ends)
        for group in batch.groups:
            number = (group.lines or group.claims)[0].group
            marks[number] = frozenset(group.marks)
            rights[number] = group.right
    reports = simulation.schedule.reports
    for line in rows["line"]:
        slot = reports[line["report_id"]]
        line |= {
            "report_id": slot.id,
            "sha256": f"{slot.id:064d}",
            "received": slot.value_date,
            "account": organisation.accounts[slot.account],
        }
    lines = _frame(
        "settlement_line", rows["line"], organisation.orgnr, ("sha256", "report_id", "received")
    )
    lines["row"] = lines.groupby("report_id").cumcount() + 1
    claims = _frame("claim", rows["claim"], organisation.orgnr, ("sha256",))
    lists = {f"{name}s": _frame(name, rows[name], organisation.orgnr) for name in _LISTS}
    return Ledgers(
        lines=lines.drop(columns=list(_TRUTH)),
        claims=claims.drop(columns=list(_TRUTH)),
        **lists,
        employer=OrgNr(organisation.orgnr),
        sub_units=tuple(OrgNr(unit.orgnr) for unit in organisation.sub_units),
        as_of=date.fromordinal(plan.ends),
        true_lines=lines[list(_TRUTH)],
        true_claims=claims[list(_TRUTH)],
        marks=marks,
        rights=rights,
        value_dates={slot.id: date.fromordinal(slot.value_date) for slot in reports},
    )


def _add(rows: Mapping[str, list[dict[str, Any]]], batch: Batch, ends: Day) -> None:
    rows["line"] += map(_line, batch.lines)
    rows["claim"] += (_claim(claim, ends) for claim in batch.claims)
    rows["absence"] += (_absence(each) for each in batch.absences if each.known <= ends)
    rows["income_report"] += (_report(each) for each in batch.income_reports if each.sent <= ends)
    rows["employment"] += (
        _employment(each, ends) for each in batch.contracts if each.first <= ends
    )
    for name, listed in nav_rows.of(batch, ends).items():
        rows[name] += listed


def _line(line: Line) -> dict[str, Any]:
    return {
        "nav_unit": 8020,
        "sub_unit": line.unit,
        "benefit": line.benefit,
        "person": line.fnr,
        "first": line.first,
        "name": line.nav_name.rstrip(),
        "last": line.last,
        "amount": line.amount,
        "last_benefit_day": line.last_benefit_day,
        "report_id": line.report,
        "group": line.group,
        "cause": line.cause,
    }


def _claim(claim: ClaimRow, ends: Day) -> dict[str, Any]:
    return {
        "claim_id": claim.id,
        "sub_unit": claim.unit,
        "employee_number": claim.employee,
        "person": claim.fnr,
        "name": claim.name,
        "position_id": claim.position,
        "benefit": claim.benefit,
        "absence_from": claim.absence_from,
        "first": claim.first,
        "last": claim.last,
        "grade": claim.grade,
        "monthly_income": claim.income,
        "monthly_refund": claim.income,
        "days": claim.days,
        "day_rate": claim.day_rate,
        "amount": claim.amount,
        "sent": claim.sent if claim.sent <= ends else 0,
        "settled": 0,
        "sha256": "c" * 64,
        "group": claim.group,
        "cause": claim.cause,
    }


def _absence(row: AbsenceRow) -> dict[str, Any]:
    return {
        "sub_unit": row.unit,
        "person": row.fnr,
        "kind": row.kind,
        "first": row.first,
        "last": row.last,
        "grade": row.grade,
    }


def _report(row: IncomeReportRow) -> dict[str, Any]:
    return {
        "sub_unit": row.unit,
        "person": row.fnr,
        "absence_from": row.absence_from,
        "monthly_income": row.income,
        "monthly_refund": row.refund,
        "refund_ends": row.refund_ends,
        "sent": row.sent,
    }


def _employment(row: Contract, ends: Day) -> dict[str, Any]:
    person = row.person_on(ends)
    return {
        "sub_unit": row.unit,
        "employee_number": row.employee,
        "person": person.fnr,
        "position_id": row.position,
        "first": row.first,
        "last": row.last_on(ends),
        "restricted": "yes" if row.restricted else "no",
        "death": 0,
        "previous": person.previous,
        "monthly_income": row.income,
    }


def _frame(
    record: str, rows: Sequence[dict[str, Any]], employer: str, extra: Iterable[str] = ()
) -> pd.DataFrame:
    """Rows as a reader gives them, and columns that are no part of the record as they are."""
    found: dict[str, Any] = {}
    for name, kind in COLUMNS[record].items():
        if name == "row":
            found[name] = np.arange(1, len(rows) + 1, dtype=np.int64)
        elif name == "employer":
            found[name] = pd.array([employer] * len(rows), dtype="str")
        else:
            found[name] = _column(kind, [row.get(name) for row in rows])
    there = [name for name in (*extra, *_TRUTH) if not rows or name in rows[0]]
    for name in there:
        found[name] = _column(_KINDS.get(name, ColumnKind.TEXT), [row[name] for row in rows])
    return pd.DataFrame(found)


def _column(kind: ColumnKind, values: list[Any]) -> Any:
    if kind is ColumnKind.DAY:
        days = np.array(values, dtype=np.int64)
        found = (days - _EPOCH).astype("datetime64[D]")
        found[days == 0] = _MISSING
        return found.astype("datetime64[s]")
    if kind in {ColumnKind.INTEGER, ColumnKind.ORE}:
        return np.array(values, dtype=np.int64)
    if kind in {ColumnKind.OPTIONAL_INTEGER, ColumnKind.OPTIONAL_ORE}:
        return pd.array(values, dtype="Int64")
    return pd.array(values, dtype="str")
