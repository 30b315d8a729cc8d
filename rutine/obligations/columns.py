"""What is known of many subjects, as arrays of whole numbers: what the engine works on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from rutine.obligations.arrays import ENDLESS, EPOCH, UNKNOWN, Days, Flags, Places
from rutine.obligations.calendar_days import FIRST_DAY, LAST_DAY
from rutine.obligations.frames import Frames

_FILLED: Final = {
    "subjects": ("key",),
    "positions": ("unit", "code", "percent", "tags"),
    "events": ("event",),
    "achievements": ("code", "passed"),
    "exemptions": ("requirement",),
}
_EARLIEST, _LATEST = FIRST_DAY.toordinal(), LAST_DAY.toordinal()


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of texts: each row's place in `names`."""

    places: Places
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Positions:
    """Sorted by subject and first day; `last` is no later than the subject's own end."""

    subject: Places
    unit: Coded
    code: Coded
    tags: Coded
    percent: npt.NDArray[np.float64]
    first: Days
    last: Days


@dataclass(frozen=True, slots=True)
class Achievements:
    """Those that were passed, sorted by code; `starts` is where each code begins.

    `valid_to` is `UNKNOWN` where the evidence does not tell. Those that end before they begin
    are left out: they count for nothing, whatever the rule.
    """

    subject: Places
    day: Days
    valid_to: Days
    starts: Mapping[str, slice]


@dataclass(frozen=True, slots=True)
class Spells:
    """Stretches of days by subject: absences, or the exemptions from one requirement."""

    subject: Places
    first: Days
    last: Days


@dataclass(frozen=True, slots=True)
class Columns:
    """All subjects; each is its place in `keys`."""

    keys: tuple[str, ...]
    ended: Days
    positions: Positions
    events: Mapping[str, Days]
    achievements: Achievements
    absences: Spells
    exemptions: Mapping[str, Spells]

    @classmethod
    def of(cls, frames: Frames) -> Columns:
        """Code the frames.

        Raises:
            ValueError: a frame has a row of a subject that is not there, a field that must be
                filled in and is not, a day before 1900 or after 2199, an end before its beginning,
                or one of two that may only be there once. The text names frame and column,
                never a row's value.
        """
        _check_filled(frames)
        index = pd.Index(frames.subjects["key"])
        if not index.is_unique:
            raise ValueError("subjects.key: the same key twice")
        ended = _ends(frames.subjects["ended"])
        return cls(
            keys=tuple(index),
            ended=ended,
            positions=_positions(frames.positions, index, ended),
            events=_events(frames.events, index),
            achievements=_achievements(frames.achievements, index),
            absences=_spells("absences", frames.absences, index),
            exemptions={
                str(requirement): _spells("exemptions", rows, index)
                for requirement, rows in frames.exemptions.groupby("requirement")
            },
        )


def _check_filled(frames: Frames) -> None:
    """A result that is missing, or a text, must not count as passed."""
    for name, columns in _FILLED.items():
        rows = getattr(frames, name)
        for column in columns:
            if rows[column].isna().any():
                raise ValueError(f"{name}.{column}: it must be filled in")
    passed = frames.achievements["passed"].infer_objects()
    if passed.size and not pd.api.types.is_bool_dtype(passed):
        raise ValueError("achievements.passed: it must be true or false")


def _places(name: str, rows: pd.DataFrame, index: pd.Index) -> Places:
    found: Places = index.get_indexer(pd.Index(rows["subject"])).astype(np.int32)
    if (found < 0).any():
        raise ValueError(f"{name}.subject: a row of a subject that is not there")
    return found


def _coded(texts: pd.Series) -> Coded:
    places, names = pd.factorize(texts)
    return Coded(places.astype(np.int32), tuple(str(name) for name in names))


def _ordinals(days: pd.Series, missing: int) -> Days:
    found = days.to_numpy("datetime64[D]")
    numbers = np.where(np.isnat(found), missing - EPOCH, found.astype(np.int64)) + EPOCH
    ordinals: Days = np.clip(numbers, np.iinfo(np.int32).min, ENDLESS).astype(np.int32)
    return ordinals


