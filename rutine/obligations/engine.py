"""Every subject against every requirement at once; answers what `reference.stand` answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from rutine.obligations.arrays import (
    ENDLESS,
    NEVER,
    UNKNOWN,
    Days,
    Flags,
    Places,
    month_ends,
    months_after,
)
from rutine.obligations.columns import Columns, Positions, Spells, joined
from rutine.obligations.needs import Item, combine, items_of
from rutine.obligations.requirement import APPLIES, AppliesTo, Due, Requirement, Rule, RuleDay
from rutine.obligations.standings import NO_STATE, NO_WARNING, Standings
from rutine.obligations.states import Cause, State
from rutine.obligations.unit_tree import UnitTree


def evaluate(
    columns: Columns, requirements: Sequence[Requirement], units: UnitTree, today: date
) -> Standings:
    """How every obligation stands today.

    Raises:
        ValueError: two requirements have the same id.
    """
    names = tuple(requirement.id for requirement in requirements)
    if len(set(names)) < len(names):
        raise ValueError("two requirements have the same id")
    found = Standings.none(columns.keys, names)
    work = _Work(columns, units, today.toordinal(), joined(columns.absences))
    for row, requirement in enumerate(requirements):
        _fill(found, row, requirement, work)
    return found


@dataclass(frozen=True, slots=True)
class _Work:
    """What every requirement is held against; `absences` are joined."""

    columns: Columns
    units: UnitTree
    today: int
    absences: Spells


@dataclass(frozen=True, slots=True)
class _Asked:
    """The subjects (places) that one text of a requirement is held against, and their events.

    `event` is of every subject, `UNKNOWN` where there is none.
    """

    rule: Rule
    subjects: Places
    event: Days


def _fill(found: Standings, row: int, requirement: Requirement, work: _Work) -> None:
    first, last = _stretches(requirement.applies_to, work)
    event = first
    if requirement.event != APPLIES:
        unknown = np.full(first.size, UNKNOWN, np.int32)
        event = np.where(
            first == UNKNOWN, unknown, work.columns.events.get(requirement.event, unknown)
        )
    exempt = _exempt(requirement, work)
    for rule in requirement.rules:
        subjects = np.flatnonzero(_holds(requirement, rule, event, work.today)).astype(np.int32)
        if subjects.size:
            _answer(found, row, _Asked(rule, subjects, event), work)
    state = found.state[row]
    state[exempt & (state > State.DONE)] = State.EXEMPT
    over = (state != NO_STATE) & (last < work.today)
    state[over] = State.ENDED
    found.deadline[row, over] = found.last_day[row, over] = ENDLESS
    found.warned[row, state != State.DUE_SOON] = NO_WARNING


def _stretches(applies: AppliesTo, work: _Work) -> tuple[Days, Days]:
    """The latest stretch of days of each subject, `UNKNOWN` where the requirement never applied."""
    held = work.columns.positions
    count = len(work.columns.keys)
    here = takes(applies, held, work.units) & (held.first <= np.minimum(work.today, held.last))
    spells = joined(Spells(held.subject[here], held.first[here], held.last[here]))
    first = np.full(count, UNKNOWN, np.int32)
    last = np.full(count, UNKNOWN, np.int32)
    first[spells.subject] = spells.first  # sorted: the latest stretch is written last
    last[spells.subject] = spells.last
    return first, last


def takes(applies: AppliesTo, held: Positions, units: UnitTree) -> Flags:
    """Which positions a requirement is for (`AppliesTo.takes`)."""
    found: Flags = held.percent >= applies.min_percent
    if applies.units:
        inside = units.within(applies.units)
        found &= np.array([name in inside for name in held.unit.names], np.bool_)[held.unit.places]
    if applies.position_codes:
        codes = applies.position_codes
        found &= np.array([name in codes for name in held.code.names], np.bool_)[held.code.places]
    if applies.tags:
        tagged = [not applies.tags.isdisjoint(name.split()) for name in held.tags.names]
        found &= np.array(tagged, np.bool_)[held.tags.places]
    return found


def _holds(requirement: Requirement, rule: Rule, event: Days, today: int) -> Flags:
    held: Flags = event != UNKNOWN
    if requirement.dated_by is RuleDay.TODAY:
        return held & rule.holds(date.fromordinal(today))
    if rule.first is not None:
        held &= event >= rule.first.toordinal()
    if rule.last is not None:
        held &= event <= rule.last.toordinal()
    return held


def _exempt(requirement: Requirement, work: _Work) -> Flags:
    found = np.zeros(len(work.columns.keys), np.bool_)
    spells = work.columns.exemptions.get(requirement.id)
    if spells is not None:
        now = (spells.first <= work.today) & (spells.last >= work.today)
        found[spells.subject[now]] = True
    return found


def _answer(found: Standings, row: int, asked: _Asked, work: _Work) -> None:
    """Fill in one text's subjects, as if none were exempt and none had ended."""
    rule, some = asked.rule, asked.subjects
    of_items = {item: _item_valid_to(item, asked, work)[some] for item in set(items_of(rule.needs))}
    valid_to = combine(rule.needs, of_items.__getitem__, earliest=np.minimum, latest=np.maximum)
    deadline = np.maximum(_due(rule.due, asked.event[some]), valid_to)
    deadline = _put_off(rule, deadline, asked, work)
    last_day = np.where(deadline == ENDLESS, np.int32(ENDLESS), deadline + rule.grace_days)
    warned = _warnings(rule, deadline, work.today)
    held, warns = valid_to >= work.today, warned != NO_WARNING
    some_part = np.maximum.reduce(list(of_items.values())) > NEVER
    cause = np.select(
        [held & ~warns, held, valid_to > NEVER, some_part],
        [Cause.VALID, Cause.EXPIRING, Cause.EXPIRED, Cause.PART_MISSING],
        Cause.MISSING,
    )
    state = np.select(
        [work.today > last_day, warns, held],
        [State.OVERDUE, State.DUE_SOON, State.DONE],
        State.NOT_DUE,
    )
    found.state[row, some] = state
    found.cause[row, some] = cause
    found.deadline[row, some] = deadline
    found.last_day[row, some] = last_day
    found.valid_to[row, some] = valid_to
    found.warned[row, some] = warned


