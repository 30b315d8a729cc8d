"""A person's own lines in the originals of the evidence archive, as they stand there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from rutine.cases.tables import Report, Run
from rutine.core.errors import InputError
from rutine.core.identifiers import Fnr
from rutine.installation import Installation
from rutine.steps.nav_lists import kept_lists

_BOOK: Final = b"PK\x03\x04"


@dataclass(frozen=True, slots=True, repr=False)
class OwnLines:
    """What was found, and what could not be searched.

    Attributes:
        lines: the kind of the original, the day it was kept, and the person's own line of it.
        books: workbooks, which are searched by no line: whoever delivers them has the same.
    """

    lines: tuple[tuple[str, str, str], ...]
    books: int


def own_lines(place: Installation, person: Fnr) -> OwnLines:
    """Every line or entry with the person's national id in any original, nobody else's beside."""
    found: list[tuple[str, str, str]] = []
    books = 0
    for sha256 in _originals(place):
        try:
            about, data = place.archive.read(sha256)
        except InputError:  # deleted in time, or lost: `rutine verify` tells
            continue
        if data.startswith(_BOOK):
            books += 1
            continue
        day = f"{about.kept_at:%Y-%m-%d}"
        found += [(about.kind, day, text) for text in _lines(data, person.reveal())]
    return OwnLines(tuple(found), books)


def _originals(place: Installation) -> list[str]:
    with place.database.reading() as session:
        named = set(session.scalars(select(Report.sha256)))
        for summary in session.scalars(select(Run.summary).where(Run.summary.is_not(None))):
            named |= set(json.loads(str(summary)).get("inputs", {}).values())
    for employer in place.settings.employers:
        named |= set(kept_lists(place, employer.orgnr))
    return sorted(named)


def _lines(data: bytes, number: str) -> Iterator[str]:
    text = _text(data)
    if number not in text:
        return
    try:
        yield from (
            json.dumps(each, ensure_ascii=False) for each in _entries(json.loads(text), number)
        )
    except ValueError:
        yield from (line.strip() for line in text.splitlines() if number in line)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("iso-8859-1")


def _entries(value: Any, number: str) -> Iterator[Mapping[str, Any]]:
    """The innermost objects that hold the number themselves."""
    if isinstance(value, dict):
        if number in map(str, value.values()):
            yield value
            return
        for each in value.values():
            yield from _entries(each, number)
    elif isinstance(value, list):
        for each in value:
            yield from _entries(each, number)
