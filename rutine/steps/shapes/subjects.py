"""The lists of a run as what the obligations are held against: people, absences and events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd

from rutine.core.hr_records import FAILED, MISSING
from rutine.installation import Installation
from rutine.obligations.episodes import SickNote, episodes
from rutine.obligations.frames import COLUMNS, Frames
from rutine.obligations.unit_tree import UnitTree, in_ring
from rutine.steps.shapes.lists import Lists
from rutine.steps.shapes.people import People
from rutine.steps.shapes.reading import day, each_row

APART: Final = "\x1f"
"""Between the parts of a subject's key; no list has it."""

_FULL_TIME: Final = 10_000
_DAYS: Final = frozenset({"ended", "first", "last", "day", "valid_to"})


@dataclass(frozen=True, eq=False, slots=True)
class Rows:
    """The rows of people that are known, each with its `subject`, by kind of record."""

    people: People
    positions: pd.DataFrame
    away: pd.DataFrame
    achievements: pd.DataFrame
    events: pd.DataFrame
    exemptions: pd.DataFrame
    registered: pd.DataFrame


def owner(key: str) -> str:
    """The employee number in a subject's key."""
    return key.partition(APART)[0]


def source_of(row: Any) -> str:
    """Where a row stands, as evidence refers to it."""
    return f"{row.file}{APART}{row.row}"


def place_of(source: str) -> tuple[str, int]:
    """The input and row that evidence refers to."""
    name, _, row = source.partition(APART)
    return name, int(row)


def unit_tree(lists: Lists) -> tuple[UnitTree, Mapping[str, str]]:
    """Which unit lies in which, and the organisation number that each unit's cases go by.

    A unit without a number has that of the nearest one above it.
    """
    rows = lists.rows("unit").drop_duplicates("unit")
    above = dict(zip(rows["unit"], rows["parent"], strict=True))
    # Units that lie under themselves are at the top: `hr_registers` tells of them.
    parents = {
        unit: None if in_ring(unit, above) else parent or None for unit, parent in above.items()
    }
    tree = UnitTree(parents)
    own = dict(zip(rows["unit"], rows["sub_unit"], strict=True))
    found = {}
    for unit in parents:
        number = next((own[each] for each in tree.path(unit) if own.get(each)), "")
        if number:
            found[unit] = number
    return tree, found


def of_people(rows: Rows, today: date) -> Frames:
    """Every employee as a subject, with the events of employment and position.

    The position is the latest that has begun: one that is prolonged, or begins next year, gives
    nobody a new deadline before its day.
    """
    people = rows.people.rows
    keys = people["employee_number"]
    ended = dict(zip(keys, people["left"], strict=True))
    events = [
        (key, "hired", hired) for key, hired in zip(keys, people["hired"], strict=True)
        if pd.notna(hired)
    ]  # fmt: skip
    begun = rows.positions["first"] <= pd.Timestamp(today)
    in_order = rows.positions.assign(begun=begun).sort_values(["begun", "first"], kind="stable")
    latest = in_order.drop_duplicates("subject", keep="last")
    for key, first, last in zip(latest["subject"], latest["first"], latest["last"], strict=True):
        events.append((key, "position_started", first))
        if pd.notna(last):
            events.append((key, "position_ended", last))
    return _frames(rows, {key: key for key in keys}, ended, events)


def of_absences(rows: Rows, least: float) -> Frames:
    """Every absence of at least so many percent as a subject of its own, notes joined."""
    away = rows.away
    taken = away["percent"].fillna(_FULL_TIME).astype("int64") >= least * 100
    lesser = _lesser(away[~taken])
    notes = [
        SickNote(
            person=row.subject,
            employer="",
            first=day(row.first) or date.min,
            last=_end(row),
            began=_began(row, lesser.get(row.subject, ())),
            source=MISSING if row.facilitation.casefold() == MISSING else "",
        )
        for row in each_row(away[taken])
    ]
    owners, ended, events = {}, {}, []
    for each in episodes(notes):
        key = APART.join((each.person, "absence_start", each.first.isoformat()))
        owners[key] = each.person
        ended[key] = pd.NaT if each.last == date.max else pd.Timestamp(each.last)
        events += [(key, "absence_start", pd.Timestamp(each.first))]
        events += [(key, "absence_day", pd.Timestamp(each.first))]
        lacking = [note.first for note in each.notes if note.source == MISSING]
        if lacking:
            events += [(key, "facilitation_missing", pd.Timestamp(min(lacking)))]
    return _frames(rows, owners, ended, events)


