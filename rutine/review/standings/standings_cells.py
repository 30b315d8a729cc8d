"""One obligation in words: its state, the day, and what it lacks. Colour only repeats the word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rutine.obligations.states import Cause, Standing, State
from rutine.review import wording
from rutine.review.catalogue import Catalogue

NOT_ASKED: Final = "not_asked"
"""Where a requirement does not apply."""

STATES: Final = tuple(state.name.lower() for state in reversed(State))
"""The states from the worst to the best, as texts and styles know them."""

MARKS: Final = {
    "overdue": "!",
    "due_soon": "…",
    "not_due": "○",
    "exempt": "–",
    "done": "✓",
    "ended": "×",
    NOT_ASKED: "",
}
"""A sign beside each word, for eyes that look for one state among many."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How an obligation stands.

    Attributes:
        state: a name of a state, or `NOT_ASKED`.
        word: the state in words.
        more: the day, and for what is open what is lacking; may be empty.
    """

    state: str
    word: str
    more: str

    @property
    def mark(self) -> str:
        """The sign of the state."""
        return MARKS[self.state]

    @property
    def line(self) -> str:
        """Both in one line."""
        return f"{self.word}: {self.more}" if self.more else self.word


def cell(t: Catalogue, standing: Standing | None) -> Cell:
    """An obligation in words; None is one that is not asked for."""
    state = NOT_ASKED if standing is None else standing.state.name.lower()
    return Cell(state, t(f"standings.state.{state}"), _more(t, standing))


def _more(t: Catalogue, standing: Standing | None) -> str:
    if standing is None or standing.state is State.ENDED:
        return ""
    if standing.state is State.DONE:
        if standing.valid_to is None:
            return t("standings.for_ever")
        return t("standings.valid_to", day=wording.day(standing.valid_to))
    key = "standings.else_due" if standing.state is State.EXEMPT else "standings.due"
    due = t(key, day=wording.day(standing.deadline)) if standing.deadline else ""
    if not standing.state.is_open:
        return due
    lacks = "" if standing.cause is Cause.VALID else t(f"standings.cause.{_lacks(standing)}")
    return ", ".join(part for part in (lacks, due) if part)


def _lacks(standing: Standing) -> str:
    return standing.cause.name.lower()
