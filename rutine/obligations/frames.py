"""What is known of many subjects, as frames: how a routine's files arrive, and what it codes.

| frame | columns |
|---|---|
| `subjects` | `key`, `ended` |
| `positions` | `subject`, `unit`, `code`, `first`, `last`, `percent`, `tags` |
| `events` | `subject`, `event`, `day` |
| `achievements` | `subject`, `code`, `day`, `passed`, `valid_to`, `source` |
| `absences` | `subject`, `first`, `last` |
| `exemptions` | `subject`, `requirement`, `reason`, `first`, `last` |

Days are `datetime64`, NaT where there is none; `subject` is the key; `tags` are words apart by
spaces.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

import pandas as pd

from rutine.obligations.subject import AbsenceSpell, Achievement, Exemption, Position, Subject

COLUMNS: Final = {
    "subjects": ("key", "ended"),
    "positions": ("subject", "unit", "code", "first", "last", "percent", "tags"),
    "events": ("subject", "event", "day"),
    "achievements": ("subject", "code", "day", "passed", "valid_to", "source"),
    "absences": ("subject", "first", "last"),
    "exemptions": ("subject", "requirement", "reason", "first", "last"),
}
_DAYS: Final = frozenset({"ended", "first", "last", "day", "valid_to"})
_Kind = TypeVar("_Kind")


@dataclass(frozen=True, slots=True)
class Frames:
    """All that is known of some subjects; the columns are told above."""

    subjects: pd.DataFrame
    positions: pd.DataFrame
    events: pd.DataFrame
    achievements: pd.DataFrame
    absences: pd.DataFrame
    exemptions: pd.DataFrame

    @classmethod
    def of(cls, subjects: Sequence[Subject]) -> Frames:
        """The frames of subjects that are at hand one by one."""
        return cls(
            subjects=_frame("subjects", ((each.key, each.ended) for each in subjects)),
            positions=_frame("positions", _positions(subjects)),
            events=_frame(
                "events", ((s.key, name, day) for s in subjects for name, day in s.events.items())
            ),
            achievements=_frame("achievements", _achievements(subjects)),
            absences=_frame(
                "absences", ((s.key, e.first, e.last) for s in subjects for e in s.absences)
            ),
            exemptions=_frame("exemptions", _exemptions(subjects)),
        )

    def subject(self, key: str) -> Subject:
        """One subject by itself, to explain it.

        Raises:
            KeyError: there is no such subject; without its key, which may tell who it is.
        """
        own = self.subjects[self.subjects["key"] == key]
        if own.empty:
            raise KeyError("there is no such subject")
        return Subject(
            key=key,
            positions=_each(self.positions, key, _position),
            events={row.event: _day(row.day) for row in _rows(self.events, key)},
            achievements=_each(self.achievements, key, _achievement),
            absences=_each(
                self.absences, key, lambda row: AbsenceSpell(_day(row.first), _day(row.last))
            ),
            exemptions=_each(
                self.exemptions,
                key,
                lambda row: Exemption(row.requirement, row.reason, _day(row.first), _day(row.last)),
            ),
            ended=_day(own["ended"].iloc[0]),
        )

    def some(self, keys: Collection[str]) -> Iterator[Subject]:
        """Some subjects one by one; each frame is read once, not once for each of them."""
        wanted = list(keys)
        positions = _gathered(self.positions, wanted, _position)
        achievements = _gathered(self.achievements, wanted, _achievement)
        absences = _gathered(
            self.absences, wanted, lambda row: AbsenceSpell(_day(row.first), _day(row.last))
        )
        exemptions = _gathered(
            self.exemptions,
            wanted,
            lambda row: Exemption(row.requirement, row.reason, _day(row.first), _day(row.last)),
        )
        events = _gathered(self.events, wanted, lambda row: (row.event, _day(row.day)))
        own = self.subjects[self.subjects["key"].isin(wanted)]
        for key, ended in zip(own["key"], own["ended"], strict=True):
            yield Subject(
                key=key,
                positions=tuple(positions[key]),
                events=dict(events[key]),
                achievements=tuple(achievements[key]),
                absences=tuple(absences[key]),
                exemptions=tuple(exemptions[key]),
                ended=_day(ended),
            )


def _gathered(
    frame: pd.DataFrame, keys: Sequence[str], made: Callable[[Any], _Kind]
) -> Mapping[str, list[_Kind]]:
    """The rows of some subjects as what they are, by subject, in the frame's own order."""
    found: dict[str, list[_Kind]] = defaultdict(list)
    for row in frame[frame["subject"].isin(keys)].itertuples(index=False):
        found[str(row.subject)].append(made(row))
    return found


def _frame(name: str, rows: Iterable[tuple[Any, ...]]) -> pd.DataFrame:
    found = pd.DataFrame(list(rows), columns=list(COLUMNS[name]))
    for column in _DAYS.intersection(found.columns):
        found[column] = pd.to_datetime(found[column]).astype("datetime64[s]")
    return found


def _positions(subjects: Sequence[Subject]) -> Iterator[tuple[Any, ...]]:
    for subject in subjects:
        for each in subject.positions:
            tags = " ".join(sorted(each.tags))
            yield subject.key, each.unit, each.code, each.first, each.last, each.percent, tags


def _achievements(subjects: Sequence[Subject]) -> Iterator[tuple[Any, ...]]:
    for subject in subjects:
        for each in subject.achievements:
            yield subject.key, each.code, each.day, each.passed, each.valid_to, each.source


def _exemptions(subjects: Sequence[Subject]) -> Iterator[tuple[Any, ...]]:
    for subject in subjects:
        for each in subject.exemptions:
            yield subject.key, each.requirement, each.reason, each.first, each.last


def _rows(frame: pd.DataFrame, key: str) -> Iterator[Any]:
    return frame[frame["subject"] == key].itertuples(index=False)


def _each(frame: pd.DataFrame, key: str, made: Callable[[Any], _Kind]) -> tuple[_Kind, ...]:
    return tuple(made(row) for row in _rows(frame, key))


def _position(row: Any) -> Position:
    tags = frozenset(row.tags.split())
    return Position(row.unit, row.code, _day(row.first), _day(row.last), row.percent, tags)


def _achievement(row: Any) -> Achievement:
    return Achievement(row.code, _day(row.day), bool(row.passed), _day(row.valid_to), row.source)


def _day(value: Any) -> Any:
    """The day, None for NaT. The types of days that must be there say so themselves."""
    found: date | None = None if pd.isna(value) else value.date()
    return found
