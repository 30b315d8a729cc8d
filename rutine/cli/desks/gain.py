"""The gain cards of routine files, for the review app."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rutine.cases.figures.gain_actuals import MonthActuals
from rutine.core.reason_texts import Language
from rutine.review.modelling.gain_cards import ShownCard
from rutine.routines.gain_report import gains_of
from rutine.routines.gain_wording import in_words
from rutine.routines.routine_file import load_routine


class GainDesk:
    """Reads a routine's cards anew each time: the file may have been changed."""

    def __init__(self, mappings: Path) -> None:
        self._folder = mappings / "routines"

    def __call__(
        self, routine: str, months: Sequence[MonthActuals], language: Language
    ) -> Sequence[ShownCard]:
        """The cards in words; none where there is no such file."""
        path = self._folder / f"{routine}.yaml"
        if not path.is_file():
            return ()
        shown = (in_words(e, language.value) for e in gains_of(load_routine(path), months))
        return [ShownCard(**asdict(each)) for each in shown]
