"""What people have said of open rows, and the matching must respect.

A row that somebody could not determine is never settled by the program again, however well
something new fits it: what fits is a suggestion. A payment for the wrong person or unit is
never put together with a claim; it waits for what NAV corrects it by.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import pandas as pd

from rutine.refunds.items import Items

HELD: Final = "held"
"""The outcome of an open row that only a person settles: as `open`, and left alone."""

_APART: Final = " apart"
"""Ends the name of the unit that lines kept apart are matched in."""


@dataclass(frozen=True, slots=True)
class Restraint:
    """Rows that are not free. Lines are `(sha256, row)`, claims payroll's keys.

    Attributes:
        by_hand_lines, by_hand_claims: rows that only a person settles.
        apart_lines: lines that belong to no claim.
    """

    by_hand_lines: Collection[tuple[str, int]] = ()
    by_hand_claims: Collection[str] = ()
    apart_lines: Collection[tuple[str, int]] = ()


FREE: Final = Restraint()


def line_frame(lines: Items, restraint: Restraint) -> pd.DataFrame:
    """The lines to be matched: those kept apart, and what may correct them, out of claims' reach.

    What may correct them is a negative line of the same person, unit and benefit, for a day of
    theirs or without dates.
    """
    frame = lines.match_frame()
    apart = _is_apart(lines.open, restraint)
    if not apart.any():
        return frame
    apart |= _corrects(lines.open, apart)
    return frame.assign(unit=frame["unit"].mask(apart, frame["unit"] + _APART))


def apart_components(lines: pd.DataFrame, restraint: Restraint) -> set[int]:
    """The components of lines that are kept apart."""
    return set(lines.loc[_is_apart(lines, restraint), "component"])


def hold(lines: pd.DataFrame, claims: pd.DataFrame, restraint: Restraint) -> None:
    """Settle nothing that only a person settles: what would settle it becomes a suggestion.

    Both frames have `outcome` and `component`, and are changed in place.
    """
    of_lines = _among(lines, restraint.by_hand_lines)
    of_claims = claims["claim_id"].isin(list(restraint.by_hand_claims))
    components = {*lines.loc[of_lines, "component"], *claims.loc[of_claims, "component"]}
    if not components:
        return
    for side in (lines, claims):
        held = side["component"].isin(list(components))
        outcome = side["outcome"].astype("object")
        outcome = outcome.mask(held & (outcome == "open"), HELD)
        side["outcome"] = outcome.mask(held & (outcome == "settled"), "suggested")


def _is_apart(lines: pd.DataFrame, restraint: Restraint) -> pd.Series:
    return _among(lines, restraint.apart_lines)


def _among(lines: pd.DataFrame, places: Collection[tuple[str, int]]) -> pd.Series:
    wanted = set(places)
    found = [
        (sha256, int(row)) in wanted
        for sha256, row in zip(lines["sha256"], lines["row"], strict=True)
    ]
    return pd.Series(found, index=lines.index, dtype=bool)


def _corrects(lines: pd.DataFrame, apart: pd.Series) -> pd.Series:
    """Which lines may take back a line that is kept apart."""
    found = pd.Series(data=False, index=lines.index)
    minus = lines[(lines["amount"] < 0) & ~apart]
    for wrong in lines[apart].to_dict("records"):
        same = minus[
            (minus["subject"] == wrong["subject"])
            & (minus["sub_unit"] == wrong["sub_unit"])
            & (minus["benefit"] == wrong["benefit"])
        ]
        if pd.isna(wrong["first"]) or pd.isna(wrong["last"]):
            near = same
        else:
            dateless = same["first"].isna() | same["last"].isna()
            shared = (same["first"] <= wrong["last"]) & (same["last"] >= wrong["first"])
            near = same[dateless | shared]
        found[near.index] = True
    return found
