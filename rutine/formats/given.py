"""What a file lacks and its format gives: the same value in every row."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from rutine.core.records import COLUMNS, RECORD_TYPES, ColumnKind
from rutine.formats.cells import Cells
from rutine.formats.columns import read_column
from rutine.formats.format_model import FieldType, FileField, FormatFile

_TYPES: dict[ColumnKind, FieldType] = {
    ColumnKind.INTEGER: "integer",
    ColumnKind.OPTIONAL_INTEGER: "integer",
    ColumnKind.TEXT: "text",
    ColumnKind.DAY: "day",
    ColumnKind.ORE: "kroner",
    ColumnKind.OPTIONAL_ORE: "kroner",
}
_IDENTIFIERS: dict[str, FieldType] = {"OrgNr": "orgnr", "AccountNumber": "account", "Fnr": "fnr"}
_DAYS = "yyyy-MM-dd"


def given_field(record: str, name: str) -> FileField:
    """A record's field as if it were a column of the file, with the notation that is ours."""
    declared = next(str(f.type) for f in fields(RECORD_TYPES[record]) if f.name == name)
    kind = COLUMNS[record][name]
    type_ = _TYPES.get(kind) or _IDENTIFIERS[declared.split(" ")[0]]
    return FileField(
        heading=name,
        into=name,
        type=type_,
        date_format=_DAYS if type_ == "day" else None,
        required=not may_miss(record, name),
    )


def may_miss(record: str, name: str) -> bool:
    """Whether a record's field may have no value."""
    declared = next(str(f.type) for f in fields(RECORD_TYPES[record]) if f.name == name)
    return COLUMNS[record][name] is ColumnKind.TEXT or declared.endswith("| None")


def given_fields(form: FormatFile) -> tuple[FileField, ...]:
    """The fields that a format gives, in its order."""
    return tuple(given_field(form.record, name) for name in form.given)


def given_cells(form: FormatFile, count: int) -> tuple[Cells, ...]:
    """The cells of the given fields for so many rows: one text, in all of them."""
    return tuple(Cells.alike(value, count) for value in form.given.values())


def is_right(record: str, name: str, value: str) -> bool:
    """Whether a given value can be read."""
    column = read_column(
        given_field(record, name), Cells.of_texts([value]), "any", date(2026, 1, 1)
    )
    return not column.faults.any()
