"""The row of headings: where it stands, and which column holds which field."""

from __future__ import annotations

from collections.abc import Sequence

from rutine.core.errors import InputError
from rutine.formats.format_model import FormatFile

HEADER_WITHIN = 30
"""Rows from the top that are searched; titles and dates of export may stand above."""


def _plain(heading: str) -> str:
    return " ".join(heading.replace("\ufeff", "").split()).casefold()


def find_headings(
    form: FormatFile, top: Sequence[Sequence[str]], source: str
) -> tuple[int, list[int | None]]:
    """The headings' row, from 1, and the place, from 0, of each of the format's fields in it.

    An optional field that the file lacks has no place.

    The file's own words are never repeated in a message: without headings, its first row may
    be a person's data.

    Raises:
        InputError: `header_missing`, naming the headings that were not found,
            `header_repeated`, or `header_forbidden`, naming the format's word.
    """
    wanted = [_plain(field.heading) for field in form.fields]
    best, best_row, found = -1, 0, [""]
    for number, row in enumerate(top, start=1):
        plain = [_plain(cell) for cell in row]
        score = sum(heading in plain for heading in wanted)
        if score > best:
            best, best_row, found = score, number, plain
    missing = [
        f.heading
        for f, word in zip(form.fields, wanted, strict=True)
        if word not in found and not f.optional
    ]
    if missing:
        raise _missing(form, source, best_row, missing)
    twice = [
        f.heading for f, word in zip(form.fields, wanted, strict=True) if found.count(word) > 1
    ]
    told = [word for word in form.never if any(_plain(word) in cell for cell in found)]
    if told:
        raise InputError(
            "header_forbidden",
            f"{source} has a column that the list must not have: {', '.join(told)}.",
            "Export it without that column, and delete the file: nothing of it was kept.",
            source=source,
            headings=", ".join(told),
        )
    if twice:
        raise InputError(
            "header_repeated",
            f"{source} has several columns named {', '.join(twice)} (row {best_row}).",
            "Give each column its own heading, so that the right one is read.",
            source=source,
            headings=", ".join(twice),
        )
    return best_row, [found.index(word) if word in found else None for word in wanted]


def _missing(form: FormatFile, source: str, row: int, missing: list[str]) -> InputError:
    named = ", ".join(missing)
    if len(missing) == sum(not field.optional for field in form.fields):
        message = f"{source} has no row of headings in its first {HEADER_WITHIN} rows."
        sign = f"the delimiter {form.delimiter!r}, " if form.kind == "delimited" else ""
        where = f"{sign}the encoding {form.encoding}" if form.kind == "delimited" else "the sheet"
        remedy = f"Check that it is the right file, and {where}. Expected headings: {named}."
        return InputError("header_missing", message, remedy, source=source, headings=named)
    return InputError(
        "header_missing",
        f"{source} lacks these columns: {named} (headings in row {row}).",
        f"Export the file with them, or change the headings in the format file {form.name}.",
        source=source,
        headings=named,
    )
