"""Writes a practice municipality to a folder: reports, payroll's lists, bank and truth."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from rutine.core.errors import InputError
from rutine.practice import bank
from rutine.practice.claims_workbook import CLAIMS_XLSX, ClaimsWorkbook
from rutine.practice.days import month_last, month_text
from rutine.practice.draws import seeded
from rutine.practice.folder import (
    BANK,
    CONTENTS,
    PAYROLL,
    PLAN,
    REPORT_LIST,
    REPORTS,
    TRUTH,
    PracticeFolder,
    PracticeReport,
    description,
)
from rutine.practice.payroll_files import PayrollFiles
from rutine.practice.plan import PracticePlan
from rutine.practice.reports import ReportFiles, metadata
from rutine.practice.schedule import ReportSlot
from rutine.practice.simulation import Simulation
from rutine.practice.truth_files import TruthFiles

__all__ = ["PracticeFolder", "PracticePlan", "PracticeReport", "generate"]

WORKBOOK_EMPLOYEES: Final = 20_000
"""Larger municipalities get no workbooks: a sheet ends at a million rows, and takes minutes."""


def generate(
    plan: PracticePlan, folder: Path, progress: Callable[[str], None] | None = None
) -> PracticeFolder:
    """Write the municipality of a plan, unless the folder holds it already.

    The same plan gives the same bytes on every machine. Memory does not grow with the number
    of employees. A generation that was cut short is done again.

    Args:
        plan: what to make.
        folder: a new or empty folder, or one with a practice municipality in it.
        progress: told a Norwegian sentence now and then.

    Raises:
        InputError: `practice_folder_in_use` when other files are in the folder,
            `practice_folder_not_writable`, or `practice_too_large`.
    """
    try:
        if _is_there(plan, folder):
            return PracticeFolder(folder)
        _clear(folder)
        _write(plan, folder, progress or _silent)
    except OSError:
        raise InputError(
            "practice_folder_not_writable",
            "The practice municipality could not be written to its folder.",
            "Check that the folder may be written to and that the disk has room.",
        ) from None
    return PracticeFolder(folder)


def _silent(_sentence: str) -> None:
    """Nobody listens."""


def _is_there(plan: PracticePlan, folder: Path) -> bool:
    try:
        found = description(folder)
    except InputError:
        return False  # cut short while it was described
    if found is None:
        return False
    return bool(found["complete"]) and found["fingerprint"] == plan.fingerprint


def _clear(folder: Path) -> None:
    """Make room in the folder without touching what is not ours."""
    folder.mkdir(parents=True, exist_ok=True)
    there = {path.name for path in folder.iterdir()}
    if there and PLAN not in there:
        raise InputError(
            "practice_folder_in_use",
            "The folder for the practice municipality holds other files.",
            "Choose an empty folder.",
        )
    for name in CONTENTS[1:]:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _write(plan: PracticePlan, folder: Path, progress: Callable[[str], None]) -> None:
    simulation = Simulation(plan)
    described = _description(plan, simulation)
    _write_json(folder / PLAN, {**described, "complete": False})
    progress(f"{simulation.organisation.name}: {plan.employees} ansatte, {len(plan.months)} md.")
    for name in (REPORTS, BANK, TRUTH):
        (folder / name).mkdir()
    totals = _write_employees(plan, folder, simulation, progress)
    listed = [metadata(slot, total, simulation.organisation) for slot, total in totals]
    _write_json(folder / REPORT_LIST, listed)
    _write_bank(plan, folder, simulation, totals)
    _write_json(folder / PLAN, {**described, "complete": True})
    progress(f"{len(listed)} oppgjørsrapporter er skrevet.")


def _write_employees(
    plan: PracticePlan, folder: Path, simulation: Simulation, progress: Callable[[str], None]
) -> list[tuple[ReportSlot, int]]:
    """Everything that comes from employees; gives the reports with their totals."""
    organisation = simulation.organisation
    months = range(plan.first_month, plan.first_month + len(plan.months))
    ends = [month_last(month) for month in months]
    folders = [folder / PAYROLL / month_text(month) for month in months]
    for path in folders:
        path.mkdir(parents=True)
    workbooks: list[ClaimsWorkbook] = []
    if plan.employees <= WORKBOOK_EMPLOYEES:
        workbooks = [
            ClaimsWorkbook(path / CLAIMS_XLSX, end, organisation.orgnr, organisation.name)
            for path, end in zip(folders, ends, strict=True)
        ]
    done = 0
    with ExitStack() as closing:
        reports = ReportFiles(folder / REPORTS, simulation.schedule, organisation, closing)
        payroll = PayrollFiles(folders, ends, organisation.orgnr, closing)
        truth = TruthFiles(folder / TRUTH, plan.months, plan.first_month, closing)
        for batch in simulation.batches():
            truth.write_lines(reports.write(batch.lines))
            truth.write_claims(batch.claims)
            payroll.write_claims(batch.claims)
            payroll.write_income_reports(batch.income_reports)
            payroll.write_absences(batch.absences)
            payroll.write_employments(batch.contracts)
            for workbook in workbooks:
                workbook.write(batch.claims)
            done += batch.employees
            progress(f"{done} av {plan.employees} ansatte.")
    for workbook in workbooks:
        workbook.save()
    return reports.totals()


def _write_bank(
    plan: PracticePlan,
    folder: Path,
    simulation: Simulation,
    totals: list[tuple[ReportSlot, int]],
) -> None:
    rng = seeded(plan.seed, "bank")
    last = plan.first_month + len(plan.months) - 1
    for month in range(plan.first_month, last + 1):
        entries = bank.other_entries(rng, month)
        entries += [
            bank.refund_entry(slot.id, slot.account, slot.value_date, total)
            for slot, total in totals
            if slot.month == month and total
        ]
        if month == last:
            late = seeded(plan.seed, "report that has not come")
            entries.append(bank.refund_without_report(late, month))
        document = bank.statement(month, simulation.organisation, entries)
        (folder / BANK / f"{month_text(month)}.xml").write_bytes(document)


def _description(plan: PracticePlan, simulation: Simulation) -> dict[str, Any]:
    organisation = simulation.organisation
    return {
        "fingerprint": plan.fingerprint,
        "plan": plan.model_dump(mode="json"),
        "employer": organisation.orgnr,
        "name": organisation.name,
        "accounts": list(organisation.accounts),
        "sub_units": {unit.orgnr: unit.name for unit in organisation.sub_units},
    }


def _write_json(path: Path, content: Any) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
