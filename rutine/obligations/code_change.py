"""What becomes of obligations when a course, a test or a form gets another code, or has none.

The requirements are given the text that somebody would write in the routine file from a day on.
Held against the same people on the same day, the older and the newer text differ by the change
alone: whoever would have run out by then anyway is not counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from rutine.obligations.calendar_days import FIRST_DAY, LAST_DAY, end_of
from rutine.obligations.columns import Columns
from rutine.obligations.engine import evaluate
from rutine.obligations.needs import AllOf, AnyOf, Item, Need, items_of
from rutine.obligations.requirement import Requirement, Rule
from rutine.obligations.standing_places import places
from rutine.obligations.states import Cause, Standing, State
from rutine.obligations.unit_tree import UnitTree

_NOTHING: Final = "\x1e"
"""A code that no list has."""

_HELD: Final = frozenset({Cause.VALID, Cause.EXPIRING})


class Fate(StrEnum):
    """What happens to a code."""

    REPLACED = "replaced"
    """Another counts instead of it."""
    VOID = "void"
    """It counts no more, and what asks for it goes on asking."""
    DROPPED = "dropped"
    """It is asked for no more."""


@dataclass(frozen=True, slots=True)
class CodeChange:
    """A code, what happens to it, and from which day; `by` is what replaces it.

    Raises:
        ValueError: it is replaced by nothing or by itself, or not replaced and something is named.
    """

    code: str
    fate: Fate
    first: date
    by: str = ""

    def __post_init__(self) -> None:
        if (self.fate is Fate.REPLACED) != bool(self.by) or self.by == self.code:
            raise ValueError("name what replaces it, and that only when it is replaced")


class Effect(StrEnum):
    """What a change does to one obligation."""

    LOSES = "loses"
    """Was held, and would be held no more."""
    GAINS = "gains"
    """Was not held, and would be."""
    FREED = "freed"
    """Would not be asked for."""
    MOVED = "moved"
    """As held as before, with another state or deadline."""


@dataclass(frozen=True, slots=True)
class Affected:
    """One obligation that would stand otherwise; `unit` is where it stands."""

    subject: str
    requirement: str
    unit: str
    before: Standing | None
    after: Standing | None

    @property
    def effect(self) -> Effect:
        """What the change does."""
        if self.after is None:
            return Effect.FREED
        was = self.before is not None and self.before.cause in _HELD
        becomes = self.after.cause in _HELD
        if was == becomes:
            return Effect.MOVED
        return Effect.LOSES if was else Effect.GAINS


def changed(requirements: Sequence[Requirement], change: CodeChange) -> tuple[Requirement, ...]:
    """The requirements as they would be written, in the same order."""
    return tuple(
        each.model_copy(update={"rules": tuple(_rules(each, change))})
        if change.code in set(each.codes())
        else each
        for each in requirements
    )


def affected(
    columns: Columns,
    requirements: Sequence[Requirement],
    units: UnitTree,
    change: CodeChange,
    *,
    today: date,
    known: Collection[str],
) -> tuple[Affected, ...]:
    """Whose obligations would stand otherwise; by unit, requirement and subject.

    Seen from the change's first day, or from `today` where that is later; `known` are the units
    that cases go by (`standing_places.places`). Whoever has left, or has no such position any more,
    is asked nothing by then: a requirement that goes frees nobody there.
    """
    day = max(change.first, today)
    before = evaluate(columns, requirements, units, day)
    after = evaluate(columns, changed(requirements, change), units, day)
    where = places(columns, requirements, units, day.toordinal(), known)
    column = {name: at for at, name in enumerate(before.subjects)}
    row = {name: at for at, name in enumerate(before.requirements)}
    names = columns.positions.unit.names
    every = (
        Affected(*key, names[where[row[key.requirement], column[key.subject]]], *both)
        for key, both in before.changes_to(after).items()
        if both[0] is None or both[0].state is not State.ENDED
    )
    return tuple(sorted(every, key=lambda each: (each.unit, each.requirement, each.subject)))


def _rules(requirement: Requirement, change: CodeChange) -> list[Rule]:
    found = [text for rule in requirement.rules for text in _texts(rule, change)]
    # A requirement has a text: one that nobody is asked by any more has it on a day far away.
    never = {"first": LAST_DAY, "last": LAST_DAY}
    return found or [requirement.rules[0].model_copy(update=never)]


def _texts(rule: Rule, change: CodeChange) -> Iterator[Rule]:
    """The text before the day, and that from the day on, where each holds at all."""
    asks = any(item.code == change.code for item in items_of(rule.needs))
    if not asks or end_of(rule.last) < change.first:
        yield rule
        return
    begins = rule.first or FIRST_DAY
    if begins < change.first:
        yield rule.model_copy(update={"last": change.first - timedelta(days=1)})
    needs = _need(rule.needs, change)
    if needs is not None:
        first = max(begins, change.first)
        yield rule.model_copy(update={"first": first, "needs": needs})


def _need(need: Need, change: CodeChange) -> Need | None:
    """What is needed instead; None where nothing is left of it."""
    if isinstance(need, Item):
        if need.code != change.code:
            return need
        if change.fate is Fate.DROPPED:
            return None
        return need.model_copy(update={"code": change.by or _NOTHING})
    parts = need.all if isinstance(need, AllOf) else need.any
    kept = tuple(part for each in parts if (part := _need(each, change)) is not None)
    if not kept:
        return None
    return AllOf(all=kept) if isinstance(need, AllOf) else AnyOf(any=kept)
