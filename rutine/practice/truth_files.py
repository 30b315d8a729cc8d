"""The truth as files: for each month's rows, their group and cause, as of the plan's end.

A line stands in the month of its report, a claim in the first month whose file holds it, so
every row of the whole plan stands exactly once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pandas as pd

from rutine.core.errors import InputError
from rutine.practice.days import Day, Month, month_of
from rutine.practice.schedule import ReportSlot
from rutine.practice.truth import ClaimRow, Line

COLUMNS: Final = ("side", "report_id", "row", "claim_id", "group", "cause")
LINE, CLAIM = "line", "claim"


def file_name(month: str) -> str:
    """The name of a month's truth."""
    return f"{month}.csv"


class TruthFiles:
    """Writes the truth of all months as employees come; `folder` must exist."""

    def __init__(
        self, folder: Path, months: Sequence[str], first: Month, closing: ExitStack
    ) -> None:
        self._first = first
        self._files = [
            closing.enter_context((folder / file_name(month)).open("w", encoding="utf-8"))
            for month in months
        ]
        for file in self._files:
            file.write(",".join(COLUMNS) + "\n")

    def write_lines(self, placed: Iterable[tuple[Line, ReportSlot, int]]) -> None:
        """Add lines with their report and row."""
        texts: list[list[str]] = [[] for _ in self._files]
        for line, slot, row in placed:
            text = f"{LINE},{slot.id},{row},,{line.group},{line.cause}\n"
            texts[slot.month - self._first].append(text)
        self._write(texts)

    def write_claims(self, claims: Iterable[ClaimRow]) -> None:
        """Add claims, in the first month that knows them."""
        texts: list[list[str]] = [[] for _ in self._files]
        for claim in claims:
            text = f"{CLAIM},,,{claim.id},{claim.group},{claim.cause}\n"
            texts[self._month(claim.made)].append(text)
        self._write(texts)

    def _month(self, made: Day) -> int:
        return max(0, month_of(made) - self._first)

    def _write(self, texts: list[list[str]]) -> None:
        for file, written in zip(self._files, texts, strict=True):
            file.write("".join(written))


def read_truth(paths: Iterable[Path]) -> pd.DataFrame:
    """The truth of several months: `side`, `report_id`, `row`, `claim_id`, `group`, `cause`.

    `report_id` and `row` (from 1) are <NA> for claims, `claim_id` for lines.

    Raises:
        InputError: a file is missing.
    """
    types = {"report_id": "Int64", "row": "Int64", "group": "int64"}
    types |= dict.fromkeys(("side", "claim_id", "cause"), "str")
    try:
        frames = [pd.read_csv(path, dtype=types) for path in paths]
    except FileNotFoundError:
        raise InputError(
            "practice_incomplete",
            "The practice municipality's truth is missing.",
            "Delete its folder and let it be made again.",
        ) from None
    return pd.concat(frames, ignore_index=True)
