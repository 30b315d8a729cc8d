"""Whether one piece of evidence counts for one item, until when, and if not, why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rutine.obligations.calendar_days import ENDLESS, end_of
from rutine.obligations.needs import Item
from rutine.obligations.requirement import Rule
from rutine.obligations.subject import Achievement
from rutine.refunds.expected.day_counting import months_after


class Verdict(StrEnum):
    """What became of a piece of evidence."""

    COUNTED = "counted"
    """It is what the item's validity rests on."""
    OUTLASTED = "outlasted"
    """It is valid, and another piece is valid at least as long."""
    TOO_OLD = "too_old"
    FAILED = "failed"
    IN_THE_FUTURE = "in_the_future"
    """Dated after today: it counts from its day, if that is right."""
    BEFORE_EVENT = "before_event"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    OTHER_CODE = "other_code"
    """The requirement does not ask for it, another one does."""
    UNKNOWN_CODE = "unknown_code"
    """No requirement asks for it."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What evidence is held against, beside its item: the text, the event and today."""

    rule: Rule
    event: date
    today: date

    def refusal(self, achievement: Achievement) -> Verdict | None:
        """Why evidence with the right code counts for nothing at all; None when it counts."""
        if not achievement.passed:
            return Verdict.FAILED
        if achievement.day > self.today:
            return Verdict.IN_THE_FUTURE
        if end_of(achievement.valid_to) < achievement.day:
            return Verdict.ENDS_BEFORE_IT_BEGINS
        if self.rule.since_event and achievement.day < self.event:
            return Verdict.BEFORE_EVENT
        return None

    def valid_to(self, achievement: Achievement, item: Item) -> date:
        """The last day that evidence is valid: as it says itself, else by the rule's months."""
        if achievement.valid_to is not None:
            return end_of(achievement.valid_to)
        months = self.rule.months_of(item)
        return ENDLESS if months is None else months_after(achievement.day, months)
