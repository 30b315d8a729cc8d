"""The workbook of cases as openpyxl writes it: a front page, the cases, and their choices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from rutine.cases.deciding.decision_checks import COMMENT_REQUIRED
from rutine.cases.workbook.layout import COLUMNS, FILLED_IN, HIDDEN, CaseLine
from rutine.cases.workbook.texts import WORKBOOK_TEXTS, WorkbookTexts
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.reason_texts import Language, action_text
from rutine.formats.safe_cells import DAY_FORMAT, put

_WIDTHS: Final = {
    "number": 8,
    "reason": 34,
    "advice": 48,
    "employee_number": 15,
    "sub_unit": 13,
    "benefit": 24,
    "claimed_days": 24,
    "paid_days": 24,
    "claimed": 14,
    "paid": 14,
    "difference": 14,
    "suggestion": 26,
    "due": 14,
    "status": 11,
    "decision": 28,
    "comment": 44,
    "until": 14,
}
_WRAPPED: Final = frozenset({"reason", "advice", "comment"})
_TO_FILL_IN = PatternFill("solid", fgColor="FFF8E1")
_HEADING = PatternFill("solid", fgColor="1E2B3C")
_TOP = Alignment(vertical="top")
_WRAP = Alignment(vertical="top", wrap_text=True)


def case_book(lines: Sequence[CaseLine], language: Language) -> Workbook:
    """The whole workbook; it opens on the front page."""
    texts = WORKBOOK_TEXTS[language]
    book = Workbook()
    front = book.active
    assert isinstance(front, Worksheet)  # noqa: S101 - a new workbook has a sheet
    front.title = texts.front
    _front_page(front, texts, language, len(lines))
    sheet = book.create_sheet(texts.cases)
    _headings(sheet, texts)
    looks: _Looks = {}
    for row, line in enumerate(lines, start=2):
        _case_row(sheet, row, line, looks)
    _choices(book, sheet, texts, language, lines)
    _protect(sheet)
    _protect(front)
    return book


def _front_page(sheet: Worksheet, texts: WorkbookTexts, language: Language, count: int) -> None:
    comment = _labels([a for a in Action if a in COMMENT_REQUIRED], language)
    when = f"{clock.now().astimezone(clock.OSLO):%d.%m.%Y %H:%M}"
    lines = [
        (texts.title, Font(size=18, bold=True)),
        (texts.made.format(when=when, count=count), Font(italic=True)),
        ("", Font()),
        (texts.how_title, Font(size=14, bold=True)),
        *(
            (f"{number}. {text.format(comment=comment)}", Font())
            for number, text in enumerate(texts.how, start=1)
        ),
        ("", Font()),
        (texts.privacy_title, Font(size=14, bold=True)),
        *((text, Font()) for text in texts.privacy),
    ]
    sheet.column_dimensions["A"].width = 100
    sheet.sheet_view.showGridLines = False
    for row, (text, font) in enumerate(lines, start=1):
        cell = sheet.cell(row, 1)
        put(cell, text)
        cell.font, cell.alignment = font, _WRAP


def _labels(actions: Iterable[Action], language: Language) -> str:
    return ", ".join(f"«{action_text(action, language).label}»" for action in actions)


def _headings(sheet: Worksheet, texts: WorkbookTexts) -> None:
    for column, name in enumerate(COLUMNS, start=1):
        cell = sheet.cell(1, column)
        put(cell, texts.headings[name])
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEADING
        dimensions = sheet.column_dimensions[get_column_letter(column)]
        dimensions.width = _WIDTHS.get(name, 12)
        dimensions.hidden = name in HIDDEN
    sheet.freeze_panes = "B2"


_Looks = dict[tuple[object, ...], StyleArray]
"""How a column's cell looks in the end, by the column and how `put` left it."""


def _case_row(sheet: Worksheet, row: int, line: CaseLine, looks: _Looks) -> None:
    """One case. openpyxl looks each style up by its whole content: once for all alike is enough."""
    for column, name in enumerate(COLUMNS, start=1):
        cell = sheet.cell(row, column)
        assert isinstance(cell, Cell)  # noqa: S101 - nothing here merges cells
        put(cell, line.cells.get(name))
        styled: Any = cell  # what openpyxl copies a look by has no public name
        as_put = (name, *(styled._style or ()))  # noqa: SLF001
        if as_put not in looks:
            _dress(cell, name)
            looks[as_put] = copy(styled._style)  # noqa: SLF001
        styled._style = copy(looks[as_put])  # noqa: SLF001


def _dress(cell: Cell, name: str) -> None:
    cell.alignment = _WRAP if name in _WRAPPED else _TOP
    if name in FILLED_IN:
        # As text, so that what a person types never becomes a formula.
        cell.number_format = DAY_FORMAT if name == "until" else "@"
        cell.protection = Protection(locked=False)
        cell.fill = _TO_FILL_IN


def _choices(
    book: Workbook,
    sheet: Worksheet,
    texts: WorkbookTexts,
    language: Language,
    lines: Sequence[CaseLine],
) -> None:
    """A list for each set of permitted decisions, and the rows that offer it.

    The lists lie in cells of a hidden sheet: written into the rule itself they may not be
    longer than 255 characters, and a comma in a label would split it.
    """
    choices = book.create_sheet(texts.choices)
    choices.sheet_state = "hidden"
    decision = get_column_letter(COLUMNS.index("decision") + 1)
    for column, permitted in enumerate(sorted({line.permitted for line in lines}), start=1):
        for row, action in enumerate(permitted, start=1):
            put(choices.cell(row, column), action_text(action, language).label)
        letter = get_column_letter(column)
        rule = DataValidation(
            type="list",
            formula1=f"'{texts.choices}'!${letter}$1:${letter}${len(permitted)}",
            allow_blank=True,
            showErrorMessage=True,
            showInputMessage=True,
        )
        rule.errorTitle, rule.error = texts.choice_error
        rule.promptTitle, rule.prompt = texts.choice_prompt
        for row, line in enumerate(lines, start=2):
            if line.permitted == permitted:
                rule.add(f"{decision}{row}")
        sheet.add_data_validation(rule)
    _protect(choices)


def _protect(sheet: Worksheet) -> None:
    """Lock what is not to be filled in, without a password: the mark finds what was changed."""
    sheet.protection.sheet = True
    sheet.protection.autoFilter = False
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    if sheet.max_row > 1 and sheet.max_column == len(COLUMNS):
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{sheet.max_row}"
