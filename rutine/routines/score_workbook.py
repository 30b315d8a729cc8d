"""The ranking as a workbook: one sheet with every routine, one with every grade."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from rutine.formats.safe_cells import Value, put
from rutine.routines.graded_routine import GradedRoutine
from rutine.routines.score_wording import ScoreWords

_WIDTHS = (6, 44, 14, 10, 16, 14, 14, 16, 22, 18, 60)
_GRADES = (44, 24, 10, 10, 22)


def score_workbook(every: Sequence[GradedRoutine], words: ScoreWords) -> bytes:
    """The workbook, best routine first. Hours and shares are numbers, so that it can be sorted."""
    book = Workbook()
    ranking, grades = book.active, book.create_sheet(words("grades"))
    assert isinstance(ranking, Worksheet)  # noqa: S101 - a new workbook has a sheet
    ranking.title = words("points")
    keys = ("rank", "routine", "stage", "points", "hours", "freed", "touch", "lead", "effort")
    headings = [words(key) for key in (*keys, "pay_back", "stops")]
    _table(ranking, headings, (_row(n, e, words) for n, e in enumerate(every, start=1)), _WIDTHS)
    headings = [words(key) for key in ("routine", "criterion", "weight", "grade")]
    rows = (
        [
            words.title(each),
            words(f"criterion.{grade.criterion}"),
            grade.weight,
            grade.grade,
            words("by_person") if grade.by_person else None,
        ]
        for each in every
        for grade in each.verdict.grades
    )
    _table(grades, [*headings, ""], rows, _GRADES)
    for cell in grades["C"][1:]:
        cell.number_format = "0 %"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(place: int, each: GradedRoutine, words: ScoreWords) -> list[Value]:
    stream, found = each.stream, each.verdict
    return [
        place,
        words.title(each),
        words(f"stage.{each.routine.stage}"),
        found.points,
        _rounded(stream.annual_hours, 1),
        _rounded(each.freed_hours, 1),
        _rounded(stream.touch_minutes, 2),
        _rounded(stream.lead_hours, 1),
        words.effort(each),
        _rounded(each.pay_back_months, 1),
        "; ".join(words.stop(halt) for halt in found.stops) or None,
    ]


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)


def _table(
    sheet: Worksheet,
    headings: Sequence[str],
    rows: Iterable[Sequence[Value]],
    widths: Sequence[int],
) -> None:
    for place, row in enumerate((headings, *rows), start=1):
        for column, value in enumerate(row, start=1):
            put(sheet.cell(place, column), value)
            sheet.cell(place, column).alignment = Alignment(vertical="top", wrap_text=True)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