def _days(name: str, days: pd.Series) -> Days:
    found = _ordinals(days, UNKNOWN)
    if ((found < _EARLIEST) | (found > _LATEST)).any():
        raise ValueError(f"{name}: a day is missing, before 1900 or after 2199")
    return found


def _ends(days: pd.Series) -> Days:
    found = _ordinals(days, ENDLESS)
    return np.where(found > _LATEST, np.int32(ENDLESS), found)


def _first_and_last(name: str, rows: pd.DataFrame) -> tuple[Days, Days]:
    first, last = _days(f"{name}.first", rows["first"]), _ends(rows["last"])
    if (last < first).any():
        raise ValueError(f"{name}.last: it ends before it begins")
    return first, last


def _positions(rows: pd.DataFrame, index: pd.Index, ended: Days) -> Positions:
    subject = _places("positions", rows, index)
    first, last = _first_and_last("positions", rows)
    order = np.lexsort((first, subject))
    unit, code, tags = (
        Coded(each.places[order], each.names)
        for each in (_coded(rows[column]) for column in ("unit", "code", "tags"))
    )
    subject = subject[order]
    return Positions(
        subject=subject,
        unit=unit,
        code=code,
        tags=tags,
        percent=rows["percent"].to_numpy(np.float64)[order],
        first=first[order],
        last=np.minimum(last[order], ended[subject]),
    )


def _events(rows: pd.DataFrame, index: pd.Index) -> dict[str, Days]:
    found = {}
    for event, of_event in rows.groupby("event"):
        subject = _places("events", of_event, index)
        if np.unique(subject).size < subject.size:
            raise ValueError("events.event: the same event of one subject twice")
        days = np.full(len(index), UNKNOWN, np.int32)
        days[subject] = _days("events.day", of_event["day"])
        found[str(event)] = days
    return found


def _achievements(rows: pd.DataFrame, index: pd.Index) -> Achievements:
    subject = _places("achievements", rows, index)
    day = _days("achievements.day", rows["day"])
    told = rows["valid_to"].notna().to_numpy()
    valid_to = np.where(told, _ends(rows["valid_to"]), np.int32(UNKNOWN))
    counts = rows["passed"].to_numpy(np.bool_) & (~told | (valid_to >= day))
    places, names = pd.factorize(rows["code"])
    kept = np.flatnonzero(counts)
    order = kept[np.argsort(places[kept], kind="stable")]
    bounds = np.searchsorted(places[order], np.arange(len(names) + 1))
    return Achievements(
        subject=subject[order],
        day=day[order],
        valid_to=valid_to[order],
        starts={
            str(name): slice(int(bounds[place]), int(bounds[place + 1]))
            for place, name in enumerate(names)
        },
    )


def _spells(name: str, rows: pd.DataFrame, index: pd.Index) -> Spells:
    subject = _places(name, rows, index)
    first, last = _first_and_last(name, rows)
    order = np.lexsort((first, subject))
    return Spells(subject[order], first[order], last[order])


def joined(spells: Spells) -> Spells:
    """Those of one subject joined that overlap or follow on the next day.

    Sorted by subject and first day, as `Columns` has them.
    """
    if spells.subject.size == 0:
        return spells
    begins = begin_anew(spells)
    starts = np.flatnonzero(begins)
    return Spells(
        spells.subject[starts], spells.first[starts], np.maximum.reduceat(spells.last, starts)
    )


def begin_anew(spells: Spells) -> Flags:
    """Which of them, sorted by subject and first day, begin after all before them have ended.

    The running maximum is taken of subject and last day as one number, so that each subject's
    begins anew without a loop.
    """
    subject = spells.subject.astype(np.int64) * (ENDLESS + 2)
    reached = np.maximum.accumulate(subject + spells.last)
    begins = np.ones(subject.size, np.bool_)
    begins[1:] = (subject + spells.first)[1:] > reached[:-1] + 1
    return begins
