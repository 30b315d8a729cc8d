"""What a format file means, beyond its schema: does it make whole records, without conflicts?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from itertools import pairwise

from rutine.core.records import COLUMNS, OPTIONAL, RECORD_TYPES, ColumnKind
from rutine.formats.days_across import FROM_CELLS
from rutine.formats.format_fault import FormatFault
from rutine.formats.format_model import DATE_FORMATS, FileField, FormatFile
from rutine.formats.given import is_right
from rutine.formats.written_check import written_faults
from rutine.formats.yaml_source import did_you_mean

_TYPES_FOR_KIND = {
    ColumnKind.INTEGER: ("integer",),
    ColumnKind.OPTIONAL_INTEGER: ("integer",),
    ColumnKind.TEXT: ("text", "code"),
    ColumnKind.DAY: ("day",),
    ColumnKind.ORE: ("kroner", "ore"),
    ColumnKind.OPTIONAL_ORE: ("kroner", "ore"),
}
_TYPES_FOR_IDENTIFIER = {"Fnr": ("fnr",), "OrgNr": ("orgnr",), "AccountNumber": ("account",)}
_PLACES = {
    # How a field is found: what it must have, and what it must not.
    "fixed": (("position", "width"), ("column",)),
    "header": ((), ("column", "position", "width")),
    "no header": (("column",), ("position",)),
}
_LONGEST_ORE = 17  # digits and sign: more would not fit 64 bits
_PERSON = "person"
_ROW = "row"  # the line number, which the reader gives


def check_format(form: FormatFile) -> tuple[FormatFault, ...]:
    """Everything that is wrong with a format's meaning; empty when it can be used."""
    if form.record not in RECORD_TYPES:
        allowed = ", ".join(RECORD_TYPES)
        meant = did_you_mean(form.record, RECORD_TYPES)
        return (FormatFault(("record",), f"no record '{form.record}'; allowed: {allowed}{meant}"),)
    found = [*_file_faults(form), *_record_faults(form), *written_faults(form)]
    for place, field in enumerate(form.fields):
        found.extend(
            FormatFault(("fields", place, *((key,) if key else ())), message)
            for key, message in (*_place_faults(form, field), *_value_faults(form, field))
        )
    return tuple(found)


def _file_faults(form: FormatFile) -> Iterator[FormatFault]:
    if form.kind == "fixed" and form.header:
        yield FormatFault(("header",), "a file of fixed positions has no header; write header: no")
    if form.kind == "xlsx" and not form.header:
        yield FormatFault(("header",), "a workbook is read by its headings; leave header out")
    if (form.kind == "xml") != (form.row is not None):
        yield FormatFault(("row",), "row is the element of a row: for kind xml, and only there")
    if form.kind == "xml" and (form.written or form.footer or not form.header):
        yield FormatFault(("kind",), "xml is read only, by its elements; leave out written, footer")
    if form.days_across is not None and (
        form.kind != "delimited" or not form.header or form.record != "shift"
    ):
        message = "days_across is for the record shift, in a delimited file with headings"
        yield FormatFault(("days_across",), message)
    if form.kind != "xlsx" and form.sheet is not None:
        yield FormatFault(("sheet",), "only a workbook (kind: xlsx) has sheets")
    yield from _repeated("heading", [f.heading.casefold() for f in form.fields])
    yield from _repeated("into", [f.into for f in form.fields])
    yield from _repeated("column", [f.column for f in form.fields])
    if form.kind == "fixed":
        yield from _overlaps(form)
    elif not form.header:
        columns = sorted(f.column for f in form.fields if f.column is not None)
        if columns != list(range(1, len(form.fields) + 1)):
            message = "column must number the fields 1, 2, 3 … without gaps"
            yield FormatFault(("fields",), message)


def _repeated(key: str, values: Iterable[str | int | None]) -> Iterator[FormatFault]:
    seen: set[str | int] = set()
    for place, value in enumerate(values):
        if value is None:
            continue
        if value in seen:
            yield FormatFault(("fields", place, key), f"another field has the same {key}")
        seen.add(value)


def _overlaps(form: FormatFile) -> Iterator[FormatFault]:
    placed = sorted(
        (f.position, f.position + f.width, place)
        for place, f in enumerate(form.fields)
        if f.position is not None and f.width is not None
    )
    for (_, end, _), (start, _, place) in pairwise(placed):
        if start < end:
            message = "begins before the field in front of it ends"
            yield FormatFault(("fields", place, "position"), message)


def _record_faults(form: FormatFile) -> Iterator[FormatFault]:
    columns = {name for name in COLUMNS[form.record] if name != _ROW}
    made = {f.into for f in form.fields if f.into is not None} | form.given.keys()
    made |= set(FROM_CELLS if form.days_across is not None else ())
    for name in COLUMNS[form.record]:
        if name in columns and name not in {*made, *OPTIONAL[form.record]}:
            message = f"no field becomes '{name}', which {form.record} must have"
            yield FormatFault(("fields",), message)
    for place, field in enumerate(form.fields):
        if field.into is not None and field.into not in columns:
            allowed = ", ".join(sorted(columns))
            message = f"the record {form.record} has no '{field.into}'; allowed: {allowed}"
            meant = did_you_mean(field.into, columns)
            yield FormatFault(("fields", place, "into"), f"{message}{meant}")
    days = {name for name, kind in COLUMNS[form.record].items() if kind is ColumnKind.DAY}
    for place, order in enumerate(form.day_order):
        for key, name in (("first", order.first), ("last", order.last)):
            if name not in days:
                message = f"'{name}' is not a day of {form.record}{did_you_mean(name, days)}"
                yield FormatFault(("day_order", place, key), message)
    yield from _given_faults(form, columns)
    for place, name in enumerate(form.unique):
        if name not in columns:
            message = f"the record {form.record} has no '{name}'{did_you_mean(name, columns)}"
            yield FormatFault(("unique", place), message)


