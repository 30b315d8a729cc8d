"""What the words of money at risk are, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rutine.refunds.at_risk.window import RiskKind


@dataclass(frozen=True, slots=True)
class RiskTexts:
    """Money at risk in one language.

    Attributes:
        kinds: kind -> (name, what to do, what the amount is).
        gaps: code of what is not known -> sentence; `{count}` and `{file}` where it has them.
        one: the same of a gap that concerns one only.
        columns: heading of each column of the list.
        sheets: names of the workbook's sheets: items, sums, not known.
        passed, day_passed, soon, computed: remarks on an item.
        not_known: stands in place of a sum that nobody can know.
        without: how many of a sum have no amount.
        past: what was due before today.
        file_row, request_row: how an item without an employee number is found.
        protected: stands in place of one who is protected.
        as_of: when it was looked at; `{day}`, `{books}`, `{until}`.
        nothing: no item at all.
    """

    title: str
    kinds: Mapping[RiskKind, tuple[str, str, str]]
    gaps: Mapping[str, str]
    one: Mapping[str, str]
    columns: Mapping[str, str]
    sheets: tuple[str, str, str]
    months: tuple[str, ...]
    passed: str
    day_passed: str
    soon: str
    computed: str
    not_known: str
    without: str
    past: str
    month: str
    file_row: str
    request_row: str
    protected: str
    as_of: str
    nothing: str
    gaps_title: str
