"""A requirement: whom it applies to, what must be held, by when; each text with its dates.

These are the shapes that a routine file writes in YAML. Nothing here is a rule of the program's
own: every interval is the municipality's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final, Self

from pydantic import Field, field_validator, model_validator

from rutine.obligations.calendar_days import FIRST_DAY, Day, end_of
from rutine.obligations.needs import Frozen, Item, Need, items_of
from rutine.obligations.subject import Position
from rutine.obligations.unit_tree import UnitTree
from rutine.refunds.expected.day_counting import month_end, months_after

APPLIES: Final = "applies"
"""The event of every requirement: the day from which it has applied without a break."""
_LONGEST_WARNING: Final = 3660


class RuleDay(StrEnum):
    """Which day's rule holds, where the text has changed."""

    EVENT = "event"
    """That of the event: what began under the older rule goes on under it."""
    TODAY = "today"
    """Today's: a standing demand, which is what it is now."""


class AppliesTo(Frozen):
    """Whom a requirement applies to: positions that answer to every line that is filled in.

    Of several positions one is enough. A line left empty asks for nothing.

    Attributes:
        units: these and all below them.
        position_codes: one of these.
        tags: at least one of these is on the position.
        min_percent: the position's own percentage of full time, not the person's sum.
    """

    units: frozenset[str] = frozenset()
    position_codes: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    min_percent: float = Field(default=0, ge=0, le=200)

    def takes(self, position: Position, units: UnitTree) -> bool:
        """Whether the requirement applies to those who hold such a position."""
        return (
            (not self.units or not self.units.isdisjoint(units.path(position.unit)))
            and (not self.position_codes or position.code in self.position_codes)
            and (not self.tags or not self.tags.isdisjoint(position.tags))
            and position.percent >= self.min_percent
        )


class Due(Frozen):
    """How the first deadline is found: counted from the event's day, or one day for all.

    Months are counted first, then to the end of that month if `month_end`, then weeks and
    days. All may be negative: *a week before the meeting*. Three months and `month_end` is the
    last day for a refund claim of an absence day (ftrl § 22-13).
    """

    months: int = Field(default=0, ge=-1200, le=1200)
    month_end: bool = False
    weeks: int = Field(default=0, ge=-5000, le=5000)
    days: int = Field(default=0, ge=-36500, le=36500)
    on: Day | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.on is not None and (self.months or self.month_end or self.weeks or self.days):
            msg = "either `on`, or months, weeks and days from the event"
            raise ValueError(msg)
        return self

    def after(self, event: date) -> date:
        """The first deadline when the event was on that day."""
        if self.on is not None:
            return self.on
        day = months_after(event, self.months)
        day = month_end(day) if self.month_end else day
        return day + timedelta(weeks=self.weeks, days=self.days)


class Rule(Frozen):
    """The requirement's text from one day to another.

    Attributes:
        first, last: (`from`, `to`) the days on which this text holds, both included; empty is
            always.
        valid_months: how long evidence is valid, where it does not tell itself; empty is for
            ever.
        warn_days: so many days before the deadline it is said, and said again.
        grace_days: after the deadline, before it is overdue. What has run out is not valid in
            that time: it is only not yet called overdue.
        since_event: evidence from before the event does not count (a plan for an earlier
            absence is no plan for this one).
        pause_after_months: an absence that has lasted longer than this puts off the deadlines
            that come in the rest of it, or too soon after it: they are `return_days` after the
            first day back at the earliest.
    """

    first: Day | None = Field(default=None, alias="from")
    last: Day | None = Field(default=None, alias="to")
    needs: Need
    due: Due = Due()
    valid_months: int | None = Field(default=None, ge=1, le=1200)
    warn_days: tuple[int, ...] = (90, 30, 14)
    grace_days: int = Field(default=0, ge=0, le=3660)
    since_event: bool = False
    pause_after_months: int | None = Field(default=None, ge=0, le=120)
    return_days: int = Field(default=0, ge=0, le=3660)

    @field_validator("warn_days")
    @classmethod
    def _falling(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        if any(not 0 <= day <= _LONGEST_WARNING for day in days) or len(set(days)) < len(days):
            msg = "days before the deadline, ten years at the most, each one once"
            raise ValueError(msg)
        return tuple(sorted(days, reverse=True))

    def months_of(self, item: Item) -> int | None:
        """How many months evidence of an item is valid; None for ever."""
        return item.valid_months if item.valid_months is not None else self.valid_months

    @property
    def warnings(self) -> tuple[int, ...]:
        """The warnings, from the first to the last; the deadline's own day is always one."""
        return self.warn_days if 0 in self.warn_days else (*self.warn_days, 0)

    def holds(self, day: date) -> bool:
        """Whether this is the text on that day."""
        return (self.first or FIRST_DAY) <= day <= end_of(self.last)


class Requirement(Frozen):
    """Something that some people must hold, or that must be done for them, by a day.

    Attributes:
        event: what the first deadline is counted from: `applies`, or one of the subject's own
            events. It does not apply to subjects that lack the event.
        rules: the texts, no two of which hold on the same day. On a day without one the
            requirement does not apply.
        dated_by: which day's text holds.
        blocking: without it the work may not be done. For those who read; no state hangs on it.
    """

    id: str = Field(min_length=1)
    name: str = ""
    applies_to: AppliesTo = AppliesTo()
    event: str = Field(default=APPLIES, min_length=1)
    rules: tuple[Rule, ...] = Field(min_length=1)
    dated_by: RuleDay = RuleDay.TODAY
    blocking: bool = False
    legal_ref: str = ""
    owner: str = ""

    @field_validator("rules")
    @classmethod
    def _apart(cls, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        in_order = tuple(sorted(rules, key=lambda rule: rule.first or FIRST_DAY))
        if any(rule.first and end_of(rule.last) < rule.first for rule in in_order):
            msg = "`to` is before `from`"
            raise ValueError(msg)
        if any(end_of(one.last) >= (two.first or FIRST_DAY) for one, two in pairwise(in_order)):
            msg = "two texts hold on the same day: end the older one with `to`"
            raise ValueError(msg)
        return in_order

    def rule_on(self, event: date, today: date) -> Rule | None:
        """The text that holds for an event on that day, seen today."""
        day = event if self.dated_by is RuleDay.EVENT else today
        return next((rule for rule in self.rules if rule.holds(day)), None)

    def codes(self) -> Iterator[str]:
        """Every code that some text of it asks for."""
        for rule in self.rules:
            yield from (item.code for item in items_of(rule.needs))
