"""Two files held against each other, without any store: read, match, one outcome for each row."""

from __future__ import annotations

import sys
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import pandas as pd

from rutine.core.errors import InputError
from rutine.core.records import COLUMNS, ColumnKind
from rutine.formats.camt import FORMAT_NAME as BANK_STATEMENT
from rutine.formats.camt import read_camt
from rutine.formats.format_file import load_format
from rutine.formats.format_model import FormatFile
from rutine.formats.given_file import bytes_in
from rutine.formats.identifier_columns import FNR_LENGTH
from rutine.formats.reading import Identities, Reading, read
from rutine.formats.row_error import MAX_ERRORS
from rutine.matching import Matching, match
from rutine.routines.list_side import SideFields, Signs
from rutine.routines.match_file import OUT, ListSide, MatchPlan
from rutine.routines.nobody import without_placeholders
from rutine.routines.wrong_list import GivenList, ListDamaged, diagnosed

_WORKBOOK = b"PK"
_XML = b"<"
Role = Literal["identity", "name", "unit", "benefit", "first", "last", "amount", "less"]
_ROLES: tuple[Role, ...] = get_args(Role)
_IDENTIFIERS: tuple[Role, ...] = ("identity", "unit")


@dataclass(frozen=True, eq=False)
class ListAtHand:
    """One list, read and made ready.

    Attributes:
        side: what its columns mean.
        reading: its rows, and the faults of those refused.
        rows: what the matching takes: `row_id` is the row's place among the rows read, persons
            and units are numbers where they can be, benefits are categories.
        done_before: rows with nothing left of their amount; they take no part.
    """

    side: ListSide
    reading: Reading
    rows: pd.DataFrame
    done_before: int

    @property
    def refused(self) -> int:
        """How many rows of the file could not be read."""
        return self.reading.rows_in - self.reading.count


@dataclass(frozen=True, eq=False)
class TwoLists:
    """Both lists and what the matching said of each of their rows."""

    plan: MatchPlan
    a: ListAtHand
    b: ListAtHand
    matching: Matching


def reconcile_files(
    plan: MatchPlan,
    a: Path,
    b: Path,
    *,
    formats: Path,
    identities: Identities,
    every_fault: bool = False,
) -> TwoLists:
    """Read two files and find what belongs together.

    Args:
        plan: the lists, their columns and the passes.
        a: the first file.
        b: the second file.
        formats: the folder with format files.
        identities: whose national ids are accepted.
        every_fault: whether each faulty row is listed, however many there are.

    Raises:
        InputError: a file is missing or not of its kind; it says which list, and what the file
            looks like instead. `ListDamaged`, a list refused whole, holds its rows' faults.
    """
    most_errors = sys.maxsize if every_fault else MAX_ERRORS
    given = (GivenList("A", plan.a, a), GivenList("B", plan.b, b))
    readings = []
    for own, other in (given, given[::-1]):
        try:
            readings.append(_read_unless_damaged(own, formats, identities, most_errors))
        except InputError as fault:
            raise diagnosed(fault, own, other, formats) from None
    numbered = _numbered(plan, *readings)
    lists = [
        _at_hand(side, reading, plan.signs, numbered)
        for side, reading in zip((plan.a, plan.b), readings, strict=True)
    ]
    matching = match(lists[0].rows, lists[1].rows, plan.passes)
    return TwoLists(plan, lists[0], lists[1], matching)


def _numbered(plan: MatchPlan, a: Reading, b: Reading) -> frozenset[Role]:
    """What both lists can give as numbers: identifiers of one length, all of them there.

    A person must have eleven digits, as those that the matching holds against each other
    digit by digit.
    """
    found: set[Role] = set()
    for role in _IDENTIFIERS:
        columns = getattr(plan.a, role), getattr(plan.b, role)
        if None in columns:
            continue  # and a text, which may stand for nobody, has no numbers
        one, other = a.numbers(columns[0]), b.numbers(columns[1])
        if one is None or other is None or one[1] != other[1]:
            continue
        if role == "unit" or one[1] == FNR_LENGTH:
            found.add(role)
    return frozenset(found)


