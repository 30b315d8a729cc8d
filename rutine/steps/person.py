"""A person's own lines in the originals of the evidence archive, as they stand there.

By national id in every original, whatever it is: text, workbook or NAV's answers. By employee
number or e-mail address in lists that a format reads, where a list names them beside the national
id; a row that has another's national id is another's. What can't be told is counted.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

import pandas as pd
from sqlalchemy import select

from rutine.cases.reports.evidence import Original
from rutine.cases.retention.rules import Kind, Terms
from rutine.cases.tables import Report, Run
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.identifiers import Fnr
from rutine.core.shape_reasons import ABSENCE_LISTS
from rutine.formats.format_file import load_format
from rutine.formats.format_model import FormatFile
from rutine.formats.reading import Reading, read
from rutine.formats.workbook import every_row, sheet_names
from rutine.installation import Installation
from rutine.steps.list_files import identities
from rutine.steps.nav_lists import kept_lists
from rutine.steps.own_numbers import (
    COLUMNS,
    Key,
    Naming,
    OwnNumbers,
    Whose,
    key_text,
    keys_of,
    others_of,
    rows_of,
)

_BOOK: Final = b"PK\x03\x04"
_ID_LENGTH: Final = 11
_ELEMENTS: Final = re.compile(r"(?<=>)\s*(?=<)")

_Place = tuple[str, int]
"""Sheet and row of a line, from 1; a text file is one sheet without a name."""


@dataclass(frozen=True, slots=True, repr=False)
class OwnLines:
    """What was found, and what could not be told.

    Attributes:
        lines: the kind of the original, the day it was kept, and the person's own line of it.
        originals: the sha256 of each that such a line stands in.
        routines: whose runs have read those originals.
        of_absence: whether one of them is a list of absences, of whichever routine.
        unread: originals whose format is not there any more, or does not read them any more:
            searched by national id only, or not at all where they can't be opened.
        unnamed: lists with employee numbers alone, of an employer of which no list names them
            beside national ids.
        contested: rows whose number was two people's at that time.
        refused: rows that their format can't read, and that do not hold the national id.
    """

    lines: tuple[tuple[str, str, str], ...]
    originals: tuple[str, ...] = ()
    routines: frozenset[str] = frozenset()
    of_absence: bool = False
    unread: int = 0
    unnamed: int = 0
    contested: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class _Use:
    """A run that read an original, as an input of that name."""

    employer: str
    at: datetime
    run: str
    routine: str
    name: str

    @property
    def is_of_absence(self) -> bool:
        """As `sight` has it: a routine of a known shape numbers its lists, `time_away 1`.

        The refunds' one `absence` is for whom that routine's cases are for.
        """
        record, _, _ = self.name.rpartition(" ")
        return record in ABSENCE_LISTS


@dataclass(slots=True)
class _Found:
    lines: list[tuple[str, str, str]] = field(default_factory=list)
    originals: list[str] = field(default_factory=list)
    unread: int = 0
    unnamed: int = 0
    contested: int = 0
    refused: int = 0


def own_lines(place: Installation, person: Fnr) -> OwnLines:
    """Every line or entry that is the person's in any original, nobody else's beside."""
    return _Search(place, person).done()


@dataclass(frozen=True, slots=True, repr=False)
class LinesLeft:
    """What stays of an erased person in originals, which are whole files about many.

    Attributes:
        lines, originals: how many lines, in how many originals.
        until: the first day on which the last of them may be gone; cases and settlements of
            others that rest on the same file may keep it longer.
        found: what could not be told.
    """

    lines: int
    originals: int
    until: date
    found: OwnLines


def lines_left(place: Installation, person: Fnr, terms: Terms) -> LinesLeft | None:
    """What an erased person still has in the archive; None when that is nothing."""
    found = own_lines(place, person)
    if not found.originals:
        return None
    wanted = set(found.originals)
    until = [
        terms.of(Kind.ORIGINALS, routine).until(at)
        for sha256, routine, at in _readers(place)
        if sha256 in wanted
    ]
    # NAV's lists are read by no run under their own hash: they have a term of their own.
    lists = terms.of(Kind.NAV_LISTS).until(clock.now())
    return LinesLeft(len(found.lines), len(wanted), max(until, default=lists), found)


class _Search:
    """One search. Originals are opened one at a time, and nothing of others is kept."""

    def __init__(self, place: Installation, person: Fnr) -> None:
        self._place = place
        self._number = person.reveal()
        self._uses = _uses(place)
        self._forms: dict[str, FormatFile | None] = {}

    def done(self) -> OwnLines:
        found = _Found()
        for sha256 in sorted(self._uses):
            opened = self._opened(sha256)
            if opened is not None:
                self._search(sha256, *opened, found)
        uses = [use for each in found.originals for use in self._uses[each]]
        return OwnLines(
            tuple(found.lines),
            tuple(found.originals),
            frozenset(use.routine for use in uses),
            any(use.is_of_absence for use in uses),
            found.unread,
            found.unnamed,
            found.contested,
            found.refused,
        )

    def _search(self, sha256: str, about: Original, data: bytes, found: _Found) -> None:
        own: dict[_Place, str] = {}
        readable = True
        try:
            own.update(_with_number(data, self._number))
        except InputError:  # a workbook that can't be opened
            readable = False
        reading = self._reading(about, data)
        if reading is not None:
            self._by_keys(sha256, reading, own, found, _sheet_of(self._forms[about.kind], data))
        elif not readable or not _tells_itself(data):
            found.unread += 1
        if own:
            day = f"{about.kept_at:%Y-%m-%d}"
            found.originals.append(sha256)
            found.lines += [(about.kind, day, own[each]) for each in sorted(own)]

    def _by_keys(
        self,
        sha256: str,
        reading: Reading,
        own: dict[_Place, str],
        found: _Found,
        sheet: str,
    ) -> None:
        """Add the rows that are the person's by another column than the national id."""
        rows = rows_of(reading)
        if rows is None:
            return
        told = {row for at, row in own if at == sheet} - {int(row) for row in rows["row"]}
        found.refused += max(0, reading.rows_in - reading.count - len(told))
        # A row with somebody's national id is theirs, whatever number stands beside it.
        bare = rows[rows["person"] == ""] if "person" in rows else rows
        mine = list(rows.loc[rows["person"] == self._number, "row"]) if "person" in rows else []
        use = min(self._uses[sha256], key=lambda each: each.at, default=None)
        if use is not None and not bare.empty:
            if self._numbers.can_tell(use.employer):
                mine += self._rows_by_key(bare, use, found)
            elif keys_of(bare):
                found.unnamed += 1
        for row in mine:
            own.setdefault((sheet, int(row)), reading.raw_line(int(row)))

    def _rows_by_key(self, bare: pd.DataFrame, use: _Use, found: _Found) -> list[int]:
        """Rows without a national id whose number or address was the person's at that time."""
        mine: list[int] = []
        for column in COLUMNS:
            if column not in bare:
                continue
            some = bare
            if column == "email" and "employee_number" in bare:
                # An address tells whose a row is only where no number does.
                some = bare[bare["employee_number"].str.strip() == ""]
            for key in self._ever & keys_of(some[[column]]):
                whose = self._numbers.whose(use.employer, key, use.at)
                at = some.loc[some[column].map(key_text) == key[1], "row"]
                if whose is Whose.OWN:
                    mine += list(at)
                elif whose is Whose.BOTH:
                    found.contested += len(at)
        return mine

    @cached_property
    def _ever(self) -> frozenset[Key]:
        """Every number and address that any list has named beside the person's national id."""
        return frozenset().union(*self._named.values())

    @cached_property
    def _named(self) -> Mapping[str, frozenset[Key]]:
        """Lists that name numbers beside national ids, and which of them are the person's."""
        return {
            sha256: frozenset(keys_of(rows[rows["person"] == self._number]))
            for sha256, rows in self._naming_lists(self._uses)
        }

    @cached_property
    def _numbers(self) -> OwnNumbers:
        ever, others = self._ever, dict[str, frozenset[Key]]()
        if ever:
            for sha256, rows in self._naming_lists(self._named):
                others[sha256] = frozenset(others_of(rows, self._number) & ever)
        by_run: dict[tuple[str, datetime, str], list[str]] = defaultdict(list)
        for sha256 in self._named:
            for use in self._uses[sha256]:
                by_run[use.employer, use.at, use.run].append(sha256)
        namings: dict[str, list[Naming]] = defaultdict(list)
        for (employer, at, _), lists in by_run.items():
            own = frozenset[Key]().union(*(self._named[each] for each in lists))
            other = frozenset[Key]().union(*(others.get(each, frozenset()) for each in lists))
            namings[employer].append(Naming(at, own, other))
        return OwnNumbers(namings)

    def _naming_lists(self, among: Mapping[str, Any]) -> Iterator[tuple[str, pd.DataFrame]]:
        for sha256 in sorted(among):
            opened = self._opened(sha256)
            reading = None if opened is None else self._reading(*opened)
            rows = None if reading is None else rows_of(reading)
            if rows is None or "person" not in rows or not {*COLUMNS} & {*rows.columns}:
                continue
            if keys_of(rows[rows["person"] != ""]):
                yield sha256, rows

    def _opened(self, sha256: str) -> tuple[Original, bytes] | None:
        try:
            return self._place.archive.read(sha256)
        except InputError:  # deleted in time, or lost: `rutine verify` tells
            return None

    def _reading(self, about: Original, data: bytes) -> Reading | None:
        """The original by the format that it was kept under; None where that is not possible."""
        if about.kind not in self._forms:
            path = self._place.settings.mappings / "formats" / f"{about.kind}.yaml"
            try:
                self._forms[about.kind] = load_format(path)
            except InputError:
                self._forms[about.kind] = None
        form = self._forms[about.kind]
        if form is None:
            return None
        try:
            return read(form, data, source=about.label, identities=identities(self._place))
        except InputError:
            return None


