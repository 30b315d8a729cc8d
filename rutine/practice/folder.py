"""The folder a practice municipality is written to: what is in it, and where."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

import pandas as pd

from rutine.core.errors import InputError
from rutine.core.identifiers import AccountNumber, OrgNr
from rutine.core.money import Ore
from rutine.practice import claims_workbook, payroll_files, truth_files
from rutine.practice.plan import PracticePlan

PLAN: Final = "plan.json"
REPORT_LIST: Final = "reports.json"
REPORTS, PAYROLL, BANK, TRUTH = "reports", "payroll", "bank", "truth"
CONTENTS: Final = (PLAN, REPORT_LIST, REPORTS, PAYROLL, BANK, TRUTH)
"""Everything the generator writes. `plan.json` comes first and, completed, last."""


@dataclass(frozen=True, slots=True)
class PracticeReport:
    """One settlement report, as NAV's list has it, and the file with its bytes."""

    id: int
    orgnr: OrgNr
    value_date: date
    total: Ore
    account: AccountNumber
    path: Path


class PracticeFolder:
    """A written practice municipality.

    Attributes:
        path: the folder itself.
        plan: what it was made from.
        employer: the legal entity.
        name: its name.
        accounts: its own accounts, that NAV pays to.
        sub_units: the names of its sub-units by organisation number.
        reports: all settlement reports, in order of value date.

    Raises:
        InputError: `practice_incomplete` when the folder does not hold a whole municipality.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        described = description(path)
        if described is None or not described["complete"]:
            raise _incomplete()
        self.plan = PracticePlan.model_validate_json(json.dumps(described["plan"]))
        self.employer = OrgNr(described["employer"])
        self.name: str = described["name"]
        self.accounts = tuple(AccountNumber(account) for account in described["accounts"])
        self.sub_units = {OrgNr(orgnr): name for orgnr, name in described["sub_units"].items()}
        self.reports = tuple(self._report(found) for found in _json(path / REPORT_LIST))

    def claims_file(self, month: str, kind: Literal["csv", "xlsx"]) -> Path:
        """Payroll's claims as of the end of a month (`YYYY-MM`).

        Raises:
            InputError: `practice_no_month`, or `practice_no_workbook` when the municipality is
                too large for one.
        """
        if kind == "csv":
            return self._payroll(month, payroll_files.CLAIMS)
        path = self._payroll(month, claims_workbook.CLAIMS_XLSX)
        if not path.exists():
            raise InputError(
                "practice_no_workbook",
                "This practice municipality has too many claims for a workbook.",
                "Use the CSV file.",
            )
        return path

    def income_reports_file(self, month: str) -> Path:
        """The income reports sent by the end of a month."""
        return self._payroll(month, payroll_files.INCOME_REPORTS)

    def absences_file(self, month: str) -> Path:
        """The absences payroll knows at the end of a month."""
        return self._payroll(month, payroll_files.ABSENCES)

    def employments_file(self, month: str) -> Path:
        """The employments as payroll knows them at the end of a month."""
        return self._payroll(month, payroll_files.EMPLOYMENTS)

    def bank_file(self, month: str) -> Path:
        """The bank statement of a month (camt.053)."""
        return self.path / BANK / f"{self._known(month)}.xml"

    def truth(self, month: str | None = None) -> pd.DataFrame:
        """Which rows belong together and why they differ, of one month's rows or of all.

        Columns `side` (`line`, `claim`), `report_id` and `row` (from 1; <NA> for claims),
        `claim_id` (<NA> for lines), `group` (int64, of the whole plan), `cause` (`D01` …).
        """
        months = self.plan.months if month is None else (self._known(month),)
        return truth_files.read_truth(
            self.path / TRUTH / truth_files.file_name(text) for text in months
        )

    def _payroll(self, month: str, name: str) -> Path:
        return self.path / PAYROLL / self._known(month) / name

    def _known(self, month: str) -> str:
        if month not in self.plan.months:
            raise InputError(
                "practice_no_month",
                "The practice municipality was not made for that month.",
                f"It has {self.plan.months[0]} to {self.plan.months[-1]}.",
            )
        return month

    def _report(self, found: dict[str, Any]) -> PracticeReport:
        return PracticeReport(
            id=found["id"],
            orgnr=OrgNr(found["orgnr"]),
            value_date=date.fromisoformat(found["datoValutert"]),
            total=Ore.parse(found["belop"].replace(".", ",")),
            account=AccountNumber(found["bankkonto"]),
            path=self.path / REPORTS / f"{found['id']}.csv",
        )


def description(path: Path) -> dict[str, Any] | None:
    """What the folder says of itself; None when it has never been a practice municipality."""
    if not (path / PLAN).exists():
        return None
    found: dict[str, Any] = _json(path / PLAN)
    return found


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise _incomplete() from None


def _incomplete() -> InputError:
    return InputError(
        "practice_incomplete",
        "The folder does not hold a whole practice municipality.",
        "Delete the folder and let it be made again.",
    )