def _item_valid_to(item: Item, asked: _Asked, work: _Work) -> Days:
    """The last day that each subject holds an item, `NEVER` if it never did."""
    every = work.columns.achievements
    found = np.full(asked.event.size, NEVER, np.int32)
    span = every.starts.get(item.code, slice(0, 0))
    subject, day, told = every.subject[span], every.day[span], every.valid_to[span]
    counts = day <= work.today
    if asked.rule.since_event:
        counts &= day >= asked.event[subject]
    subject, day, told = subject[counts], day[counts], told[counts]
    months = asked.rule.months_of(item)
    counted = np.full_like(day, ENDLESS) if months is None else months_after(day, months)
    np.maximum.at(found, subject, np.where(told == UNKNOWN, counted, told))
    return found


def _due(due: Due, event: Days) -> Days:
    if due.on is not None:
        return np.full_like(event, due.on.toordinal())
    day = months_after(event, due.months)
    day = month_ends(day) if due.month_end else day
    return (day + (7 * due.weeks + due.days)).astype(np.int32)


def _put_off(rule: Rule, deadline: Days, asked: _Asked, work: _Work) -> Days:
    """Deadlines in or just after the rest of a long absence, put off; in the order of days."""
    spells = work.absences
    if rule.pause_after_months is None or spells.subject.size == 0:
        return deadline
    begins = months_after(spells.first, rule.pause_after_months)
    long = begins <= spells.last
    subject, begins, last = spells.subject[long], begins[long], spells.last[long]
    place = np.full(asked.event.size, -1, np.int32)
    place[asked.subjects] = np.arange(asked.subjects.size, dtype=np.int32)
    for turn in _turns(subject):
        at = place[subject[turn]]
        turn, at = turn[at >= 0], at[at >= 0]  # noqa: PLW2901 - those not asked fall away
        back = last[turn] + (1 + rule.return_days)
        back = np.where(last[turn] == ENDLESS, ENDLESS, back).astype(np.int32)
        reached = begins[turn] <= deadline[at]
        deadline[at[reached]] = np.maximum(deadline[at], back)[reached]
    return deadline


def _turns(subject: Places) -> list[npt.NDArray[np.intp]]:
    """The first row of every subject, then the second, and so on; the subjects are sorted."""
    rows = np.arange(subject.size)
    begins = np.ones(subject.size, np.bool_)
    begins[1:] = subject[1:] != subject[:-1]
    rank = rows - np.maximum.accumulate(np.where(begins, rows, 0))
    return [np.flatnonzero(rank == turn) for turn in range(int(rank.max(initial=-1)) + 1)]


def _warnings(rule: Rule, deadline: Days, today: int) -> npt.NDArray[np.int16]:
    """The last warning of each whose day has come: the smallest number of days."""
    found = np.full(deadline.size, NO_WARNING, np.int16)
    for days in rule.warnings:
        found[(deadline != ENDLESS) & (today >= deadline - days)] = days
    return found
