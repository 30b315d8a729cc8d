"""The rows of two lists, each with a name that is the same in every export.

A row is its list's own key, or all that it says where the list has none, and which of several
equal ones in its file it is: identical rows in one file are genuine. The same row in two files of
a run, as in overlapping statements, is one row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from rutine.cases.canonical import canonical
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.settling.pair_prints import pair_print
from rutine.core.differences import Proof
from rutine.core.errors import InputError
from rutine.installation import Installation
from rutine.routines.list_side import RoutineSide
from rutine.steps.shapes.lists import ListFile, Lists
from rutine.steps.shapes.reading import read_file
from rutine.steps.shapes.scope import ShapeRules

ROW: Final = "row"
_NAMELESS: Final = frozenset({ROW, "file"})


@dataclass(frozen=True, eq=False, slots=True)
class PairRows:
    """One side of a run.

    Attributes:
        side: what its fields mean.
        rows: every row there is, once, with `name` (what it is known by, in clear, for this run
            only), `content` (all it says), `file` and `row` (where it stands).
        twice: input -> how many of its rows stood in an earlier file of the run.
        sha256: input -> its bytes; also of earlier runs' files that open rows come from.
        record: the kind of record.
    """

    side: RoutineSide
    rows: pd.DataFrame
    twice: Mapping[str, int]
    sha256: Mapping[str, str]

    @property
    def record(self) -> str:
        """The kind of record that its rows are."""
        return self.side.record

    def place_of(self, at: int) -> tuple[str, str, str, int]:
        """A row's name, what it says, and the file and line it stands in."""
        row: Any = self.rows.iloc[at]
        return row["name"], row["content"], self.sha256[row["file"]], int(row["row"])

    def proof(self, keys: KeyRing, at: int, verdict: str) -> Proof:
        """A row, to be shown with the file's own line; `words` knows it again, keyed."""
        name, content, sha256, row = self.place_of(at)
        return Proof(
            record=self.record,
            source=str(self.rows["file"].iloc[at]),
            sha256=sha256,
            row=row,
            verdict=verdict,
            words=f"{pair_print(keys, name)} {pair_print(keys, content)}",
        )


def rows_of_side(
    place: Installation,
    rules: ShapeRules,
    lists: Lists,
    side: RoutineSide,
    carried: Mapping[str, frozenset[int]],
) -> PairRows:
    """The rows of a side: the run's own, then those that earlier runs left open.

    Args:
        place: the installation.
        rules: the routine file and its formats.
        lists: the run's files.
        side: what its fields mean.
        carried: sha256 of an earlier file -> its rows that wait in a case.
    """
    frames, twice, sha256 = [], {}, {}
    seen: set[str] = set()
    for each in lists.of(side.record):
        named = _named(each.rows, side)
        fresh = named[~named["name"].isin(list(seen))]
        seen |= set(fresh["name"])
        frames.append(fresh)
        twice[each.file.name] = len(named) - len(fresh)
        sha256[each.file.name] = each.file.sha256
    own = set(sha256.values())
    for number, (digest, rows) in enumerate(sorted(carried.items()), start=1):
        if digest in own:
            continue
        name = f"{side.record} earlier {number}"
        named = _named(_earlier(place, rules, side, name, digest), side)
        fresh = named[named["row"].isin(list(rows)) & ~named["name"].isin(list(seen))]
        seen |= set(fresh["name"])
        frames.append(fresh.assign(file=name))
        sha256[name] = digest
    some = [frame for frame in frames if not frame.empty]
    empty = _named(lists.rows(side.record).iloc[:0], side)
    every = pd.concat(some, ignore_index=True) if some else empty
    return PairRows(side, every.reset_index(drop=True), twice, sha256)


def _earlier(
    place: Installation, rules: ShapeRules, side: RoutineSide, name: str, sha256: str
) -> pd.DataFrame:
    """An earlier file, read again; none of its rows where that can't be done any more."""
    form = place.archive.describe(sha256).kind
    if form not in rules.routine.formats_of(side.record):
        raise InputError(
            "earlier_format_gone",
            f"Open rows come from a file of the format {form}, which {rules.routine.name} no "
            "longer names.",
            "Name the format at the source again, last, until those cases are decided.",
            form=form,
            routine=rules.routine.name,
        )
    return read_file(place, rules, ListFile(name, side.record, sha256, form)).rows


def _named(rows: pd.DataFrame, side: RoutineSide) -> pd.DataFrame:
    """The rows with what they say, and what they are known by."""
    said = [column for column in rows.columns if column not in _NAMELESS]
    texts = {column: rows[column].astype("str") for column in said}
    content = [
        canonical(list(values)) for values in zip(*texts.values(), strict=True)
    ] if len(rows) else []  # fmt: skip
    key = side.key
    known = texts[key].tolist() if key in texts else [""] * len(rows)
    bases = [own or text for own, text in zip(known, content, strict=True)]
    counted: dict[str, int] = {}
    names = []
    for base in bases:
        counted[base] = counted.get(base, 0) + 1
        names.append(canonical([base, counted[base]]))
    return rows.assign(content=content, name=names)
