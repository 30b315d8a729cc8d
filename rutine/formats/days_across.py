"""A rota with a column for each day, as one row for each shift.

The rows are handed on as if the file had been written with one shift a line, so that every value
is checked as it always is. Each shift has a number of its own, in the file's order; what is wrong
is told with the line and the day's heading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

import numpy as np

from rutine.core.errors import InputError
from rutine.formats.blocks import BLOCK, Block, RowFault
from rutine.formats.cells import Cells
from rutine.formats.format_model import DaysAcross, FileField, FormatFile
from rutine.formats.headings import HEADER_WITHIN, find_headings
from rutine.formats.lines import cells_of, cut_line
from rutine.formats.row_error import Fault, RowError, value_class

FROM_CELLS: Final = ("shift_id", "unit", "day", "begins", "ends")
"""What a shift has from its cell and the heading above it."""

_CLOCK: Final = r"(?:[01]?\d|2[0-3])[:.]?[0-5]\d|24[:.]?00|[01]?\d|2[0-4]"
_SPAN: Final = re.compile(
    rf"({_CLOCK})\s*[-\u2010-\u2015]\s*({_CLOCK})(?![\d:]|[.,]\d)\s*(.*)", re.DOTALL
)
_ANOTHER: Final = re.compile(rf"[\s,;/+&]*(?:og\s+)?(?:{_CLOCK})\s*[-\u2010-\u2015]\s*\d")
"""A second time where a unit should stand: taken for one, that shift would be lost."""
_DAYS: Final = {
    "yyyyMMdd": (r"\d{8}", "%Y%m%d"),
    "yyyy-MM-dd": (r"\d{4}-\d\d-\d\d", "%Y-%m-%d"),
    "dd.MM.yyyy": (r"\d\d\.\d\d\.\d{4}", "%d.%m.%Y"),
    "dd/MM/yyyy": (r"\d\d/\d\d/\d{4}", "%d/%m/%Y"),
    "ddMMyyyy": (r"\d{8}", "%d%m%Y"),
}
_EXPECTED: Final = "10:00 – 16:00"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a shift stands: the line, and the heading of its day where it has one."""

    line: int
    heading: str | None


@dataclass(slots=True)
class Unfolded:
    """A rota of days across, a row for each shift.

    Attributes:
        form: the fields of such a row.
        rows: number of the shift and its cells, in the order of the fields.
        faults: shifts that could not be made out.
        places: number of the shift, from 1 -> where it stands, at the place before.
    """

    form: FormatFile
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    def blocks(self) -> Iterator[Block]:
        """The rows in blocks, as every reader gives them."""
        for start in range(0, max(1, len(self.rows)), BLOCK):
            some = self.rows[start : start + BLOCK]
            cells = tuple(
                Cells.of_texts([row[place] for _, row in some])
                for place in range(len(self.form.fields))
            )
            yield Block(
                np.array([number for number, _ in some], dtype=np.int64),
                cells,
                row_faults=tuple(self.faults) if start == 0 else (),
            )

    def at_their_lines(self, errors: Sequence[RowError]) -> tuple[RowError, ...]:
        """Errors told by line and column of the file, not by number of the shift."""
        own = {f.heading for f in self.form.fields if f.into in FROM_CELLS}
        found = []
        for error in errors:
            place = self.places[error.line - 1]
            there = error.column is None or error.column in own
            column = place.heading if there and place.heading else error.column
            found.append(error.model_copy(update={"line": place.line, "column": column}))
        return tuple(found)


