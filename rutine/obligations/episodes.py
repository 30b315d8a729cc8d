"""Sick notes joined to episodes: one absence from work, whatever number of notes it has.

The days of the follow-up (4, 7, 8, 26 weeks) are counted from the episode's first day. A break
of fewer days than the parameter does not begin a new one (16 days: ftrl § 8-19).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from rutine.obligations.calendar_days import checked

NEW_EPISODE_AFTER: Final = 16
"""So many days between two notes make two episodes."""


@dataclass(frozen=True, slots=True)
class SickNote:
    """One period of a sick note (*sykmelding*).

    Attributes:
        person, employer: whose, by the routine's own keys.
        began: the first day of the absence as NAV knows it (`sykefravaerFom`), also before the
            note; None where it does not say.
    """

    person: str
    employer: str
    first: date
    last: date
    began: date | None = None
    source: str = ""

    def __post_init__(self) -> None:
        if self.last < checked(self.first):
            raise ValueError("a note ends on or after the day it begins")

    @property
    def starts(self) -> date:
        """The first day of the absence it tells of."""
        return self.first if self.began is None else min(self.began, self.first)


@dataclass(frozen=True, slots=True)
class Episode:
    """One absence of a person from an employer: its days, and the notes it rests on."""

    person: str
    employer: str
    first: date
    last: date
    notes: tuple[SickNote, ...]


def episodes(notes: Iterable[SickNote], new_after: int = NEW_EPISODE_AFTER) -> list[Episode]:
    """The episodes, by person, employer and day; the order of the notes does not matter.

    A note counts from the day NAV says that the absence began, so that notes between which NAV
    sees one absence are one episode, however far apart.

    Args:
        notes: of any number of people.
        new_after: so many days without a note, or more, begin a new episode.
    """
    found = []
    in_order = sorted(notes, key=lambda note: (note.person, note.employer, note.starts, note.last))
    for _, own in groupby(in_order, key=lambda note: (note.person, note.employer)):
        found += [_episode(together) for together in _bundles(own, new_after)]
    return found


def _bundles(notes: Iterable[SickNote], new_after: int) -> Iterator[list[SickNote]]:
    together: list[SickNote] = []
    until = date.min
    for note in notes:
        if together and (note.starts - until).days > new_after:
            yield together
            together = []
        together.append(note)
        until = max(until, note.last) if len(together) > 1 else note.last
    yield together


def _episode(notes: list[SickNote]) -> Episode:
    return Episode(
        person=notes[0].person,
        employer=notes[0].employer,
        first=min(note.starts for note in notes),
        last=max(note.last for note in notes),
        notes=tuple(
            sorted(notes, key=lambda note: (note.first, note.last, note.starts, note.source))
        ),
    )
