"""When it runs, what is gained, and which rules hold today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from rutine.routines.check.finding import Finding, error, warning
from rutine.routines.check.surroundings import Surroundings
from rutine.routines.gain_card import GainCard
from rutine.routines.routine_file import RoutineFile
from rutine.routines.run_calendar import RunTime

_MONTH = 31
_EVERY_MONTH_HAS = 28
_WORKING_DAYS = 23
_EVERY_MONTH_HAS_WORKING = 16  # the shortest: an April with Easter and two holidays
_TWO_YEARS = timedelta(days=731)
_SKIPPED_HOUR = "02:"


def calendar_findings(routine: RoutineFile, around: Surroundings) -> Iterator[Finding]:
    """Times that come, in months that have them."""
    if routine.automated and not routine.calendar:
        yield warning(("kind",), "calendar_missing")
    yield from _twice("calendar", [time.id for time in routine.calendar])
    for place, time in enumerate(routine.calendar):
        path = ("calendar", place)
        impossible = list(_impossible(time, path))
        yield from impossible
        ahead = time.runs_between(around.today, around.today + _TWO_YEARS)
        if not impossible and next(ahead, None) is None:
            yield error(path, "never_runs", name=time.id)
        if time.at.startswith(_SKIPPED_HOUR):
            yield warning((*path, "at"), "hour_skipped", at=time.at)


def _impossible(time: RunTime, path: tuple[str, int]) -> Iterator[Finding]:
    for key, most, always in (
        ("days", _MONTH, _EVERY_MONTH_HAS),
        ("working_days", _WORKING_DAYS, _EVERY_MONTH_HAS_WORKING),
    ):
        for item, day in enumerate(getattr(time, key)):
            if not 1 <= abs(day) <= most:
                yield error((*path, key, item), f"{key}_impossible", day=day, most=most)
            elif abs(day) > always:
                yield warning((*path, key, item), f"{key}_not_in_every_month", day=day)


def gain_findings(routine: RoutineFile, around: Surroundings) -> Iterator[Finding]:
    """Gains that somebody answers for, and that can be measured."""
    yield from _twice("gains", [card.id for card in routine.gains])
    for place, card in enumerate(routine.gains):
        if card.status != "dropped":
            yield from _card(card, ("gains", place), around)


def _card(card: GainCard, path: tuple[str, int], around: Surroundings) -> Iterator[Finding]:
    if card.owner is None:
        yield error(path, "gain_without_owner", name=card.id)
    if card.baseline is None:
        yield error(path, "gain_without_baseline", name=card.id)
    elif card.baseline.date > around.today:
        yield error((*path, "baseline", "date"), "day_ahead", day=f"{card.baseline.date}")
    elif card.status == "realised" and card.baseline.figures != "measured":
        yield error((*path, "baseline"), "gain_not_measured", name=card.id)
    if card.target is None:
        yield warning(path, "gain_without_target", name=card.id)
    elif card.target.by < around.today and card.status in {"planned", "in_progress"}:
        yield warning((*path, "target", "by"), "gain_late", name=card.id, day=f"{card.target.by}")
    saves_time = card.indicator in {"saved_minutes", "touch_minutes"}
    if saves_time and card.use_of_saved_time is None:
        yield warning(path, "gain_use_unnamed", name=card.id)


def obligation_findings(routine: RoutineFile, around: Surroundings) -> Iterator[Finding]:
    """Requirements with an owner and a text that holds today."""
    yield from _twice("obligations", [rule.id for rule in routine.obligations])
    for place, rule in enumerate(routine.obligations):
        path = ("obligations", place)
        if rule.owner is None:
            yield warning(path, "rule_without_owner", name=rule.id)
        if rule.text_on(around.today) is None:
            yield warning((*path, "rules"), "rule_not_today", name=rule.id)
        yield from _twice(
            "exemptions", [each.reason for each in rule.exemptions], ("obligations", place)
        )


def cover_findings(routine: RoutineFile, around: Surroundings) -> Iterator[Finding]:
    """Cover rules with an owner, and each id once among those that hold today."""
    today = [rule.id for rule in routine.cover_rules if rule.holds_on(around.today)]
    for place, rule in enumerate(routine.cover_rules):
        if rule.owner is None:
            yield warning(("cover_rules", place), "rule_without_owner", name=rule.id)
        if rule.holds_on(around.today) and today.count(rule.id) > 1:
            yield error(("cover_rules", place, "id"), "id_twice", name=rule.id)


def _twice(
    part: str, names: Sequence[str], inside: tuple[str | int, ...] = ()
) -> Iterator[Finding]:
    for place, name in enumerate(names):
        if name in names[:place]:
            yield error((*inside, part, place), "id_twice", name=name)
