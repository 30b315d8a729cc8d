"""Two files held against each other, without any store: read, match, one outcome for each row."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from rutine.core.errors import InputError
from rutine.formats.camt import FORMAT_NAME as BANK_STATEMENT
from rutine.formats.camt import read_camt
from rutine.formats.format_file import load_format
from rutine.formats.format_model import FormatFile
from rutine.formats.reading import Identities, Reading, read
from rutine.matching import Matching, match
from rutine.routines.match_file import OUT, ListSide, MatchPlan, Signs

_WORKBOOK = b"PK"
_XML = b"<"
_SHOWN = 5  # faults named when a whole file is refused


@dataclass(frozen=True, eq=False)
class ListAtHand:
    """One list, read and made ready.

    Attributes:
        side: what its columns mean.
        reading: its rows, and the faults of those refused.
        rows: what the matching takes: `row_id` is the row's place in `reading.frame`.
        done_before: rows with nothing left of their amount; they take no part.
    """

    side: ListSide
    reading: Reading
    rows: pd.DataFrame
    done_before: int

    @property
    def refused(self) -> int:
        """How many rows of the file could not be read."""
        return self.reading.rows_in - len(self.reading.frame)


@dataclass(frozen=True, eq=False)
class TwoLists:
    """Both lists and what the matching said of each of their rows."""

    plan: MatchPlan
    a: ListAtHand
    b: ListAtHand
    matching: Matching


def reconcile_files(
    plan: MatchPlan, a: Path, b: Path, *, formats: Path, identities: Identities
) -> TwoLists:
    """Read two files and find what belongs together.

    Args:
        plan: the lists, their columns and the passes.
        a: the first file.
        b: the second file.
        formats: the folder with format files.
        identities: whose national ids are accepted.

    Raises:
        InputError: a file is missing, not of its kind, or refused whole for its faults.
    """
    lists = [
        _at_hand(side, path, plan.signs, formats, identities)
        for side, path in ((plan.a, a), (plan.b, b))
    ]
    matching = match(lists[0].rows, lists[1].rows, plan.passes)
    return TwoLists(plan, lists[0], lists[1], matching)


def _at_hand(
    side: ListSide, path: Path, signs: Signs, formats: Path, identities: Identities
) -> ListAtHand:
    reading = _read(side, path, formats, identities)
    if side.faults == "refuse_file" and reading.error_count:
        places = ", ".join(f"{e.counted} {e.line}" for e in reading.errors[:_SHOWN])
        raise InputError(
            "file_damaged",
            f"{path.name} has {reading.error_count} faults ({places}) and is refused whole.",
            "Fetch it again from where it came.",
        )
    rows = match_rows(reading.frame, side, signs)
    return ListAtHand(side, reading, rows, len(reading.frame) - len(rows))


def _read(side: ListSide, path: Path, formats: Path, identities: Identities) -> Reading:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            "file_unreadable",
            f"{path} can't be read ({error.strerror}).",
            "Check the path, and that you may read the file.",
        ) from None
    known = [name for name in side.formats if name != BANK_STATEMENT]
    forms = [load_format(formats / f"{name}.yaml") for name in known]
    if BANK_STATEMENT in side.formats and (not forms or data.lstrip()[:1] == _XML):
        return read_camt(data, source=path.name)
    reading = read(_choose(forms, data, path), data, source=path.name, identities=identities)
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
            "Add a format file for it, and name it in the match file.",
        )
    return fitting[0]


def match_rows(frame: pd.DataFrame, side: ListSide, signs: Signs) -> pd.DataFrame:
    """The columns the matching takes, of the rows that have something left."""
    nothing = pd.Series("", index=frame.index, dtype="str")
    no_day = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[s]")
    amount = frame[side.amount]
    left = amount - frame[side.less] if side.less else amount
    identity = frame[side.identity]
    if side.nobody:
        identity = identity.mask(identity.isin(side.nobody), "")
    benefit = frame[side.benefit] if side.benefit else nothing
    spent = ((left == 0) | ((left < 0) != (amount < 0))) if side.less else None
    if signs == "apart":
        benefit = benefit.where(left >= 0, benefit + OUT)
        left = left.abs()
    rows = pd.DataFrame(
        {
            "row_id": np.arange(len(frame), dtype=np.int64),
            "person": identity,
            "unit": frame[side.unit] if side.unit else nothing,
            "benefit": benefit,
            "first": frame[side.first] if side.first else no_day,
            "last": frame[side.last] if side.last else no_day,
            "amount": left,
        },
        copy=False,
    )
    return rows if spent is None or not spent.any() else rows[~spent].reset_index(drop=True)