def _sheet_of(form: FormatFile | None, data: bytes) -> str:
    """The sheet that the format reads; nothing for a text file."""
    if form is None or form.kind != "xlsx":
        return ""
    return form.sheet or sheet_names(data, "original")[0]


def _readers(place: Installation) -> Iterator[tuple[str, str, datetime]]:
    """Each original that a run has fetched or read, with the run's routine and when."""
    with place.database.reading() as session:
        fetched = select(Report.sha256, Run.routine, Report.fetched_at).join(
            Run, Run.id == Report.run_id
        )
        yield from ((sha256, routine, at) for sha256, routine, at in session.execute(fetched))
        for run in session.scalars(select(Run).where(Run.summary.is_not(None))):
            for sha256 in (json.loads(str(run.summary)).get("inputs") or {}).values():
                yield sha256, run.routine, run.started_at


def _uses(place: Installation) -> dict[str, list[_Use]]:
    """Every original that the store names, with the runs that read it."""
    found: dict[str, list[_Use]] = {}
    with place.database.reading() as session:
        for sha256 in session.scalars(select(Report.sha256)):
            found.setdefault(sha256, [])
        for run in session.scalars(select(Run).where(Run.summary.is_not(None))):
            inputs = json.loads(str(run.summary)).get("inputs") or {}
            for name, sha256 in inputs.items():
                use = _Use(run.employer, run.started_at, run.id, run.routine, name)
                found.setdefault(sha256, []).append(use)
    for employer in place.settings.employers:
        for sha256 in kept_lists(place, employer.orgnr):
            found.setdefault(sha256, [])
    return found