def _given_faults(form: FormatFile, columns: set[str]) -> Iterator[FormatFault]:
    """Values for what the file lacks: of a field that there is, once, and readable."""
    read = {field.into for field in form.fields}
    for name, value in form.given.items():
        if name not in columns:
            message = f"the record {form.record} has no '{name}'{did_you_mean(name, columns)}"
        elif name == _PERSON:
            message = "a national id is never the same in every row"
        elif name in read:
            message = f"a field of the file already becomes '{name}'"
        elif not is_right(form.record, name, value):
            message = f"'{name}' can't be read; days are yyyy-MM-dd, kroner 1234,50"
        else:
            continue
        yield FormatFault(("given", name), message)
    if form.given and form.written:
        yield FormatFault(("given",), "given values are read, never written; leave them out")
    if form.footer and (form.written or not form.header):
        yield FormatFault(("footer",), "only a file that is read by its headings has a footer")


def _place_faults(form: FormatFile, field: FileField) -> Iterator[tuple[str, str]]:
    layout = "fixed" if form.kind == "fixed" else ("header" if form.header else "no header")
    needed, refused = _PLACES[layout]
    for key in needed:
        if getattr(field, key) is None:
            yield "", f"'{field.heading}' needs {key}"
    for key in refused:
        if getattr(field, key) is not None:
            yield key, f"{key} has no meaning in a file with kind {form.kind} and this header"
    if field.width is not None and field.same_width_in_file:
        yield "same_width_in_file", "width already gives the width"


def _value_faults(form: FormatFile, field: FileField) -> Iterator[tuple[str, str]]:
    if field.into in COLUMNS[form.record]:
        yield from _type_faults(form, field)
    for key, wrong, message in _value_rules(form, field):
        if wrong:
            yield key, message
    for marker in field.missing:
        if field.width is not None and len(marker) != field.width:
            yield "missing", f"a missing value also has width {field.width}"


def _value_rules(form: FormatFile, field: FileField) -> Iterator[tuple[str, bool, str]]:
    """Keys that belong together: the key, whether the rule is broken, and the rule."""
    kind, signed = field.type, field.sign == "trailing"
    yield (
        "date_format" if field.date_format else "type",
        (field.date_format is not None) != (kind == "day"),
        f"date_format belongs with type: day, and only there; allowed: {', '.join(DATE_FORMATS)}",
    )
    yield (
        "width",
        bool(field.date_format and field.width not in {None, len(field.date_format)}),
        f"{field.date_format} has {len(field.date_format or '')} characters",
    )
    limited = field.minimum is not None or field.maximum is not None
    yield (
        "type",
        limited and kind not in {"integer", "kroner"},
        "minimum and maximum need type: integer or kroner",
    )
    yield (
        "optional",
        field.optional and (field.required or form.kind == "fixed" or not form.header),
        "a column may be missing only with required: no, in a file that is read by its headings",
    )
    yield "optional", field.optional and form.written, "a file that is written has every column"
    yield "words", bool(field.words) and kind not in {"text", "code"}, "words need type: text"
    yield "sign", signed and kind not in {"kroner", "ore"}, "a trailing sign needs kroner or ore"
    yield "sign", signed and form.kind == "xlsx", "a number in a workbook has its own sign"
    yield (
        "width",
        signed and kind == "ore" and not 1 < (field.width or 0) <= _LONGEST_ORE,
        f"øre with a trailing sign need a width from 2 to {_LONGEST_ORE}",
    )
    yield (
        "thousands",
        kind == "kroner" and field.thousands == field.decimal,
        "thousands and decimal can't be the same character",
    )
    yield (
        "constant",
        field.constant is not None and (field.into is not None or bool(field.words)),
        "a constant is only checked; leave out into and words",
    )


def _type_faults(form: FormatFile, field: FileField) -> Iterator[tuple[str, str]]:
    into = str(field.into)
    if into == _ROW:
        return
    declared = next(str(f.type) for f in fields(RECORD_TYPES[form.record]) if f.name == into)
    kind = COLUMNS[form.record][into]
    allowed = _TYPES_FOR_KIND.get(kind) or _TYPES_FOR_IDENTIFIER[declared.split(" ")[0]]
    if field.type not in allowed:
        yield "type", f"'{into}' is made from type {' or '.join(allowed)}, not {field.type}"
    may_miss = kind is ColumnKind.TEXT or declared.endswith("| None")
    if not field.required and not may_miss and field.default is None:
        yield "required", f"'{into}' can't be missing in {form.record}; give a default"
