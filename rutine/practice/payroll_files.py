"""Payroll's files, month by month: claims as CSV and .xlsx, income reports and absences.

The headings are those of the recommended claim file (refund rules §2); numbers and dates are
written as Norwegians write them. Each month's files hold what is known at the month's end.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final, TextIO

from rutine.practice.basis import AbsenceRow, IncomeReportRow
from rutine.practice.claims_workbook import ClaimsWorkbook
from rutine.practice.days import Day, norwegian_date
from rutine.practice.truth import ClaimRow

CLAIMS_CSV, CLAIMS_XLSX = "refusjonskrav.csv", "refusjonskrav.xlsx"
INCOME_REPORTS, ABSENCES = "inntektsmeldinger.csv", "fravaer.csv"
ENCODING: Final = "utf-8-sig"

CLAIM_HEADINGS: Final = (
    *("Krav-id", "Hovedenhet", "Underenhet", "Ansattnr", "Fødselsnummer", "Navn", "Stillingsid"),
    *("Ytelse", "Fravær fra", "Periode fra", "Periode til", "Grad", "Beregnet månedslønn"),
    *("Refusjon per måned", "Dager", "Dagsats", "Krav beløp", "Sendt dato", "Utlignet beløp"),
)
INCOME_REPORT_HEADINGS: Final = (
    *("Hovedenhet", "Underenhet", "Fødselsnummer", "Fravær fra", "Beregnet månedslønn"),
    *("Refusjon per måned", "Refusjon opphører", "Sendt dato"),
)
ABSENCE_HEADINGS: Final = (
    *("Hovedenhet", "Underenhet", "Ansattnr", "Fødselsnummer", "Type", "Fra", "Til", "Grad"),
)