def _tells_itself(data: bytes) -> bool:
    """NAV's answers and bank statements: no format reads them, and they name nobody by number."""
    return not data or data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"[", b"<")


def _with_number(data: bytes, number: str) -> Iterator[tuple[_Place, str]]:
    """The lines that the national id stands in, of any kind of file."""
    if data.startswith(_BOOK):
        for sheet, row, cells in every_row(data, "original"):
            if any(_is_number(cell, number) for cell in cells):
                yield (sheet, row), "; ".join(cells)
        return
    text = _text(data)
    if number not in text and _spaced(number) not in text:
        return
    try:
        entries = [
            json.dumps(each, ensure_ascii=False) for each in _entries(json.loads(text), number)
        ]
    except ValueError:
        # A bank's XML may be one single line about everybody: each element is a line of its own.
        parts = _ELEMENTS.split(text) if text.lstrip().startswith("<") else text.split("\n")
        lines = enumerate(parts, 1)
        entries = []
        for row, line in lines:
            if number in line or _spaced(number) in line:
                yield ("", row), line.strip()
    yield from ((("", place), entry) for place, entry in enumerate(entries, 1))


def _is_number(cell: str, number: str) -> bool:
    """Whether the national id stands in a cell, also as a number that has lost its first zero."""
    lost = cell.isdigit() and len(cell) == _ID_LENGTH - 1 and f"0{cell}" == number
    return number in cell or _spaced(number) in cell or lost


def _spaced(number: str) -> str:
    return f"{number[:6]} {number[6:]}"


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
