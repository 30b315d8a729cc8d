"""What runs when, as the app shows it: told by those who know the scheduler.

The app never knows the scheduler; whoever starts it brings a desk. Everything here is in words
already, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rutine.core.reason_texts import Language


@dataclass(frozen=True, slots=True)
class TimetableLine:
    """One thing that runs by itself.

    Attributes:
        times: its schedules, such as «mandag til fredag, men ikke på helligdager kl. 06.30».
        next: when it runs next; empty when nothing starts it.
        last: when it ran last, and how that went; empty when it never did.
        remark: what the scheduler said last, where it did nothing.
        paused: whether it is paused; None when nobody knows.
        steerable: whether it can be started, paused and resumed.
    """

    name: str
    title: str
    about: str
    times: Sequence[str]
    next: str
    last: str
    remark: str
    paused: bool | None
    steerable: bool


@dataclass(frozen=True, slots=True)
class TimetableView:
    """All of it; `trouble` is what is wrong with the scheduler and what to do, or empty."""

    lines: Sequence[TimetableLine] = ()
    trouble: str = ""


class TimetableDesk(Protocol):
    """Reads the timetable and passes wishes on. A wish is answered by what went wrong, or empty."""

    def view(self, language: Language) -> TimetableView:
        """Everything that runs by itself."""

    def pause(self, name: str, language: Language) -> str:
        """Let the clock start it no more."""

    def resume(self, name: str, language: Language) -> str:
        """Let the clock start it again."""

    def run(self, name: str, language: Language) -> str:
        """Start it now."""


class EmptyTimetable:
    """Nothing runs by itself."""

    def view(self, _language: Language) -> TimetableView:
        """No lines."""
        return TimetableView()

    def pause(self, _name: str, _language: Language) -> str:
        """Nothing to pause."""
        return ""

    def resume(self, _name: str, _language: Language) -> str:
        """Nothing to resume."""
        return ""

    def run(self, _name: str, _language: Language) -> str:
        """Nothing to run."""
        return ""
