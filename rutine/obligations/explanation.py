"""How one answer came about: which evidence counted, which did not and why, and what comes next.

Made on demand for one subject and one requirement, by the reference's own steps.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from rutine.obligations.calendar_days import ENDLESS, FIRST_DAY, NEVER, days_after, end_of, or_none
from rutine.obligations.evidence import Occasion, Verdict
from rutine.obligations.needs import Item, items_of
from rutine.obligations.reference import (
    find_deadline,
    find_occasion,
    find_stretch,
    item_valid_to,
    pauses,
    stand,
    whole_valid_to,
)
from rutine.obligations.requirement import Requirement, Rule
from rutine.obligations.states import Cause, Standing
from rutine.obligations.subject import Achievement, Exemption, Subject
from rutine.obligations.unit_tree import UnitTree


@dataclass(frozen=True, slots=True)
class Weighed:
    """One piece of evidence and what became of it; `valid_to` is None when for ever."""

    achievement: Achievement
    verdict: Verdict
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item that is asked for, and all evidence with its code.

    `cause` is one of held (`VALID`), `EXPIRED` and `MISSING`.
    """

    item: Item
    cause: Cause
    valid_to: date | None
    evidence: tuple[Weighed, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an obligation stands as it does.

    Attributes:
        standing: the answer.
        rule: the text that holds.
        applies_since, applies_to: the stretch of days in which the requirement applies.
        event: the day the first deadline is counted from.
        first_deadline: counted from it, before evidence and absence moved it.
        put_off: the part of an absence that put a deadline off, or None.
        items: what is asked for, in the order written.
        beside: evidence that the requirement does not ask for.
        exemptions: those of this requirement, also past and coming ones.
        next_change: the next day on which the standing will be another if nothing new is
            known; None when never.
    """

    standing: Standing
    rule: Rule
    applies_since: date
    applies_to: date | None
    event: date
    first_deadline: date
    put_off: tuple[date, date | None] | None
    items: tuple[ItemView, ...]
    beside: tuple[Weighed, ...]
    exemptions: tuple[Exemption, ...]
    next_change: date | None

    def counted(self) -> tuple[str, ...]:
        """Where the evidence stands that the answer rests on: what closes a case."""
        found = {
            weighed.achievement.source: None
            for view in self.items
            for weighed in view.evidence
            if weighed.verdict is Verdict.COUNTED
        }
        return tuple(found)


def explain(
    subject: Subject,
    requirement: Requirement,
    units: UnitTree,
    today: date,
    known_codes: Collection[str] = (),
) -> Explanation | None:
    """The answer with its grounds; None where the requirement does not apply.

    `known_codes` is what any requirement asks for: it tells an unknown code from another
    requirement's.
    """
    stretch = find_stretch(subject, requirement, units, today)
    occasion = find_occasion(subject, requirement, stretch, today)
    standing = stand(subject, requirement, units, today)
    if stretch is None or occasion is None or standing is None:
        return None
    asked = {item.code for item in items_of(occasion.rule.needs)}
    others = (each for each in subject.achievements if each.code not in asked)
    return Explanation(
        standing=standing,
        rule=occasion.rule,
        applies_since=stretch.first,
        applies_to=or_none(stretch.last),
        event=occasion.event,
        first_deadline=occasion.rule.due.after(occasion.event),
        put_off=_put_off(subject, occasion),
        items=_views(subject, occasion),
        beside=tuple(
            Weighed(
                each,
                Verdict.OTHER_CODE if each.code in known_codes else Verdict.UNKNOWN_CODE,
                each.valid_to,
            )
            for each in _in_order(others)
        ),
        exemptions=tuple(e for e in subject.exemptions if e.requirement == requirement.id),
        next_change=next_change(subject, requirement, units, today),
    )


def items(
    subject: Subject, requirement: Requirement, units: UnitTree, today: date
) -> tuple[ItemView, ...]:
    """What is asked for, item by item: the part of an explanation that many cases need at once."""
    stretch = find_stretch(subject, requirement, units, today)
    occasion = find_occasion(subject, requirement, stretch, today)
    return () if occasion is None else _views(subject, occasion)


def _views(subject: Subject, occasion: Occasion) -> tuple[ItemView, ...]:
    return tuple(_view(subject, occasion, item) for item in items_of(occasion.rule.needs))


def _in_order(achievements: Iterator[Achievement]) -> list[Achievement]:
    """So that the answer does not hang on the order they were given in."""
    return sorted(achievements, key=lambda a: (a.day, a.code, end_of(a.valid_to), a.source))


def _view(subject: Subject, occasion: Occasion, item: Item) -> ItemView:
    best = item_valid_to(subject, occasion, item)
    evidence, taken = [], False
    for each in _in_order(a for a in subject.achievements if a.code == item.code):
        until, verdict = occasion.valid_to(each, item), occasion.refusal(each)
        if verdict is None and until < occasion.today:
            verdict = Verdict.TOO_OLD
        elif verdict is None:
            verdict = Verdict.OUTLASTED if until < best or taken else Verdict.COUNTED
            taken = taken or verdict is Verdict.COUNTED
        evidence.append(Weighed(each, verdict, or_none(until)))
    cause = Cause.VALID if best >= occasion.today else Cause.EXPIRED
    return ItemView(item, Cause.MISSING if best == NEVER else cause, or_none(best), tuple(evidence))


def _put_off(subject: Subject, occasion: Occasion) -> tuple[date, date | None] | None:
    """The last of the absences that moved the deadline."""
    valid_to = whole_valid_to(subject, occasion)
    counted = max(occasion.rule.due.after(occasion.event), valid_to)
    moved = find_deadline(subject, occasion, valid_to)
    if moved == counted:
        return None
    back = occasion.rule.return_days + 1
    return next(
        (first, or_none(last))
        for first, last in pauses(subject, occasion.rule)
        if days_after(last, back) == moved
    )


def next_change(
    subject: Subject, requirement: Requirement, units: UnitTree, today: date
) -> date | None:
    """The next day on which the standing is another one, if nothing new becomes known."""
    now = stand(subject, requirement, units, today)
    known = {day for day in _known_days(subject, requirement) if day > today}
    points = known.union(
        *(_counted_days(subject, requirement, units, day) for day in (today, *known))
    )
    for day in sorted(points):
        if day > today and stand(subject, requirement, units, day) != now:
            return day
    return None


def _known_days(subject: Subject, requirement: Requirement) -> Iterator[date]:
    """The days on which something begins, or has ended the day before."""
    for position in subject.positions:
        yield from _ends(position.first, end_of(position.last))
    if subject.ended is not None:
        yield from _ends(subject.ended, end_of(subject.ended))
    for exemption in subject.exemptions:
        yield from _ends(exemption.first, end_of(exemption.last))
    for rule in requirement.rules:
        yield from _ends(rule.first or FIRST_DAY, end_of(rule.last))
    yield from (achievement.day for achievement in subject.achievements)


def _counted_days(
    subject: Subject, requirement: Requirement, units: UnitTree, today: date
) -> set[date]:
    """The days that follow from what holds on one day: warnings, deadline, end of validity."""
    stretch = find_stretch(subject, requirement, units, today)
    occasion = find_occasion(subject, requirement, stretch, today)
    if occasion is None:
        return set()
    valid_to = whole_valid_to(subject, occasion)
    deadline = find_deadline(subject, occasion, valid_to)
    found = {days_after(valid_to, 1), days_after(deadline, occasion.rule.grace_days + 1)}
    if deadline < ENDLESS:
        found |= {days_after(deadline, -days) for days in occasion.rule.warnings}
    return found - {ENDLESS}


def _ends(first: date, last: date) -> Iterator[date]:
    yield first
    if last < ENDLESS:
        yield days_after(last, 1)
