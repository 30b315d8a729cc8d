"""The result of a matching as files: groups, open, refused and settled rows, with their reasons.

Rows are named by their line and their list's own key. National ids, names and account numbers
are not written: whoever needs them has the two files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from rutine.formats.row_error import RowError
from rutine.formats.sentences import Language, sentence
from rutine.matching.alternatives import Ambiguity
from rutine.routines.match_alternatives import equal_ways
from rutine.routines.match_differences import differences
from rutine.routines.match_texts import gate, pass_title, reason, word
from rutine.routines.nearest_rows import NearRow, nearest_rows
from rutine.routines.result_folder import whole_result
from rutine.routines.row_keys import harmless, safe_keys
from rutine.routines.two_lists import ListAtHand, TwoLists

GROUPS: Final = "treff.csv"
OPEN: Final = "apne.csv"
REFUSED: Final = "avvist.csv"
EARLIER: Final = "tidligere.csv"
RESULT: Final = (GROUPS, OPEN, REFUSED, EARLIER)
"""Every file of a result."""

_TOLD: Final = ("nearest", "differs_in", "alternatives", "told_apart_by")
_Columns = dict[str, "pd.Series[Any]"]
_Place = tuple[str, int]


class Written(NamedTuple):
    """What a result was written to.

    Attributes:
        paths: the files.
        open_rows: rows in the file of open rows.
        looked_at: how many of them the nearest row was looked up for.
    """

    paths: list[Path]
    open_rows: int
    looked_at: int


def outcomes(done: TwoLists) -> pd.DataFrame:
    """Every row that took part, with what became of it.

    Columns `list` (A, B), `row_id`, `line` and `key` name it; `first`, `last`, `amount` (øre:
    what was matched) and `whole` (øre: before what was settled already was taken off) are its
    own; `outcome`, `group` (Int64), `component` and `reason` are the matching's. `rule` is the
    name of the pass that made the group.
    """
    sides = [
        _side("A", done.a, done.matching.lines),
        _side("B", done.b, done.matching.claims),
    ]
    rows = pd.concat(sides, ignore_index=True)
    # Groups are numbered from 0; an open row looks up the empty name behind the last.
    names = np.append(done.matching.groups["pass_name"].to_numpy(dtype=object), "")
    number = rows["group"].fillna(len(names) - 1).to_numpy(dtype=np.int64)
    return rows.assign(rule=pd.array(names[number], dtype="str"))


def _side(name: str, at_hand: ListAtHand, outcome: pd.DataFrame) -> pd.DataFrame:
    found = outcome.set_index("row_id")
    return pd.DataFrame(
        {
            "row_id": found.index.to_numpy(),
            **_own(name, at_hand, found.index),
            **{column: found[column].array for column in ("group", "component")},
            **{column: found[column].astype("str").array for column in ("outcome", "reason")},
        }
    )


def settled_before(done: TwoLists) -> pd.DataFrame:
    """The rows with nothing left of their amount, as `outcomes` names them, and `less`."""
    sides = []
    for name, at_hand in (("A", done.a), ("B", done.b)):
        if at_hand.side.less is not None:
            every = pd.RangeIndex(at_hand.reading.count)
            spent = every.difference(pd.Index(at_hand.rows["row_id"]))
            own = _own(name, at_hand, spent)
            sides.append(pd.DataFrame({**own, "less": own["whole"] - own["amount"]}))
    columns = ["list", "line", "key", "first", "last", "whole", "less"]
    return pd.concat(sides, ignore_index=True) if sides else pd.DataFrame(columns=columns)


def _own(name: str, at_hand: ListAtHand, row_ids: pd.Index[Any]) -> dict[str, Any]:
    """What a list says of some of its rows itself."""
    side = at_hand.side
    named = ("row", side.key, side.first, side.last, side.amount, side.less)
    own = {
        field: at_hand.reading.column(field).iloc[row_ids.to_numpy()]
        for field in dict.fromkeys(filter(None, named))
    }
    whole = own[side.amount].to_numpy()
    no_day = np.full(len(row_ids), np.datetime64("NaT"), dtype="datetime64[s]")
    return {
        "list": name,
        "line": own["row"].to_numpy(),
        "key": safe_keys(own[side.key], own["row"]).to_numpy(),
        "first": own[side.first].to_numpy() if side.first else no_day,
        "last": own[side.last].to_numpy() if side.last else no_day,
        "amount": whole - own[side.less].to_numpy() if side.less else whole,
        "whole": whole,
    }


def write_result(done: TwoLists, folder: Path, language: Language = "nb") -> Written:
    """Write the four files, UTF-8 with its mark and semicolons, as Excel in Norwegian opens.

    Raises:
        InputError: the folder, or a file in it, can't be written; then no file is changed.
    """
    rows = outcomes(done)
    grouped = rows["outcome"] != "open"
    groups = rows[grouped].sort_values(["group", "list", "line"], kind="stable")
    left = rows[~grouped].sort_values(["component", "list", "line"], kind="stable")
    faults = [(name, e) for name, at in (("A", done.a), ("B", done.b)) for e in at.reading.errors]
    near = nearest_rows(done, left)
    tables = {
        GROUPS: _groups(done, groups, language),
        OPEN: _open(rows, left, near, equal_ways(done, near), language),
        REFUSED: _refused(faults, language),
        EARLIER: _earlier(settled_before(done), language),
    }
    return Written(_write(folder, tables), len(left), len(near))


def write_refused(
    place: str, faults: tuple[RowError, ...], folder: Path, language: Language = "nb"
) -> list[Path]:
    """Write the faults of a list that was refused whole; files of an earlier result are gone.

    Raises:
        InputError: as `write_result`.
    """
    return _write(folder, {REFUSED: _refused([(place, fault) for fault in faults], language)})


def _groups(done: TwoLists, groups: pd.DataFrame, language: Language) -> _Columns:
    titles = {
        each.name: pass_title(each, done.plan.titles.get(each.name, {}), language)
        for each in done.plan.passes
    }
    differ = differences(done, groups)
    words = {
        names: ", ".join(gate(name, language) for name in names)
        for names in set(differ["names"].array)
    }
    return {
        word("group", language): groups["group"] + 1,
        word("outcome", language): groups["outcome"].map(
            {name: word(name, language) for name in ("settled", "suggested")}
        ),
        word("rule", language): groups["rule"].map(titles),
        **_place(groups, language),
        word("difference", language): differ["ore"],
        word("differs_in", language): differ["names"].map(words),
    }


def _open(
    rows: pd.DataFrame,
    left: pd.DataFrame,
    near: dict[_Place, NearRow | None],
    ways: dict[_Place, Ambiguity],
    language: Language,
) -> _Columns:
    texts = {code: reason(code, language) for code in left["reason"].unique()}
    keys = dict(zip(zip(rows["list"], rows["row_id"], strict=True), rows["key"], strict=True))
    places = list(zip(left["list"], left["row_id"], strict=True))
    told = [
        (*_near(near, keys, place, language), *_ways(ways.get(place), keys, language))
        for place in places
    ]
    return {
        word("component", language): left["component"] + 1,
        **_place(left, language),
        word("reason", language): left["reason"],
        word("explanation", language): left["reason"].map(texts),
        **{
            word(name, language): pd.Series([each[at] for each in told], left.index, dtype="str")
            for at, name in enumerate(_TOLD)
        },
    }


def _near(
    near: dict[_Place, NearRow | None],
    keys: dict[_Place, str],
    place: _Place,
    language: Language,
) -> tuple[str, str]:
    """The key of the other list's nearest row, and the first thing they differ in."""
    if place not in near:
        return "", word("not_looked_at", language)
    found = near[place]
    if found is None:
        return "", ""
    return harmless(keys[found.list, found.row_id]), gate(found.failed or "", language)


