"""A sample file's chosen rows as an example's file: read by the same format, telling of nobody.

Only the columns that the format reads are there: what else a file holds may be anything.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any, Final

from openpyxl import Workbook

from rutine.formats.format_model import FileField
from rutine.formats.proposal.vocabulary import known_values
from rutine.formats.workbook import cell_text
from rutine.routines.new_routine.samples import SampleFile
from rutine.routines.new_routine.substitutes import Substitutes

_CODED: Final = frozenset(
    {
        *("unit", "parent", "position_code", "percent", "tags", "code", "result", "event"),
        *("requirement", "reason", "shift_code", "status", "resource", "begins", "ends"),
        *("benefit", "kind", "restricted", "responsibility", "function", "reversal"),
    }
)
"""Fields whose words are of the municipality, and not of a person, where several share them."""

_ALWAYS: Final = frozenset({"begins", "ends", "percent", "unit", "parent", "language"})
"""What is a time, a number, a unit or a language, whatever it says."""

_PEOPLE: Final = ("employee_number", "person")


def example_file(
    file: SampleFile, rows: Sequence[int], substitutes: Substitutes
) -> tuple[str, bytes]:
    """The ending of the file's name, and the file."""
    headings = {" ".join(each.split()).casefold(): n for n, each in enumerate(file.sample.headings)}
    fields = [each for each in file.form.fields if each.heading.casefold() in headings]
    columns = []
    for field in fields:
        cells = file.sample.columns[headings[field.heading.casefold()]]
        shared = _shared(file, field, cells)
        columns.append([_shown(field, cells[row], shared, substitutes) for row in rows])
    head = [field.heading for field in fields]
    body = [list(row) for row in zip(*columns, strict=True)]
    if file.form.kind == "xlsx":
        return ".xlsx", _workbook(file, head, body)
    return ".csv", _text(file, head, body)


def _shown(field: FileField, cell: Any, shared: set[str], substitutes: Substitutes) -> Any:
    text = cell_text(cell).strip()
    name = field.into or field.heading
    coded = name in _ALWAYS or text.casefold() in shared
    return substitutes.of(name, field.type, cell if field.type != "fnr" else text, coded=coded)


def _shared(file: SampleFile, field: FileField, cells: Sequence[Any]) -> set[str]:
    """The words of a coded column that stand in several people's rows, or that are known."""
    own = {word.casefold() for word in field.words}  # the format's own say nothing of anybody
    if field.into not in _CODED:
        return own
    known = {word.casefold() for word in known_values(field.into)} | own
    people = _people(file)
    held: dict[str, set[str]] = {}
    for place, cell in enumerate(cells):
        who = people[place] if people else str(place)
        held.setdefault(cell_text(cell).strip().casefold(), set()).add(who)
    return {word for word, those in held.items() if len(those) > 1} | known


def _people(file: SampleFile) -> list[str]:
    """Whose each row is, where the file says."""
    places = {" ".join(each.split()).casefold(): n for n, each in enumerate(file.sample.headings)}
    for name in _PEOPLE:
        for field in file.form.fields:
            if field.into == name and field.heading.casefold() in places:
                cells = file.sample.columns[places[field.heading.casefold()]]
                return [cell_text(cell).strip() for cell in cells]
    return []


def _text(file: SampleFile, head: Sequence[str], body: Sequence[Sequence[Any]]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=file.form.delimiter, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([[cell_text(cell) for cell in row] for row in body])
    return written.getvalue().encode(file.form.encoding)


def _workbook(file: SampleFile, head: Sequence[str], body: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(file.form.sheet)
    sheet.append(list(head))
    for row in body:
        sheet.append(list(row))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
