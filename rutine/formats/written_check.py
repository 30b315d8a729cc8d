"""What a format must say, beyond what reading needs, before a file can be written by it."""

from __future__ import annotations

from collections.abc import Iterator

from rutine.formats.format_fault import FormatFault
from rutine.formats.format_model import FileField, FormatFile

_PERSONAL = frozenset({"person", "name"})
"""Record fields that leave the house in no file: the employee number does."""


def written_faults(form: FormatFile) -> Iterator[FormatFault]:
    """Why a file can't be written by the format; nothing when it is only read."""
    if not form.written:
        yield from (
            FormatFault(("fields", place, "guarded"), "guarded belongs in a format with written")
            for place, field in enumerate(form.fields)
            if field.guarded
        )
        return
    if form.kind == "xlsx":
        yield FormatFault(("kind",), "a workbook can't be written; use delimited or fixed")
    if form.encoding == "utf-16":
        yield FormatFault(("encoding",), "files are written as utf-8, windows-1252 or iso-8859-1")
    if form.kind == "delimited" and not form.quotes:
        yield FormatFault(("quotes",), "a text may hold the delimiter, so it must be quoted")
    if form.kind == "fixed":
        yield from _gaps(form)
    for place, field in enumerate(form.fields):
        yield from (
            FormatFault(("fields", place, *((key,) if key else ())), message)
            for key, message in _field_faults(form, field)
        )


def _field_faults(form: FormatFile, field: FileField) -> Iterator[tuple[str, str]]:
    if field.into is None and field.constant is None:
        yield "", f"'{field.heading}' is written from nothing: give it into or constant"
    if field.type == "fnr" or field.into in _PERSONAL:
        yield "", "national ids and names are never written; use the employee number"
    yield from _one_way_faults(field)
    free_text = field.type == "text" and not field.words and field.constant is None
    if form.kind == "delimited":
        if free_text and not field.guarded:
            yield "guarded", "a text could start a formula in a spreadsheet; write guarded: yes"
        if field.width is not None or field.same_width_in_file:
            yield "width", "between delimiters a value is as long as it is; leave width out"
    elif field.constant is not None and len(field.constant) != field.width:
        yield "constant", f"the constant must fill the width, {field.width}"
    if field.guarded and not (form.kind == "delimited" and free_text):
        yield "guarded", "only a free text between delimiters is guarded"


def _one_way_faults(field: FileField) -> Iterator[tuple[str, str]]:
    """What reading does and writing can't do backwards."""
    if field.default is not None:
        yield "default", "a default hides that the value is missing; leave it out"
    if field.ignore:
        yield "ignore", "reading takes characters out, and writing cannot do that backwards"
    values = list(field.words.values())
    if len(set(values)) < len(values):
        yield "words", "two words stand for the same value, so neither can be written"
    if field.words and field.other_words == "keep":
        yield "other_words", "a kept word could be read as another value; use refuse"


def _gaps(form: FormatFile) -> Iterator[FormatFault]:
    """Positions that no field fills: nobody has said what stands there."""
    placed = sorted((f.position or 0, f.width or 0) for f in form.fields)
    expected = 1
    for position, width in placed:
        if position > expected:
            message = f"no field says what stands at positions {expected} to {position - 1}"
            yield FormatFault(("fields",), message)
        expected = position + width
