"""One approved, or not yet approved, question with its answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

LANGUAGES: Final = ("nb", "nn", "en")

_FIRST: Final = date.min
_LAST: Final = date.max


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the set of answers that HR keeps.

    Attributes:
        key: names the row in the store; the same as long as id, language and first day are.
        question_id: HR's own name of the question; its translations share it.
        language: `nb`, `nn` or `en`.
        question: as HR puts it.
        wordings: other ways to ask the same.
        answer: what was decided to answer; the paragraphs apart by line breaks.
        source: the paragraph, agreement or address that it follows from.
        owner: the role or office that answers for it.
        valid_from, valid_to: its first and last day; None where there is none.
        units: where it applies; everywhere when empty.
    """

    key: str
    question_id: str
    language: str
    question: str
    answer: str
    wordings: tuple[str, ...] = ()
    source: str = ""
    owner: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    units: tuple[str, ...] = ()

    @property
    def asked_as(self) -> tuple[str, ...]:
        """Every way to ask it, HR's own first."""
        return (self.question, *self.wordings)

    def holds_on(self, day: date) -> bool:
        """Whether the answer is valid on a day."""
        return (self.valid_from or _FIRST) <= day <= (self.valid_to or _LAST)

    def overlaps(self, other: Entry) -> bool:
        """Whether both are valid on a day, at a unit."""
        apart = (self.valid_to or _LAST) < (other.valid_from or _FIRST) or (
            other.valid_to or _LAST
        ) < (self.valid_from or _FIRST)
        mine, theirs = _folded(self.units), _folded(other.units)
        return not apart and (not mine or not theirs or bool(mine & theirs))

    def applies_to(self, unit: str) -> bool:
        """Whether the answer is for those at a unit; an asker who names none sees every answer."""
        return not unit or not self.units or unit.casefold() in _folded(self.units)


def _folded(units: tuple[str, ...]) -> frozenset[str]:
    return frozenset(unit.casefold() for unit in units)
