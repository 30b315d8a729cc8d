"""Who meets the requirements, as a workbook: the table, counts by unit, and what the words mean.

Each state has its word and day in the cell; the colour only repeats it. No protected person is in
it: a file can't tell who looks at it.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter

from rutine.formats.safe_cells import Value, put
from rutine.obligations.overview import Overview
from rutine.obligations.standing_table import Line
from rutine.review import wording
from rutine.review.catalogue import Catalogue
from rutine.review.masking import mask_national_ids
from rutine.review.standings.standings_cells import MARKS, NOT_ASKED, STATES, Cell, cell
from rutine.review.standings.standings_sight import name_of, requirement_title, unit_title

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
_COUNTED: Final = (*STATES, NOT_ASKED)
_COUNT_COLUMNS: Final = len(_COUNTED) + 3

MOST_CELLS: Final = 400_000
"""Cells of a sheet: nine thousand employees by forty requirements. They take a processor ten
seconds, in the process that answers everybody else meanwhile."""


class _Look(NamedTuple):
    """How a cell looks; `state` gives it the state's colour."""

    bold: bool = False
    framed: bool = True
    state: str = ""


_HEADING: Final = _Look(bold=True)
_TEXT: Final = _Look(framed=False)


class Full(NamedTuple):
    """What a workbook has no room for.

    Attributes:
        what: `rows` of employees, or `units` to count them by.
        there: how many there are.
        most: how many there is room for.
    """

    what: str
    there: int
    most: int


def no_room(overview: Overview, in_unit: Sequence[Line], shown: Sequence[Line]) -> Full | None:
    """What keeps lines, as `standings_workbook` is given them, from being a workbook, if anything.

    Too many units come first: fewer employees in as many would not help.
    """
    asked = len(overview.table.requirements)
    for what, there, cells in (
        ("units", len({line.unit for line in in_unit}), asked * _COUNT_COLUMNS),
        ("rows", len(shown), asked + len(_PEOPLE)),
    ):
        most = MOST_CELLS // max(cells, 1)
        if there > most:
            return Full(what, there, most)
    return None


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
    book = Workbook(write_only=True)
    looks: dict[tuple[object, ...], StyleArray] = {}
    titles = (
        t("standings.sheet.table"),
        t("standings.sheet.counts"),
        t("standings.sheet.legend"),
    )
    table, counts, legend = (_Sheet(book.create_sheet(title), looks) for title in titles)
    _fill_table(table, overview, shown, t)
    _fill_counts(counts, overview, in_unit, t)
    _fill_legend(legend, overview, t, routine)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet that is written row by row; nothing of it is held until the end.

    Attributes:
        sheet: openpyxl's, whose types know half of it; columns and panes are set before any row.
        looks: how a cell looks in the end, by its look and how `put` left it: openpyxl looks a
            style up by its whole content, which once is enough for.
    """

    sheet: Any
    looks: dict[tuple[object, ...], StyleArray]

    def head(
        self, headings: Sequence[tuple[str, _Look]], widths: Iterable[int], panes: str
    ) -> None:
        """Begin with headings, which stay in sight above what `panes` names."""
        for column, width in enumerate(widths, start=1):
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        self.sheet.freeze_panes = panes
        self.sheet.append([self.cell(*heading) for heading in headings])

    def filter(self, columns: int, rows: int) -> None:
        """Let a reader filter so many rows below the headings."""
        self.sheet.auto_filter.ref = f"A1:{get_column_letter(columns)}{rows + 1}"

    def state(self, said: Cell) -> Any:
        """The state: its sign and words, on the colour that repeats them."""
        return self.cell(f"{MARKS[said.state]} {said.line}".strip(), _Look(state=said.state))

    def cell(self, value: Value, look: _Look | None = None) -> Any:
        """A cell of a row; those that look alike share their style."""
        made: Any = WriteOnlyCell(self.sheet)
        put(made, value)
        if look is not None:
            as_put = (look, *(made._style or ()))  # noqa: SLF001 - openpyxl has no other name
            if as_put not in self.looks:
                _dress(made, look)
                self.looks[as_put] = made._style  # noqa: SLF001
            made._style = self.looks[as_put]  # noqa: SLF001
        return made


def _dress(made: Any, look: _Look) -> None:
    made.alignment = _WRAPPED
    if look.bold:
        made.font = _BOLD
    if look.framed:
        made.border = _BORDER
    if look.state:
        colour = FILLS[look.state]
        made.fill = PatternFill("solid", start_color=colour, end_color=colour)


def _fill_table(to: _Sheet, overview: Overview, lines: Sequence[Line], t: Catalogue) -> None:
    titles, table = _titles(overview, t), overview.table
    headings = [*(t(f"standings.column.{name}") for name in _PEOPLE), *titles]
    widths = [*_WIDTHS, *(_CELL_WIDTH for _ in titles)]
    to.head(
        [(text, _HEADING) for text in headings], widths, f"{get_column_letter(len(_PEOPLE) + 1)}2"
    )
    for line in lines:
        who = table.subjects[line.subject]
        unit = unit_title(overview, table.units[line.unit])
        words = (unit, name_of(overview, who), mask_national_ids(who))
        to.sheet.append(
            [
                *(to.cell(each, _TEXT) for each in words),
                *(to.state(cell(t, each)) for each in table.cells(line)),
            ]
        )
    to.filter(len(headings), len(lines))
    to.sheet.print_title_rows, to.sheet.print_title_cols = "1:1", "A:C"
    to.sheet.page_setup.orientation = "landscape"


def _fill_counts(to: _Sheet, overview: Overview, lines: Sequence[Line], t: Catalogue) -> None:
    headings = [
        (t("standings.column.unit"), _HEADING),
        (t("standings.column.requirement"), _HEADING),
        *((t(f"standings.state.{each}"), _HEADING._replace(state=each)) for each in _COUNTED),
        (t("standings.column.total"), _HEADING),
    ]
    to.head(headings, [26, 30, *(14 for _ in _COUNTED), 10], "C2")
    by_unit: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_unit[line.unit].append(line)
    titles = _titles(overview, t)
    for unit, some in by_unit.items():
        name = unit_title(overview, overview.table.units[unit])
        counts = overview.table.count(some).values()
        for title, count in zip(titles, counts, strict=True):
            by_state = {state.name.lower(): many for state, many in count.states.items()}
            by_state[NOT_ASKED] = count.not_asked
            numbers = [*(by_state[each] for each in _COUNTED), len(some)]
            to.sheet.append([to.cell(name), to.cell(title), *numbers])
    to.filter(len(headings), len(by_unit) * len(titles))


def _fill_legend(to: _Sheet, overview: Overview, t: Catalogue, routine: str) -> None:
    headings = (t("standings.column.state"), t("standings.column.means"))
    to.head([(text, _HEADING) for text in headings], [24, 90], "A2")
    for state in (*STATES, NOT_ASKED):
        said = to.state(Cell(state, t(f"standings.state.{state}"), ""))
        to.sheet.append([said, to.cell(t(f"standings.means.{state}"), _TEXT)])
    told = (
        t("standings.when", routine=routine, run=overview.run, day=wording.day(overview.day)),
        *([t("standings.changed")] if overview.changed else []),
        t("standings.book_protected"),
        t("standings.book_care"),
    )
    to.sheet.append([])
    for text in told:
        to.sheet.append([None, to.cell(text, _TEXT)])


def _titles(overview: Overview, t: Catalogue) -> list[str]:
    return [requirement_title(t, overview, each) for each in overview.table.requirements]
