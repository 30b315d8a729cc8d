"""Who meets the requirements, as a workbook: the table, counts by unit, and what the words mean.

Each state has its word and day in the cell; the colour only repeats it. No protected person is in
it: a file can't tell who looks at it.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from rutine.formats.safe_cells import Value, put
from rutine.obligations.overview import Overview
from rutine.obligations.standing_table import Line
from rutine.review import wording
from rutine.review.catalogue import Catalogue
from rutine.review.masking import mask_national_ids
from rutine.review.standings_cells import MARKS, NOT_ASKED, STATES, Cell, cell
from rutine.review.standings_sight import name_of, requirement_title, unit_title

FILLS: Final = {
    "overdue": "F9D4D0",
    "due_soon": "FDEBC4",
    "not_due": "DCEBF9",
    "exempt": "E6E0F2",
    "done": "D6EFD9",
    "ended": "E5E7EA",
    NOT_ASKED: "FFFFFF",
}
"""Pale enough for black letters to stand out: more than 12 to 1 in each."""

_BOLD: Final = Font(bold=True)
_WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
_THIN: Final = Side(style="thin", color="B5BAC2")
_BORDER: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_PEOPLE: Final = ("unit", "name", "number")
_WIDTHS: Final = (26, 28, 14)
_CELL_WIDTH: Final = 26


def standings_workbook(
    overview: Overview,
    in_unit: Sequence[Line],
    shown: Sequence[Line],
    t: Catalogue,
    routine: str,
) -> bytes:
    """The workbook.

    Args:
        overview: of the run.
        in_unit: the lines that are counted, none of them protected.
        shown: those of them that the table shows.
        t: the language of every word.
        routine: what people call it.
    """
    book = Workbook()
    table = book.active
    assert isinstance(table, Worksheet)  # noqa: S101 - a new workbook has a sheet
    table.title = t("standings.sheet.table")
    _fill_table(table, overview, shown, t)
    _fill_counts(book.create_sheet(t("standings.sheet.counts")), overview, in_unit, t)
    _fill_legend(book.create_sheet(t("standings.sheet.legend")), overview, t, routine)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill_table(sheet: Worksheet, overview: Overview, lines: Sequence[Line], t: Catalogue) -> None:
    titles = _titles(overview, t)
    headings = [*(t(f"standings.column.{name}") for name in _PEOPLE), *titles]
    _head(sheet, headings, [*_WIDTHS, *(_CELL_WIDTH for _ in titles)])
    table = overview.table
    for row, line in enumerate(lines, start=2):
        who = table.subjects[line.subject]
        unit = unit_title(overview, table.units[line.unit])
        words = (unit, name_of(overview, who), mask_national_ids(who))
        for column, value in enumerate(words, start=1):
            put(sheet.cell(row, column), value)
            sheet.cell(row, column).alignment = _WRAPPED
        for column, standing in enumerate(table.cells(line), start=len(_PEOPLE) + 1):
            _colour(sheet, row, column, cell(t, standing))
    sheet.freeze_panes = f"{get_column_letter(len(_PEOPLE) + 1)}2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{len(lines) + 1}"
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:C"
    sheet.page_setup.orientation = "landscape"


def _fill_counts(sheet: Worksheet, overview: Overview, lines: Sequence[Line], t: Catalogue) -> None:
    states = (*STATES, NOT_ASKED)
    headings = [
        *(t("standings.column.unit"), t("standings.column.requirement")),
        *(t(f"standings.state.{each}") for each in states),
        t("standings.column.total"),
    ]
    _head(sheet, headings, [26, 30, *(14 for _ in states), 10])
    for column, state in enumerate(states, start=3):
        sheet.cell(1, column).fill = _pattern(state)
    by_unit: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_unit[line.unit].append(line)
    row = 2
    for unit, some in by_unit.items():
        name = unit_title(overview, overview.table.units[unit])
        counts = overview.table.count(some).values()
        for title, count in zip(_titles(overview, t), counts, strict=True):
            by_state = {state.name.lower(): many for state, many in count.states.items()}
            by_state[NOT_ASKED] = count.not_asked
            values: list[Value] = [name, title, *(by_state[each] for each in states), len(some)]
            for column, value in enumerate(values, start=1):
                put(sheet.cell(row, column), value)
            row += 1
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{row - 1}"


def _fill_legend(sheet: Worksheet, overview: Overview, t: Catalogue, routine: str) -> None:
    _head(sheet, [t("standings.column.state"), t("standings.column.means")], [24, 90])
    row = 2
    for state in (*STATES, NOT_ASKED):
        _colour(sheet, row, 1, Cell(state, t(f"standings.state.{state}"), ""))
        put(sheet.cell(row, 2), t(f"standings.means.{state}"))
        sheet.cell(row, 2).alignment = _WRAPPED
        row += 1
    told = (
        t("standings.when", routine=routine, run=overview.run, day=wording.day(overview.day)),
        *([t("standings.changed")] if overview.changed else []),
        t("standings.book_protected"),
        t("standings.book_care"),
    )
    for row_below, text in enumerate(told, start=row + 1):
        put(sheet.cell(row_below, 2), text)
        sheet.cell(row_below, 2).alignment = _WRAPPED
    sheet.freeze_panes = "A2"


def _head(sheet: Worksheet, headings: Sequence[str], widths: Sequence[int]) -> None:
    for column, (text, width) in enumerate(zip(headings, widths, strict=True), start=1):
        heading = sheet.cell(1, column)
        put(heading, text)
        heading.font, heading.alignment, heading.border = _BOLD, _WRAPPED, _BORDER
        sheet.column_dimensions[get_column_letter(column)].width = width


def _colour(sheet: Worksheet, row: int, column: int, said: Cell) -> None:
    """The state: its sign and words, on the colour that repeats them."""
    where = sheet.cell(row, column)
    put(where, f"{MARKS[said.state]} {said.line}".strip())
    where.fill, where.alignment, where.border = _pattern(said.state), _WRAPPED, _BORDER


def _pattern(state: str) -> PatternFill:
    return PatternFill("solid", start_color=FILLS[state], end_color=FILLS[state])


def _titles(overview: Overview, t: Catalogue) -> list[str]:
    return [requirement_title(t, overview, each) for each in overview.table.requirements]
