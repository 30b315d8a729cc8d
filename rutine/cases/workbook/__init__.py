"""Cases as an Excel workbook, for reviewers who prefer it: out, filled in, and in again.

Needed to decide, and therefore in the workbook: case number, cause, the employee number (to
look the person up in payroll), the sub-unit, the benefit, the days and sums of both sides, and
the decisions that the case permits. Not needed, and therefore not in it: name and national
id, which payroll shows for the employee number; comments and history, which may tell more of
somebody's health than a decision needs. The file is still health data: it is written 0600,
and its front page says how to handle it.
"""

from rutine.cases.workbook.export import export_cases, run_workbook
from rutine.cases.workbook.hiding import without_cases
from rutine.cases.workbook.problems import Blocked, Told, said, told
from rutine.cases.workbook.taking_in import TakenIn, take_in

__all__ = [
    "Blocked",
    "TakenIn",
    "Told",
    "export_cases",
    "run_workbook",
    "said",
    "take_in",
    "told",
    "without_cases",
]
