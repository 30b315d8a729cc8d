"""Gain cards as the app shows them: told in words by those who read routine files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rutine.cases.figures.gain_actuals import MonthActuals
from rutine.core.reason_texts import Language


@dataclass(frozen=True, slots=True)
class ShownCard:
    """One gain card in words.

    Attributes:
        facts: what stands on the card: what it is, and what it says.
        verdict: whether it counts as a gain; `doubts` says why not.
        months: month as `2026-10`, and its figure.
    """

    title: str
    indicator: str
    facts: Sequence[tuple[str, str]]
    progress: str
    verdict: str
    counts: bool
    doubts: Sequence[str]
    months: Sequence[tuple[str, str]]


GainCards = Callable[[str, Sequence[MonthActuals], Language], Sequence[ShownCard]]
"""From a routine, its months and a language to its cards."""


def no_cards(
    _routine: str, _months: Sequence[MonthActuals], _language: Language
) -> Sequence[ShownCard]:
    """No routine file at hand."""
    return ()