def _lesser(away: pd.DataFrame) -> dict[str, list[tuple[date, date]]]:
    """The days of each person's absences that are too small to be asked about."""
    found: dict[str, list[tuple[date, date]]] = {}
    for row in each_row(away):
        found.setdefault(row.subject, []).append((day(row.first) or date.min, _end(row)))
    return found


def _began(row: Any, lesser: Iterable[tuple[date, date]]) -> date | None:
    """The first day of the absence as the list knows it.

    None where some of the days since then are of a lesser absence: the list's day is then that
    one's, and what counts from *wholly away* would be late before it began.
    """
    began = day(row.began)
    if began is None:
        return None
    mixed = any(first < row.first.date() and last >= began for first, last in lesser)
    return None if mixed else began


def _end(row: Any) -> date:
    return day(row.last) or date.max


def of_events(rows: Rows) -> Frames:
    """Every row of the list of events as a subject of its own."""
    owners, ended, events = {}, {}, []
    for row in each_row(rows.events):
        parts = (row.subject, row.event, row.day.date().isoformat(), row.about)
        key = APART.join(parts)
        if key not in owners:
            owners[key], ended[key] = row.subject, row.ended
            events.append((key, row.event, row.day))
    return _frames(rows, owners, ended, events)


def _frames(
    rows: Rows,
    owners: Mapping[str, str],
    ended: Mapping[str, Any],
    events: list[tuple[str, str, Any]],
) -> Frames:
    """What is known of the owners, given to each of their subjects."""
    subjects = pd.DataFrame({"key": list(owners), "owner": list(owners.values())}, dtype="str")
    left = dict(zip(rows.people.rows["employee_number"], rows.people.rows["left"], strict=True))
    subjects["ended"] = [_earlier(ended.get(key), left.get(own)) for key, own in owners.items()]
    return Frames(
        subjects=_typed(subjects[["key", "ended"]], "subjects"),
        positions=_given(subjects, rows.positions, "positions"),
        events=_typed(pd.DataFrame(events, columns=["subject", "event", "day"]), "events"),
        achievements=_given(subjects, rows.achievements, "achievements"),
        absences=_given(subjects, rows.away, "absences"),
        exemptions=_exempt(subjects, rows.exemptions),
    )


def _earlier(one: Any, other: Any) -> Any:
    told = [each for each in (one, other) if each is not None and pd.notna(each)]
    return min(told) if told else pd.NaT


def _given(subjects: pd.DataFrame, rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Each row of an owner once for each of the owner's subjects."""
    if len(subjects) and (subjects["key"] == subjects["owner"]).all():
        return _typed(rows[list(COLUMNS[name])], name)
    pairs = subjects[["key", "owner"]]
    joined = pairs.merge(rows, left_on="owner", right_on="subject", how="inner")
    joined["subject"] = joined["key"]
    return _typed(joined[list(COLUMNS[name])], name)


def _exempt(subjects: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The exemptions of a subject itself, as decided on its case, and those of its owner."""
    own = rows[rows["subject"].isin(list(subjects["key"]))]
    others = subjects[subjects["key"] != subjects["owner"]]
    of_owner = others.merge(rows, left_on="owner", right_on="subject", how="inner")
    of_owner["subject"] = of_owner["key"]
    columns = list(COLUMNS["exemptions"])
    return _typed(pd.concat([own[columns], of_owner[columns]], ignore_index=True), "exemptions")


def _typed(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    found = frame[list(COLUMNS[name])].reset_index(drop=True)
    for column in _DAYS.intersection(found.columns):
        found[column] = pd.to_datetime(found[column]).astype("datetime64[s]")
    return found


def rows_of_people(lists: Lists, place: Installation) -> tuple[Rows, dict[str, pd.DataFrame]]:
    """The rows of those who are known, as the frames name them; and those of nobody."""
    people = People(lists, place)
    nobody: dict[str, pd.DataFrame] = {"employee": people.contested}

    def own(record: str) -> pd.DataFrame:
        known, nobody[record] = people.whose(lists.rows(record))
        return known

    positions = own("position")
    percent = positions["percent"].fillna(_FULL_TIME).astype("float64") / 100
    positions = positions.assign(code=positions["position_code"], percent=percent)
    achievements = own("achievement")
    achievements = achievements.assign(
        passed=achievements["result"].str.casefold() != FAILED,
        source=[source_of(row) for row in each_row(achievements)],
    )
    events = lists.rows("event")
    known, nobody["event"] = people.whose(events.rename(columns={"subject": "about"}))
    return (
        Rows(
            people=people,
            positions=positions,
            away=own("time_away"),
            achievements=achievements,
            events=known,
            exemptions=own("requirement_exemption"),
            registered=own("absence"),
        ),
        nobody,
    )
