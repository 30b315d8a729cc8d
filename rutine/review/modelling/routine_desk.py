"""What the app shows of routine files, and lets consultants write: told by those who read them.

The app knows the store, not how routine files are read or graded; whoever starts it brings a
desk. Everything here is in words already, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from rutine.core.errors import InputError
from rutine.core.reason_texts import Language


@dataclass(frozen=True, slots=True)
class RankedRoutine:
    """One routine with its figures, in words.

    Attributes:
        stops: why it must wait, and what to do about it.
        grades: criterion, its weight, its grade.
        stream: figures of the procedure today: what it is, and what it comes to.
        missing: what nobody has told: the criterion's code and name, and where it is written.
        made_up: whether figures of it are examples that nobody has measured.
    """

    name: str
    title: str
    stage: str
    points: str
    hours: str
    freed: str
    effort: str
    pay_back: str
    stops: Sequence[tuple[str, str]] = ()
    grades: Sequence[tuple[str, str, str]] = ()
    stream: Sequence[tuple[str, str]] = ()
    missing: Sequence[tuple[str, str, str]] = ()
    made_up: bool = False


@dataclass(frozen=True, slots=True)
class WrongRoutine:
    """A routine file that can't be read: its routine, its file, and what is wrong, by line."""

    name: str
    file_name: str
    faults: Sequence[str]


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that was filled in, as it would be saved.

    Attributes:
        faults: field -> code of what is wrong with it.
        wrong: what is wrong with the whole, in a sentence; empty when nothing is.
        text: the routine file; empty while something is wrong.
        graded: its figures; None while something is wrong.
    """

    faults: Mapping[str, str] = field(default_factory=dict)
    wrong: str = ""
    text: str = ""
    file_name: str = ""
    graded: RankedRoutine | None = None

    @property
    def sound(self) -> bool:
        """Whether it can be saved."""
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class FormShape:
    """How many rows the form has, and what may be chosen in it, by the end of a field's name."""

    systems: int = 0
    steps: int = 0
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class RoutineDesk(Protocol):
    """Reads, grades and writes routine files."""

    shape: FormShape

    def ranking(self, language: Language) -> Sequence[RankedRoutine]:
        """Every routine whose file can be read, best first."""

    def wrong(self, language: Language) -> Sequence[WrongRoutine]:
        """The others, with what is wrong in their files."""

    def draft(self, fields: Mapping[str, str], language: Language) -> Draft:
        """What a form comes to."""

    def opened(self, name: str) -> tuple[Mapping[str, str], str]:
        """The fields of a candidate that the form wrote, and what tells whether it changed since.

        Raises:
            InputError: `routine_unknown` or `candidate_by_hand`.
        """

    def save(self, fields: Mapping[str, str], opened: str) -> str:
        """Write a sound form; returns the routine's name.

        Raises:
            InputError: `name_taken`, `candidate_changed`, `candidate_by_hand` or
                `mappings_read_only`.
        """


class EmptyDesk:
    """No routine files at hand."""

    shape = FormShape()

    def ranking(self, _language: Language) -> Sequence[RankedRoutine]:
        """None."""
        return ()

    def wrong(self, _language: Language) -> Sequence[WrongRoutine]:
        """None."""
        return ()

    def draft(self, _fields: Mapping[str, str], _language: Language) -> Draft:
        """Never sound."""
        return Draft()

    def opened(self, name: str) -> tuple[Mapping[str, str], str]:
        """None is there."""
        raise InputError("routine_unknown", f"There is no routine file named {name!r}.")

    def save(self, _fields: Mapping[str, str], _opened: str) -> str:
        """Nowhere to write."""
        raise InputError("mappings_read_only", "There is no folder of routine files.")
