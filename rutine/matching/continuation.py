"""Month by month: what was settled before stays, unless something new speaks against it.

A row that a person has settled is not given to the matching again at all. What the matching
settled by itself is looked at anew when there is an open row of the same person, unit and benefit
that may concern it, whatever its days: a reversal, as NAV may have taken back what was settled;
or a row without any date, as that may belong to any group whose days are not all accounted for.
A group that comes out the same is confirmed; one that does not is reopened, which is an event of
its own, and nothing that was written is rewritten.

A payment that comes once more later reopens nothing: the first one was settled rightly, and the
second stays open. Had both come at once in unequal shapes (one lacking a date, or with two claims),
neither would be settled, as nothing tells which is the one too many. There the order of the rows
in time is evidence, and month by month more is settled than in one batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd

from rutine.matching.engine import match
from rutine.matching.passes import Pass
from rutine.matching.result import Matching, RowOutcome

SETTLED_IN: Final = "settled_in"
"""The column (Int64) with the group that an earlier run settled a row in, <NA> when it is open."""

_KEY: Final = ["person", "unit", "benefit"]


class Reopening(StrEnum):
    """What makes the matching look again at what it settled before."""

    DOUBTS = "doubts"
    """An open row of the same person, unit and benefit that is negative or has no date at all."""
    EVERYTHING_NEW = "everything_new"
    """Any open row of them: the result is then what all rows at once would have given."""


@dataclass(frozen=True, slots=True)
class Reopened:
    """A group that an earlier run settled, and that does not hold any more."""

    group: int
    lines: tuple[int, ...]
    claims: tuple[int, ...]


@dataclass(frozen=True)
class Continuation:
    """What came of the rows that took part.

    Attributes:
        matching: the open rows and those of groups that were looked at anew.
        confirmed: earlier group -> the number it has in `matching`; not to be settled again.
        reopened: earlier groups that do not hold any more, with the rows that are free again.
    """

    matching: Matching
    confirmed: dict[int, int]
    reopened: tuple[Reopened, ...]


def match_on(
    lines: pd.DataFrame,
    claims: pd.DataFrame,
    passes: Sequence[Pass],
    *,
    reopening: Reopening = Reopening.DOUBTS,
) -> Continuation:
    """Match what is open, and what was settled where something new speaks against it.

    Args:
        lines: the columns of `match`, and `settled_in`: what is open, and what earlier runs
            settled by themselves for the same persons.
        claims: the same columns.
        passes: as for `match`, all comparing rows of one person, unit and benefit where
            earlier results are to be confirmed.
        reopening: what makes it look again.

    Raises:
        TypeError, ValueError: see `match`; or `settled_in` is missing.
    """
    for side, frame in (("lines", lines), ("claims", claims)):
        if SETTLED_IN not in frame.columns:
            raise TypeError(f"{side}: the column {SETTLED_IN} is missing")
    opened = [frame[frame[SETTLED_IN].isna()] for frame in (lines, claims)]
    touched = in_doubt(opened[0], opened[1], reopening=reopening)
    sides = _entering(lines, touched), _entering(claims, touched)
    found = match(sides[0], sides[1], passes)
    rows = pd.concat(
        [
            _before_and_now(side, outcome, is_line=is_line)
            for side, outcome, is_line in (
                (sides[0], found.lines, True),
                (sides[1], found.claims, False),
            )
        ],
        ignore_index=True,
    )
    confirmed = _confirmed(rows)
    again = rows[rows["before"].notna() & ~rows["before"].isin(list(confirmed))]
    return Continuation(found, confirmed, tuple(_reopened(again)))


def in_doubt(
    lines: pd.DataFrame, claims: pd.DataFrame, *, reopening: Reopening = Reopening.DOUBTS
) -> pd.MultiIndex:
    """Whose settled groups must be looked at anew: `(person, unit, benefit)`, each once.

    Args:
        lines: what is open, with `person`, `unit`, `benefit`, `first`, `last`, `amount`.
        claims: the same.
        reopening: what makes it look again.
    """
    new = [lines, claims]
    if reopening is Reopening.DOUBTS:
        new = [frame[_may_concern_anything(frame)] for frame in new]
    keys = pd.concat([frame[_KEY].astype("object") for frame in new], ignore_index=True)
    return pd.MultiIndex.from_frame(keys.drop_duplicates())


def _may_concern_anything(frame: pd.DataFrame) -> pd.Series:
    undated = frame["first"].isna() & frame["last"].isna()
    return undated | (frame["last"] < frame["first"]) | (frame["amount"] < 0)


def _entering(frame: pd.DataFrame, touched: pd.MultiIndex) -> pd.DataFrame:
    settled = frame[SETTLED_IN].notna().to_numpy(dtype=np.bool_)
    enters = ~settled
    if len(touched) and settled.any():
        key = pd.MultiIndex.from_frame(frame.loc[settled, _KEY].astype("object"))
        enters[settled] = key.isin(touched)
    return frame[enters]


def _before_and_now(side: pd.DataFrame, outcome: pd.DataFrame, *, is_line: bool) -> pd.DataFrame:
    both = side[["row_id", SETTLED_IN]].merge(outcome, on="row_id", validate="one_to_one")
    now = both["group"].where(both["outcome"] == RowOutcome.SETTLED)
    return pd.DataFrame(
        {"before": both[SETTLED_IN], "now": now, "row_id": both["row_id"], "is_line": is_line}
    )


def _confirmed(rows: pd.DataFrame) -> dict[int, int]:
    """Groups whose rows are one group again, with no row more and no row less."""
    sizes = rows["now"].value_counts()
    earlier = rows[rows["before"].notna()].groupby("before")["now"]
    table = pd.DataFrame(
        {
            "now": earlier.min(),
            "kinds": earlier.nunique(),
            "size": earlier.size(),
            "known": earlier.count(),
        }
    )
    same = (table["kinds"] == 1) & (table["size"] == table["known"])
    table = table[same]
    table = table[table["now"].map(sizes) == table["size"]]
    return dict(zip(map(int, table.index.tolist()), map(int, table["now"].tolist()), strict=True))


def _reopened(rows: pd.DataFrame) -> list[Reopened]:
    found = []
    for group in sorted(map(int, rows["before"].unique().tolist())):
        members = rows[rows["before"] == group].sort_values("row_id")
        of_lines = members.loc[members["is_line"], "row_id"].tolist()
        of_claims = members.loc[~members["is_line"], "row_id"].tolist()
        found.append(Reopened(group, tuple(of_lines), tuple(of_claims)))
    return found