def _at_hand(
    side: ListSide, reading: Reading, signs: Signs, numbered: Collection[Role]
) -> ListAtHand:
    rows = match_rows(_columns(reading, side, numbered), side, signs)
    return ListAtHand(side, reading, rows, reading.count - len(rows))


def _columns(reading: Reading, side: ListSide, numbered: Collection[Role]) -> pd.DataFrame:
    """The columns of a list that the matching takes part in, each as small as it may be."""
    found: dict[str, pd.Series | np.ndarray[tuple[int], np.dtype[np.int64]]] = {}
    for role in _ROLES:
        name = getattr(side, role)
        if name is None or name in found:
            continue
        numbers = reading.numbers(name) if role in numbered else None
        if numbers is not None:
            found[name] = numbers[0]
        else:
            found[name] = reading.few(name) if role == "benefit" else reading.column(name)
    return pd.DataFrame(found, index=pd.RangeIndex(reading.count), copy=False)


def _read_unless_damaged(
    given: GivenList, formats: Path, identities: Identities, most_errors: int
) -> Reading:
    reading = _read(given.side, given.path, formats, identities, most_errors)
    if given.side.faults == "refuse_file" and reading.error_count:
        raise ListDamaged(given.place, reading.source, reading.errors, reading.error_count)
    return reading


def _read(
    side: ListSide, path: Path, formats: Path, identities: Identities, most_errors: int
) -> Reading:
    data = bytes_in(path)
    known = [name for name in side.formats if name != BANK_STATEMENT]
    forms = [load_format(formats / f"{name}.yaml") for name in known]
    if BANK_STATEMENT in side.formats and (not forms or data.lstrip()[:1] == _XML):
        return read_camt(data, source=path.name, most_errors=most_errors)
    reading = read(
        _choose(forms, data, path),
        data,
        source=path.name,
        identities=identities,
        most_errors=most_errors,
    )
    if reading.record != side.record:
        raise InputError(
            "mapping_invalid",
            f"The format {reading.format_name} makes {reading.record}, not {side.record}.",
            "Name a format of the right record in the match file.",
        )
    return reading


def _choose(forms: list[FormatFile], data: bytes, path: Path) -> FormatFile:
    """The first format whose kind the file can be."""
    workbook = data.startswith(_WORKBOOK)
    fitting = [form for form in forms if (form.kind == "xlsx") == workbook]
    if not fitting:
        raise InputError(
            "no_format_fits",
            f"{path.name} is {'a workbook' if workbook else 'text'}, and no format reads that.",
            "Choose the right file, or add a format file and name it in the match file.",
            source=path.name,
            seen="zip" if workbook else "text",
        )
    return fitting[0]


def match_rows(frame: pd.DataFrame, side: SideFields, signs: Signs) -> pd.DataFrame:
    """The columns the matching takes, of the rows that have something left.

    Args:
        frame: the record's fields that the list names, as `COLUMNS` or coded (`words.COLUMNS`).
        side: which field means what.
        signs: whether a negative amount takes back a positive one or is another thing.
    """
    nothing = pd.Series("", index=frame.index, dtype="str")
    no_day = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[s]")
    amount = frame[side.amount]
    left = amount - frame[side.less] if side.less else amount
    identity = frame[side.identity]
    if COLUMNS[side.record][side.identity] is ColumnKind.TEXT:  # an identifier has been checked
        identity = without_placeholders(identity, side.nobody)
    benefit = frame[side.benefit] if side.benefit else nothing
    spent = ((left == 0) | ((left < 0) != (amount < 0))) if side.less else None
    if signs == "apart":
        benefit = benefit.astype("str")
        benefit = benefit.where(left >= 0, benefit + OUT)
        left = left.abs()
    rows = pd.DataFrame(
        {
            "row_id": np.arange(len(frame), dtype=np.int64),
            "person": identity,
            **({"name": frame[side.name]} if side.name else {}),
            "unit": frame[side.unit] if side.unit else nothing,
            "benefit": benefit,
            "first": frame[side.first] if side.first else no_day,
            "last": frame[side.last] if side.last else no_day,
            "amount": left,
        },
        copy=False,
    )
    return rows if spent is None or not spent.any() else rows[~spent].reset_index(drop=True)
