"""The result of a matching as files: groups, open rows and refused rows, each with its reason.

Rows are named by their line and their list's own key. National ids, names and account numbers
are not written: whoever needs them has the two files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from rutine.formats.sentences import sentence
from rutine.matching.alternatives import Alternative, find_alternatives
from rutine.matching.explanation import Side, explain
from rutine.routines.match_file import Language
from rutine.routines.match_texts import gate, reason, word
from rutine.routines.two_lists import ListAtHand, TwoLists

GROUPS: Final = "treff.csv"
OPEN: Final = "apne.csv"
REFUSED: Final = "avvist.csv"

MOST_EXPLAINED: Final = 1000
"""Open rows whose nearest row of the other list is looked up; with more, none is."""

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def outcomes(done: TwoLists) -> pd.DataFrame:
    """Every row that took part: `list` (A, B), `row_id`, `line`, `key`, `amount`, its outcome.

    Columns `outcome`, `group` (Int64), `component` and `reason` are the matching's own; `rule`
    is the name of the pass that made the group.
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
    reading, side = at_hand.reading, at_hand.side
    found = outcome.set_index("row_id")
    own = {name: reading.column(name).loc[found.index] for name in ("row", side.key, side.amount)}
    return pd.DataFrame(
        {
            "list": name,
            "row_id": found.index.to_numpy(),
            "line": own["row"].to_numpy(),
            "key": own[side.key].astype("str").to_numpy(),
            "amount": own[side.amount].to_numpy(),
            **{column: found[column].array for column in ("group", "component")},
            **{column: found[column].astype("str").array for column in ("outcome", "reason")},
        }
    )


def write_result(done: TwoLists, folder: Path, language: Language = "nb") -> list[Path]:
    """Write the three files, UTF-8 with its mark and semicolons, as Excel in Norwegian opens.

    Returns:
        their paths.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = outcomes(done)
    grouped = rows["outcome"] != "open"
    groups = rows[grouped].sort_values(["group", "list", "line"], kind="stable")
    left = rows[~grouped].sort_values(["component", "list", "line"], kind="stable")
    texts = {code: reason(code, language) for code in left["reason"].unique()}
    return [
        _write(
            folder / GROUPS,
            {
                word("group", language): groups["group"],
                word("outcome", language): groups["outcome"].map(
                    {name: word(name, language) for name in ("settled", "suggested")}
                ),
                word("rule", language): groups["rule"],
                **_place(groups, language),
            },
        ),
        _write(
            folder / OPEN,
            {
                word("component", language): left["component"],
                **_place(left, language),
                word("reason", language): left["reason"],
                word("explanation", language): left["reason"].map(texts),
                **_nearest(done, rows, left, language),
                **_alternatives(done, rows, left, language),
            },
        ),
        _write(folder / REFUSED, _refused(done, language)),
    ]


def _place(rows: pd.DataFrame, language: Language) -> dict[str, pd.Series]:
    return {
        word("list", language): rows["list"],
        word("line", language): rows["line"],
        word("key", language): rows["key"].map(_harmless),
        word("amount", language): rows["amount"].map(_kroner),
    }


def _nearest(
    done: TwoLists, rows: pd.DataFrame, left: pd.DataFrame, language: Language
) -> dict[str, pd.Series]:
    """For each open row the other list's row nearest to it, and the first thing they differ in."""
    found: dict[tuple[str, int], tuple[str, str]] = {}
    if len(left) <= MOST_EXPLAINED:
        keys = dict(zip(zip(rows["list"], rows["row_id"], strict=True), rows["key"], strict=True))
        asked: tuple[tuple[str, str, Side], ...] = (("A", "B", "line"), ("B", "A", "claim"))
        for own, other, side in asked:
            row_ids = left.loc[left["list"] == own, "row_id"].tolist()
            for each in explain(
                done.a.rows, done.b.rows, done.matching, side=side, row_ids=row_ids, most=1
            ):
                for near in each.candidates:
                    told = gate(near.failed or "", language)
                    found[own, each.row_id] = (_harmless(keys[other, near.row_id]), told)
    told_rows = [
        found.get(place, ("", "")) for place in zip(left["list"], left["row_id"], strict=True)
    ]
    return {
        word(name, language): pd.Series([told[at] for told in told_rows], index=left.index)
        for at, name in enumerate(("nearest", "differs_in"))
    }


def _alternatives(
    done: TwoLists, rows: pd.DataFrame, left: pd.DataFrame, language: Language
) -> dict[str, pd.Series]:
    """For each ambiguous row the groups that fit equally well, and what tells them apart."""
    found: dict[tuple[str, int], tuple[str, str]] = {}
    if len(left) <= MOST_EXPLAINED:
        lists, row_ids = rows["list"], rows["row_id"]
        keys = dict(zip(zip(lists, row_ids, strict=True), rows["key"], strict=True))
        asked: tuple[tuple[str, Side], ...] = (("A", "line"), ("B", "claim"))
        for own, side in asked:
            for each in find_alternatives(
                done.a.rows,
                done.b.rows,
                done.matching,
                done.plan.passes,
                side=side,
                row_ids=left.loc[left["list"] == own, "row_id"].tolist(),
            ):
                gates = [gate(name, language) for name in each.told_apart_by]
                found[own, each.row_id] = (
                    _harmless(" | ".join(_spelled(one, keys) for one in each.alternatives)),
                    ", ".join(gates) or word("nothing_in_them", language),
                )
    told_rows = [
        found.get(place, ("", "")) for place in zip(left["list"], left["row_id"], strict=True)
    ]
    return {
        word(name, language): pd.Series([told[at] for told in told_rows], index=left.index)
        for at, name in enumerate(("alternatives", "told_apart_by"))
    }


def _spelled(each: Alternative, keys: dict[tuple[str, int], str]) -> str:
    """A group as its keys: those of list A, and those of list B."""
    sides = (("A", each.lines), ("B", each.claims))
    return " = ".join(
        " + ".join(f"{name} {keys[name, row_id]}" for row_id in row_ids)
        for name, row_ids in sides
        if row_ids
    )


def _refused(done: TwoLists, language: Language) -> dict[str, pd.Series]:
    errors = [(name, e) for name, at in (("A", done.a), ("B", done.b)) for e in at.reading.errors]
    return {
        word("list", language): pd.Series([name for name, _ in errors], dtype="str"),
        word("line", language): pd.Series([e.line for _, e in errors], dtype="int64"),
        word("code", language): pd.Series([e.code.value for _, e in errors], dtype="str"),
        word("explanation", language): pd.Series(
            [sentence(e, language) for _, e in errors], dtype="str"
        ),
    }


def _write(path: Path, columns: dict[str, pd.Series]) -> Path:
    table = pd.DataFrame(columns)
    table.to_csv(path, sep=";", index=False, encoding="utf-8-sig", lineterminator="\r\n")
    return path


def _kroner(ore: int) -> str:
    kroner, rest = divmod(abs(ore), 100)
    return f"{'-' if ore < 0 else ''}{kroner},{rest:02d}"


def _harmless(text: str) -> str:
    """A text that a spreadsheet will not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
