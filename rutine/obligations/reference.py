"""The plain answer: one subject, one requirement, one day. It defines what the engine answers.

Written to be read: every step of `stand` is one sentence of `docs/explanation/obligations.md`.
The engine must give the same (tests/property/test_obligations.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rutine.obligations.calendar_days import ENDLESS, NEVER, days_after, end_of, or_none
from rutine.obligations.evidence import Occasion
from rutine.obligations.needs import Item, combine, items_of
from rutine.obligations.requirement import APPLIES, Requirement, Rule
from rutine.obligations.states import Cause, Standing, State
from rutine.obligations.subject import Subject
from rutine.obligations.unit_tree import UnitTree
from rutine.refunds.expected.day_counting import months_after


@dataclass(frozen=True, slots=True)
class Stretch:
    """The unbroken days in which a requirement applies, latest as of today."""

    first: date
    last: date


def stand(
    subject: Subject, requirement: Requirement, units: UnitTree, today: date
) -> Standing | None:
    """How the obligation stands today; None where the requirement does not apply."""
    stretch = find_stretch(subject, requirement, units, today)
    occasion = find_occasion(subject, requirement, stretch, today)
    if stretch is None or occasion is None:
        return None
    rule = occasion.rule
    valid_to = whole_valid_to(subject, occasion)
    deadline = find_deadline(subject, occasion, valid_to)
    last_day = days_after(deadline, rule.grace_days)
    warned = _warning(rule, deadline, today)
    cause = _cause(subject, occasion, valid_to, warned)
    state = _state(cause, warned, overdue=today > last_day)
    if stretch.last < today:
        return Standing(State.ENDED, cause, None, None, or_none(valid_to), None)
    if state is not State.DONE and find_exemption(subject, requirement, today):
        state = State.EXEMPT
    told = warned if state is State.DUE_SOON else None
    return Standing(state, cause, or_none(deadline), or_none(last_day), or_none(valid_to), told)


def find_stretch(
    subject: Subject, requirement: Requirement, units: UnitTree, today: date
) -> Stretch | None:
    """The latest stretch of days, begun by today, with a position it applies to.

    Positions that overlap, or follow on the next day, make one stretch.
    """
    ended = end_of(subject.ended)
    held = sorted(
        (position.first, min(end_of(position.last), ended))
        for position in subject.positions
        if position.first <= min(today, ended) and requirement.applies_to.takes(position, units)
    )
    found: Stretch | None = None
    for first, last in held:
        if found is None or first > days_after(found.last, 1):
            found = Stretch(first, last)
        else:
            found = Stretch(found.first, max(found.last, last))
    return found


def find_occasion(
    subject: Subject, requirement: Requirement, stretch: Stretch | None, today: date
) -> Occasion | None:
    """The event and the text that holds for it; None when either is lacking."""
    if stretch is None:
        return None
    event = stretch.first if requirement.event == APPLIES else subject.events.get(requirement.event)
    if event is None:
        return None
    rule = requirement.rule_on(event, today)
    return None if rule is None else Occasion(rule, event, today)


def item_valid_to(subject: Subject, occasion: Occasion, item: Item) -> date:
    """The last day an item is or was held: that of the evidence that lasts longest."""
    return max(
        (
            occasion.valid_to(achievement, item)
            for achievement in subject.achievements
            if achievement.code == item.code and occasion.refusal(achievement) is None
        ),
        default=NEVER,
    )


def whole_valid_to(subject: Subject, occasion: Occasion) -> date:
    """The last day on which everything needed is or was held; `NEVER` if it never was."""
    return combine(
        occasion.rule.needs,
        lambda item: item_valid_to(subject, occasion, item),
        earliest=min,
        latest=max,
    )


def find_deadline(subject: Subject, occasion: Occasion, valid_to: date) -> date:
    """The first deadline, or the last valid day if that is later; put off by long absence."""
    deadline = max(occasion.rule.due.after(occasion.event), valid_to)
    for first, last in pauses(subject, occasion.rule):
        if first <= deadline:
            deadline = max(deadline, days_after(last, 1 + occasion.rule.return_days))
    return deadline


def pauses(subject: Subject, rule: Rule) -> Iterator[tuple[date, date]]:
    """The days of each absence after it has lasted as long as the rule says, in order."""
    if rule.pause_after_months is None:
        return
    for first, last in _absences(subject):
        begins = months_after(first, rule.pause_after_months)
        if begins <= last:
            yield begins, last


def _absences(subject: Subject) -> list[tuple[date, date]]:
    """The absences, those joined that overlap or follow on the next day."""
    found: list[tuple[date, date]] = []
    for first, last in sorted((each.first, end_of(each.last)) for each in subject.absences):
        if found and first <= days_after(found[-1][1], 1):
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found


def find_exemption(subject: Subject, requirement: Requirement, today: date) -> bool:
    """Whether somebody has exempted the subject from it today."""
    return any(
        each.requirement == requirement.id and each.first <= today <= end_of(each.last)
        for each in subject.exemptions
    )


def _warning(rule: Rule, deadline: date, today: date) -> int | None:
    """The last warning whose day has come."""
    if deadline == ENDLESS:
        return None
    due = [days for days in rule.warnings if today >= deadline - timedelta(days=days)]
    return min(due, default=None)


def _cause(subject: Subject, occasion: Occasion, valid_to: date, warned: int | None) -> Cause:
    if valid_to >= occasion.today:
        return Cause.VALID if warned is None else Cause.EXPIRING
    if valid_to > NEVER:
        return Cause.EXPIRED
    of_parts = (item_valid_to(subject, occasion, item) for item in items_of(occasion.rule.needs))
    return Cause.PART_MISSING if max(of_parts) > NEVER else Cause.MISSING


def _state(cause: Cause, warned: int | None, *, overdue: bool) -> State:
    if overdue:
        return State.OVERDUE
    if warned is not None:
        return State.DUE_SOON
    return State.DONE if cause is Cause.VALID else State.NOT_DUE
