"""What the routine has been worth: figures, of nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from rutine.cases.figures.gains import Baseline, Waited, gains
from rutine.cases.people.protection import protect
from rutine.cases.runs import RunState, RunSummary, finish_run, open_run
from rutine.core.clock import OSLO
from rutine.core.differences import Action
from rutine.core.identifiers import Fnr
from rutine.core.money import Ore
from rutine.core.periods import Period
from tests.unit.cases.samples import (
    EMPLOYER,
    FNRS,
    KARI,
    OTHER_UNIT,
    ROUTINE,
    UNIT,
    claim,
    difference,
    line,
    record,
    settle,
)


def of(who: int, row: int, **changed):
    return difference(line(row), claim(row), person=Fnr(FNRS[who]), **changed)


def look(store, time, viewer=KARI):
    with store.database.reading() as session:
        return gains(
            session, ROUTINE, viewer, now=time.moment, today=time.moment.astimezone(OSLO).date()
        )


def count(found, waited):
    return next(each.cases for each in found.waiting if each.waited is waited)


def test_the_months_add_up_every_run_of_theirs(store, time) -> None:
    with store.database.writing() as session:
        for lines, settled in ((100, 80), (20, 20)):
            run = open_run(session, ROUTINE, EMPLOYER, Period.month("2026-09"), {})
            summary = RunSummary(state=RunState.CLEAN, lines=lines, settled_lines=settled)
            finish_run(session, run, summary)
    found = look(store, time)
    assert [(m.month, m.lines, m.settled) for m in found.months] == [("2026-09", 120, 100)]
    assert (found.lines, found.settled) == (120, 100)


@pytest.mark.parametrize(
    ("hour", "amount"), [(Ore(45_000), Ore(375_000)), (None, None)], ids=["priced", "unpriced"]
)
def test_what_is_saved_is_the_settled_lines_at_the_old_pace(store, time, hour, amount) -> None:
    with store.database.writing() as session:
        run = open_run(session, ROUTINE, EMPLOYER, Period.month("2026-09"), {})
        summary = RunSummary(state=RunState.CLEAN, lines=120, settled_lines=100)
        finish_run(session, run, summary)
    saved = look(store, time).saved(Baseline(5, hour, "målt"))
    assert (saved.minutes, saved.amount) == (500, amount)


def test_the_median_counts_from_found_to_the_first_decision(store, time) -> None:
    ids = record(store, of(0, 1), of(1, 2), of(2, 3)).case_ids
    time.wait(days=2)
    settle(store, ids[0])
    time.wait(days=4)
    settle(store, ids[1], Action.SEND_TO_NAV)
    settle(store, ids[1])
    found = look(store, time)
    assert (found.decided, found.median) == (2, timedelta(days=4))
    time.wait(days=400)
    assert (look(store, time).decided, look(store, time).median) == (0, None)


def test_a_case_that_waits_has_an_age_and_one_that_is_done_has_none(store, time) -> None:
    ids = record(store, of(0, 1), of(1, 2)).case_ids
    time.wait(days=10)
    settle(store, ids[0])
    assert count(look(store, time), Waited.MONTH) == 1
    assert sum(each.cases for each in look(store, time).waiting) == 1


@pytest.mark.parametrize(
    ("days", "waited"),
    [
        (0, Waited.WEEK),
        (7, Waited.WEEK),
        (8, Waited.MONTH),
        (30, Waited.MONTH),
        (31, Waited.QUARTER),
        (92, Waited.LONGER),
    ],
)
def test_an_age_is_counted_in_whole_days(store, time, days, waited) -> None:
    record(store, of(0, 1))
    time.wait(days=days)
    (told,) = [each for each in look(store, time).waiting if each.cases]
    assert told.waited is waited


def test_a_day_begins_at_midnight_in_norway(store, time) -> None:
    time.wait(hours=14.75)  # a quarter to midnight
    record(store, of(0, 1))
    time.wait(days=7, minutes=30)
    assert count(look(store, time), Waited.WEEK) == 0
    assert count(look(store, time), Waited.MONTH) == 1


def test_one_who_sees_some_units_counts_those_and_no_restricted_case(store, time) -> None:
    record(store, of(0, 1), of(1, 2), of(2, 3, sub_unit=OTHER_UNIT))
    with store.database.writing() as session:
        protect(session, store.keys, protected=[Fnr(FNRS[0])], listed=[Fnr(n) for n in FNRS[:3]])
    own = replace(KARI, units=frozenset({UNIT.value}))
    assert count(look(store, time), Waited.WEEK) == 3
    assert count(look(store, time, own), Waited.WEEK) == 1