def unfold(form: FormatFile, data: bytes, source: str) -> Unfolded:
    """A row for every shift of the rota.

    Raises:
        InputError: `header_missing`, also when no heading is a day, `header_repeated`, also of a
            day, `header_forbidden`, or `day_heading_invalid`.
    """
    across = form.days_across
    assert across is not None  # noqa: S101 - asked for by who calls
    lines = data.decode(form.encoding).removeprefix("\ufeff").split("\n")
    top = [cells_of(form, line.removesuffix("\r"))[0] for line in lines[:HEADER_WITHIN]]
    header, places = find_headings(form, top, source)
    headings = [" ".join(cell.split()) for cell in top[header - 1]]
    days = _days(form, across, headings, source)
    made = Unfolded(_one_a_line(form))
    known: Counter[str] = Counter()
    into = {f.into: place for f, place in zip(form.fields, places, strict=True)}
    for number, line in enumerate(lines[header:], start=header + 1):
        ended = number < len(lines)
        cut = cut_line(form, len(headings), number, line, ended=ended)
        if cut is None:
            continue
        if cut.fault is not None:
            made.places.append(Place(number, None))
            fault = cut.fault
            made.faults.append(
                RowFault(len(made.places), fault.fault, fault.value_class, fault.expected)
            )
            continue
        own = ["" if place is None else cut.cells[place] for place in places]
        person = _cell(cut.cells, into.get("employee_number"))
        home = _cell(cut.cells, into.get("unit"))
        for place, (day, heading) in days.items():
            for part in _parts(cut.cells[place], across):
                made.places.append(Place(number, heading))
                shift = len(made.places)
                found = _SPAN.fullmatch(part)
                if found is None or _ANOTHER.match(found[3]):
                    seen = value_class(part)
                    made.faults.append(RowFault(shift, Fault.VALUE_UNKNOWN, seen, _EXPECTED))
                    continue
                begins, ends, rest = found.groups()
                unit = _units(rest.strip(" ()[]") or home, across)
                told = [
                    *(_without_unit(form, own)),
                    *(_name(person, day, unit, number, known), unit, day.isoformat()),
                    *(_clock(begins), _clock(ends)),
                ]
                made.rows.append((shift, told))
    return made


def _days(
    form: FormatFile, across: DaysAcross, headings: Sequence[str], source: str
) -> dict[int, tuple[date, str]]:
    """The columns of days: place -> the day and its heading."""
    pattern, code = _DAYS[across.date_format]
    found: dict[int, tuple[date, str]] = {}
    for place, heading in enumerate(headings):
        told = re.search(rf"(?<!\d){pattern}(?!\d)", heading)
        if told is None:
            continue
        try:
            day = datetime.strptime(told[0], code).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            raise InputError(
                "day_heading_invalid",
                f"{source}: column {place + 1} is headed by a day that does not exist.",
                "Correct the heading, or make the export again.",
                source=source,
                column=place + 1,
            ) from None
        if day in {each for each, _ in found.values()}:
            raise InputError(
                "header_repeated",
                f"{source} has several columns named {told[0]}.",
                "Give each column its own heading, so that the right one is read.",
                source=source,
                headings=told[0],
            )
        found[place] = day, heading
    if not found:
        raise InputError(
            "header_missing",
            f"{source} has no column headed by a day ({across.date_format}).",
            f"Export the file with them, or change days_across in the format file {form.name}.",
            source=source,
            headings=across.date_format,
        )
    return found


def _one_a_line(form: FormatFile) -> FormatFile:
    """The format of the rows that come of it."""
    kept = tuple(each for each in form.fields if each.into != "unit")
    unit = next((each.heading for each in form.fields if each.into == "unit"), "unit")
    fields = (
        *kept,
        FileField(heading="shift_id", into="shift_id"),
        FileField(heading=unit, into="unit"),
        FileField(heading="day", into="day", type="day", date_format="yyyy-MM-dd"),
        FileField(heading="begins", into="begins"),
        FileField(heading="ends", into="ends"),
    )
    return form.model_copy(update={"fields": fields, "days_across": None}).sealed(form.sha256)


def _without_unit(form: FormatFile, own: Sequence[str]) -> Iterator[str]:
    return (cell for each, cell in zip(form.fields, own, strict=True) if each.into != "unit")


def _cell(cells: Sequence[str], place: int | None) -> str:
    return "" if place is None else cells[place].strip()


def _parts(cell: str, across: DaysAcross) -> Iterator[str]:
    """The shifts of a cell; none where it is empty, or says that the day is free."""
    free = {word.casefold() for word in across.free}
    for part in cell.split(across.split):
        text = " ".join(part.split())
        if text and text.casefold() not in free:
            yield text


def _units(text: str, across: DaysAcross) -> str:
    for mark in across.units_apart:
        text = text.replace(mark, ",")
    return ", ".join(unit.strip() for unit in text.split(",") if unit.strip())


def _name(person: str, day: date, unit: str, line: int, known: Counter[str]) -> str:
    """A name that the same shift has in the next export too; parts of one shift share it.

    Vacant shifts, which nobody tells apart, are counted.
    """
    if person:
        return f"{person} {day.isoformat()} {unit}"
    own = f"{line} {day.isoformat()} {unit}"
    vacant = f"{day.isoformat()} {unit}"
    if own not in known:
        known[own] = known[vacant] = known[vacant] + 1
    return f"- {vacant} {known[own]}"


def _clock(text: str) -> str:
    """`7`, `7.30` or `0730` as `HH:MM`."""
    digits = re.sub(r"\D", "", text)
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "00")  # noqa: PLR2004
    return f"{int(hours):02d}:{minutes}"