def _ways(found: Ambiguity | None, keys: dict[_Place, str], language: Language) -> tuple[str, str]:
    """The groups that fit equally well, each as its keys, and what tells them apart."""
    if found is None:
        return "", ""
    spelled = [
        " = ".join(
            " + ".join(f"{name} {keys[name, row_id]}" for row_id in row_ids)
            for name, row_ids in (("A", each.lines), ("B", each.claims))
            if row_ids
        )
        for each in found.alternatives
    ]
    gates = [gate(each, language) for each in found.told_apart_by]
    return harmless(" | ".join(spelled)), ", ".join(gates) or word("nothing_in_them", language)


def _earlier(rows: pd.DataFrame, language: Language) -> _Columns:
    columns = _place(rows.assign(amount=0), language)
    columns.pop(word("amount", language))
    return {**columns, word("less", language): rows["less"].map(_kroner)}


def _place(rows: pd.DataFrame, language: Language) -> _Columns:
    return {
        word("list", language): rows["list"],
        word("line", language): rows["line"],
        word("key", language): rows["key"].map(harmless),
        word("first", language): _days(rows["first"]),
        word("last", language): _days(rows["last"]),
        word("amount", language): rows["amount"].map(_kroner),
        word("whole", language): rows["whole"].map(_kroner),
    }


def _refused(faults: list[tuple[str, RowError]], language: Language) -> _Columns:
    return {
        word("list", language): pd.Series([name for name, _ in faults], dtype="str"),
        word("line", language): pd.Series([e.line for _, e in faults], dtype="int64"),
        word("code", language): pd.Series([e.code.value for _, e in faults], dtype="str"),
        word("explanation", language): pd.Series(
            [sentence(e, language) for _, e in faults], dtype="str"
        ),
    }


def _write(folder: Path, tables: dict[str, _Columns]) -> list[Path]:
    with whole_result(folder, RESULT) as place:
        for name, columns in tables.items():
            pd.DataFrame(columns).to_csv(
                place / name, sep=";", index=False, encoding="utf-8-sig", lineterminator="\r\n"
            )
    return [folder / name for name in tables]


def _kroner(ore: int) -> str:
    kroner, rest = divmod(abs(ore), 100)
    return f"{'-' if ore < 0 else ''}{kroner},{rest:02d}"


def _days(days: pd.Series[Any]) -> pd.Series[Any]:
    return pd.to_datetime(days).dt.strftime("%d.%m.%Y").fillna("")
