"""Stop at a list that has been cut: what it has lost would seem to be gone, or never done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import pandas as pd
from sqlalchemy import select

from rutine.cases.runs import DONE, RunSummary
from rutine.cases.tables import Run
from rutine.core import clock
from rutine.core.errors import InputError, RutineError
from rutine.core.records import COLUMNS
from rutine.installation import Installation
from rutine.steps.shapes.lists import ListFile, Lists
from rutine.steps.shapes.reading import read_file
from rutine.steps.shapes.scope import ShapeRules, ShapeScope, load_shape

_FEWEST: Final = 3
"""Rows: a list that has lost fewer is not thought to be cut."""

_FIFTH: Final = 5
_HALF: Final = 2
_MOST: Final = {
    "employee": _FIFTH,
    "position": _FIFTH,
    "unit": _FIFTH,
    "achievement": _FIFTH,
    "question_answer": _FIFTH,
    "requirement_exemption": _HALF,
    "time_away": _HALF,
    "absence": _HALF,
    "event": _HALF,
    "preferential_right": _HALF,
    "offer": _FIFTH,
    "vacancy_assessment": _FIFTH,
    "respondent": _FIFTH,
    "seniority_leave": _HALF,
}
"""One in so many rows may be gone since the last run. Absences and events come and go."""

_ROTA: Final = "shift"

LOOKED_BACK: Final = timedelta(days=90)
"""A list is held against the longest one of so many days, too: cut a little each time, it would
never be cut by much. Absences, events and exemptions come and go, and a rota and a match's lists
are of their own days: those are held against the last run alone."""


@dataclass(frozen=True, slots=True)
class _Size:
    files: int
    rows: int


def refuse_cut(place: Installation, scope: ShapeScope, lists: Lists) -> None:
    """Refuse lists that are much shorter than those of the last run that ended well.

    A rota is held against the last one over the days that both plan for; of two lists that are
    matched, only one that is said to be complete. A person may say that the lists are right.

    Raises:
        InputError: `list_cut`, or `list_shrunk`.
    """
    if scope.shorter:
        return
    before = _last_summary(place, scope)
    if before is None or before.inputs is None:
        return
    rules = load_shape(place, scope.routine)
    for record, most in _guarded(rules):
        was, now = _sizes(place, rules, scope, lists, before, record)
        if now.files == 0:
            continue  # its source says that it may be missing
        lost = was.rows - now.rows
        fewer_files = now.files < was.files and lost > 0
        if fewer_files or (lost >= _FEWEST and lost * most > was.rows):
            raise InputError(
                "list_cut",
                f"The list {record} has {now.rows} rows in {now.files} files; the last run had "
                f"{was.rows} in {was.files}.",
                "Look whether the export is whole. If it is, run once with --shorter-lists.",
                record=record,
                rows=now.rows,
                files=now.files,
                rows_before=was.rows,
                files_before=was.files,
            )
    _refuse_shrunk(place, scope, lists)


def _refuse_shrunk(place: Installation, scope: ShapeScope, lists: Lists) -> None:
    """Refuse a register that has become much shorter little by little.

    Raises:
        InputError: `list_shrunk`.
    """
    routine = load_shape(place, scope.routine).routine
    if routine.lists is not None:
        return
    runs = list(_runs_since(place, scope))
    for record in routine.sources:
        now = sum(each.reading.rows_in for each in lists.of(record))
        if _MOST.get(record) != _FIFTH or not lists.of(record):
            continue
        was, run = max(((_rows_of(each, record), at) for at, each in runs), default=(0, 0))
        lost = was - now
        if lost >= _FEWEST and lost * _FIFTH > was:
            raise InputError(
                "list_shrunk",
                f"The list {record} has {now} rows; run {run}, less than {LOOKED_BACK.days} days "
                f"ago, had {was}.",
                "Look whether the export is whole. If it is, run once with --shorter-lists.",
                record=record,
                rows=now,
                run=run,
                rows_before=was,
                days=LOOKED_BACK.days,
            )


def _runs_since(place: Installation, scope: ShapeScope) -> Iterator[tuple[int, RunSummary]]:
    """The runs that ended well within the days looked back, with their numbers, newest first.

    None from before one whose lists a person has said are right: those are the measure.
    """
    query = (
        select(Run.number, Run.summary)
        .where(
            Run.routine == scope.routine,
            Run.employer == scope.employer.value,
            Run.state.in_(DONE),
            Run.started_at >= clock.now() - LOOKED_BACK,
        )
        .order_by(Run.number.desc())
    )
    with place.database.reading() as session:
        found = session.execute(query).all()
    for number, told in found:
        summary = RunSummary.model_validate_json(str(told))
        yield number, summary
        if summary.shorter:
            return


def _rows_of(run: RunSummary, record: str) -> int:
    """How many rows a run read of a record, as its controls say."""
    names = _inputs_of(run, record)
    return sum(
        int(each.expected or 0)
        for each in run.controls
        if each.name == "list_rows" and each.label in names
    )


def _inputs_of(run: RunSummary, record: str) -> dict[str, str]:
    return {
        name: sha256
        for name, sha256 in (run.inputs or {}).items()
        if name.rpartition(" ")[0] == record
    }


def _guarded(rules: ShapeRules) -> Iterator[tuple[str, int]]:
    """The records that must not be cut, and one in how many rows may be gone."""
    two = rules.routine.lists
    if two is not None:
        yield from ((side.record, _FIFTH) for side in (two.a, two.b) if side.complete)
        return
    for record in rules.routine.sources:
        if record == _ROTA:
            yield record, _FIFTH
        elif record in _MOST:
            yield record, _MOST[record]


def _last_summary(place: Installation, scope: ShapeScope) -> RunSummary | None:
    query = (
        select(Run.summary)
        .where(
            Run.routine == scope.routine,
            Run.employer == scope.employer.value,
            Run.state.in_(DONE),
        )
        .order_by(Run.number.desc())
        .limit(1)
    )
    with place.database.reading() as session:
        told = session.scalars(query).one_or_none()
    return None if told is None else RunSummary.model_validate_json(told)


def _sizes(  # noqa: PLR0917 - the run, and the one before it
    place: Installation,
    rules: ShapeRules,
    scope: ShapeScope,
    lists: Lists,
    before: RunSummary,
    record: str,
) -> tuple[_Size, _Size]:
    """How long a list was, and is."""
    inputs = _inputs_of(before, record)
    own = lists.of(record)
    if record == _ROTA:
        with suppress(RutineError):  # else the last rota is erased, or read by a format no more
            return _over_same_days(place, rules, scope, lists, inputs)
        return _Size(0, 0), _Size(len(own), 0)
    rows = _rows_of(before, record)
    now = sum(each.reading.rows_in for each in own)
    return _Size(len(inputs), rows), _Size(len(own), now)


def _over_same_days(
    place: Installation,
    rules: ShapeRules,
    scope: ShapeScope,
    lists: Lists,
    inputs: dict[str, str],
) -> tuple[_Size, _Size]:
    """The shifts of both rotas on the days ahead that both plan for."""
    then = [pd.Series(dtype="datetime64[s]")]
    for name, sha256 in inputs.items():
        form = place.archive.describe(sha256).kind
        then.append(read_file(place, rules, ListFile(name, _ROTA, sha256, form)).rows["day"])
    was, now = pd.concat(then), lists.rows(_ROTA)["day"]
    first = max(pd.Timestamp(scope.day), was.min(), now.min())
    last = min(was.max(), now.max())
    return (
        _Size(1, int(was.between(first, last).sum())),
        _Size(1, int(now.between(first, last).sum())),
    )


assert set(_MOST) <= set(COLUMNS)  # noqa: S101 - a list that no record is would guard nothing
