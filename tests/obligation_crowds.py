"""Many subjects and requirements at once, drawn by a seed from few days, so that edges meet.

Hypothesis (`obligation_worlds`) finds small examples; a crowd finds what needs many.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

from rutine.obligations.needs import AllOf, AnyOf, Item, ItemType, Need
from rutine.obligations.requirement import APPLIES, AppliesTo, Due, Requirement, Rule, RuleDay
from rutine.obligations.subject import AbsenceSpell, Achievement, Exemption, Position, Subject
from tests.obligation_worlds import CODES, EVENTS, TODAY

_DAYS = [TODAY + timedelta(days=n) for n in (-400, -366, -365, -60, -31, -30, -2, -1, 0, 1, 30, 60)]
_Kind = TypeVar("_Kind")


def crowd(seed: int, people: int, asked: int) -> tuple[list[Subject], list[Requirement]]:
    """So many subjects and requirements; the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311 - a repeatable one is wanted
    requirements = [_requirement(rng, f"r{number}") for number in range(asked)]
    return [_subject(rng, f"s{number}", asked) for number in range(people)], requirements


def _span(rng: random.Random) -> tuple[date, date | None]:
    first = rng.choice(_DAYS)
    later = [day for day in _DAYS if day >= first]
    return first, rng.choice([None, date(9999, 12, 31), *later, *later])


def _some(rng: random.Random, most: int, made: Callable[[], _Kind]) -> tuple[_Kind, ...]:
    return tuple(made() for _ in range(rng.randint(0, most)))


def _subject(rng: random.Random, key: str, asked: int) -> Subject:
    def position() -> Position:
        tags = frozenset(rng.sample(["night", "fire"], rng.randint(0, 2)))
        unit, code = rng.choice(["home", "school"]), rng.choice(["nurse", "aide"])
        return Position(unit, code, *_span(rng), rng.choice([20.0, 50.0, 100.0]), tags)

    def achievement() -> Achievement:
        until = rng.choice([None, None, *_DAYS])
        return Achievement(rng.choice(CODES), rng.choice(_DAYS), rng.random() < 0.9, until)

    return Subject(
        key,
        positions=(position(), *_some(rng, 2, position)),
        events={name: rng.choice(_DAYS) for name in EVENTS if rng.random() < 0.8},
        achievements=_some(rng, 6, achievement),
        absences=_some(rng, 3, lambda: AbsenceSpell(*_span(rng))),
        exemptions=_some(
            rng, 3, lambda: Exemption(f"r{rng.randrange(asked)}", "too_ill", *_span(rng))
        ),
        ended=rng.choice([None] * 6 + [TODAY, TODAY - timedelta(days=1)]),
    )


def _need(rng: random.Random, depth: int = 0) -> Need:
    if depth == 2 or rng.random() < 0.4:
        months = rng.choice([None, None, 1, 12])
        return Item(type=ItemType.COURSE, code=rng.choice(CODES), valid_months=months)
    parts = tuple(_need(rng, depth + 1) for _ in range(rng.randint(1, 3)))
    return AllOf(all=parts) if rng.random() < 0.5 else AnyOf(any=parts)


def _rule(rng: random.Random, first: date | None, last: date | None) -> Rule:
    due = Due(months=rng.choice([0, 1, 12]), month_end=rng.random() < 0.2, days=rng.choice([0, 30]))
    return Rule.model_validate(
        {
            "from": first,
            "to": last,
            "needs": _need(rng),
            "due": Due(on=rng.choice(_DAYS)) if rng.random() < 0.2 else due,
            "valid_months": rng.choice([None, 1, 12]),
            "warn_days": rng.choice([(), (30,), (60, 30)]),
            "grace_days": rng.choice([0, 0, 1, 30]),
            "since_event": rng.random() < 0.5,
            "pause_after_months": rng.choice([None, 0, 1]),
            "return_days": rng.choice([0, 29]),
        }
    )


def _requirement(rng: random.Random, name: str) -> Requirement:
    cut = rng.choice(_DAYS)
    before = cut - timedelta(days=rng.choice([1, 1, 30]))
    texts = [(None, before), (cut, None)] if rng.random() < 0.4 else [(None, None)]
    applies = rng.choice(
        [
            AppliesTo(),
            AppliesTo(),
            AppliesTo(units=frozenset({"care"}), min_percent=50),
            AppliesTo(position_codes=frozenset({"nurse"})),
            AppliesTo(tags=frozenset({"fire"})),
        ]
    )
    return Requirement(
        id=name,
        applies_to=applies,
        event=rng.choice([APPLIES, *EVENTS]),
        rules=tuple(_rule(rng, *ends) for ends in texts),
        dated_by=rng.choice(list(RuleDay)),
    )
