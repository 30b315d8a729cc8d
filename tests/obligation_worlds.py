"""Strategies for subjects and requirements whose days lie so near that everything interacts."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from rutine.obligations.needs import AllOf, AnyOf, Item, ItemType
from rutine.obligations.requirement import APPLIES, AppliesTo, Due, Requirement, Rule, RuleDay
from rutine.obligations.subject import AbsenceSpell, Achievement, Exemption, Position, Subject
from rutine.obligations.unit_tree import UnitTree

TODAY = date(2026, 3, 1)
UNITS = UnitTree({"town": None, "care": "town", "home": "care", "school": "town"})
CODES = ("course", "test", "practice")
EVENTS = ("hired", "absence_start")


def days(spread: int = 900) -> st.SearchStrategy[date]:
    """Days about today, the ends of February among them more often than chance."""
    edges = [date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28), date(2025, 8, 31), TODAY]
    last = spread // 3
    return st.integers(-spread, last + len(edges)).map(
        lambda n: TODAY + timedelta(days=n) if n <= last else edges[n - last - 1]
    )


def spans(at: st.SearchStrategy[date]) -> st.SearchStrategy[tuple[date, date | None]]:
    length = st.none() | st.integers(0, 500) | st.just(100_000)
    return st.tuples(at, length).map(_span)


def _span(parts: tuple[date, int | None]) -> tuple[date, date | None]:
    first, length = parts
    if length is None:
        return first, None
    return first, date(9999, 12, 31) if length == 100_000 else first + timedelta(days=length)


def needs() -> st.SearchStrategy:
    item = st.builds(
        Item,
        type=st.just(ItemType.COURSE),
        code=st.sampled_from(CODES),
        valid_months=st.sampled_from([None, None, 1, 12, 30]),
    )
    return st.recursive(
        item,
        lambda inner: st.one_of(
            st.builds(AllOf, all=st.lists(inner, min_size=1, max_size=3).map(tuple)),
            st.builds(AnyOf, any=st.lists(inner, min_size=1, max_size=3).map(tuple)),
        ),
        max_leaves=4,
    )


def dues() -> st.SearchStrategy[Due]:
    return st.one_of(
        st.builds(Due),
        st.builds(
            Due,
            months=st.integers(-3, 14),
            month_end=st.booleans(),
            weeks=st.integers(-3, 10),
            days=st.integers(-5, 60),
        ),
        days().map(lambda day: Due(on=day)),
    )


def rules() -> st.SearchStrategy[Rule]:
    return st.builds(
        Rule,
        needs=needs(),
        due=dues(),
        valid_months=st.none() | st.integers(1, 30),
        warn_days=st.sets(st.integers(0, 100), max_size=3).map(tuple),
        grace_days=st.sampled_from([0, 0, 5, 40]),
        since_event=st.booleans(),
        pause_after_months=st.sampled_from([None, None, 0, 1, 6]),
        return_days=st.sampled_from([0, 14]),
    )


ANYBODY = st.builds(AppliesTo)
SOME = st.builds(
    AppliesTo,
    units=st.frozensets(st.sampled_from(["care", "school", "town"]), max_size=1),
    position_codes=st.frozensets(st.sampled_from(["nurse", "aide"]), max_size=1),
    tags=st.frozensets(st.sampled_from(["night", "fire"]), max_size=1),
    min_percent=st.sampled_from([0, 0, 50]),
)


@st.composite
def requirements(draw: st.DrawFn, name: str = "r0") -> Requirement:
    """One text, or up to three after each other, at times with a hole between them."""
    cuts = sorted(draw(st.just(()) | st.just(()) | st.sets(days(400), max_size=2)))
    texts = []
    for first, until in zip([None, *cuts], [*cuts, None], strict=True):
        body = draw(rules()).model_dump(exclude={"first", "last"})
        last = None if until is None else until - timedelta(days=draw(st.sampled_from([1, 1, 40])))
        if first is None or last is None or first <= last:
            texts.append(Rule.model_validate({**body, "from": first, "to": last}))
    return Requirement(
        id=name,
        applies_to=draw(st.one_of(ANYBODY, ANYBODY, SOME)),
        event=draw(st.sampled_from([APPLIES, APPLIES, *EVENTS])),
        rules=tuple(texts),
        dated_by=draw(st.sampled_from(RuleDay)),
    )


STEADY = Position("home", "nurse", date(2019, 8, 31), None, 100.0, frozenset({"night"}))
_positions = st.builds(
    lambda unit, code, span, percent, tags: Position(unit, code, *span, percent, tags),
    st.sampled_from(["home", "care", "school", "elsewhere"]),
    st.sampled_from(["nurse", "aide"]),
    spans(days()),
    st.sampled_from([20.0, 50.0, 100.0]),
    st.frozensets(st.sampled_from(["night", "fire"])),
)


@st.composite
def subjects(draw: st.DrawFn, key: str = "s0") -> Subject:
    """Mostly somebody who has been there for years, with evidence of most things."""
    changing = draw(st.lists(_positions, max_size=3))
    steady = [STEADY] if not changing or draw(st.booleans()) else []
    exempt = draw(st.just([]) | st.lists(spans(days()), max_size=2))
    return Subject(
        key=key,
        positions=(*steady, *changing),
        events={name: draw(days()) for name in EVENTS if draw(st.integers(0, 4))},
        achievements=tuple(draw(st.lists(achievements(), max_size=8))),
        absences=tuple(AbsenceSpell(*span) for span in draw(st.lists(spans(days()), max_size=2))),
        exemptions=tuple(Exemption("r0", "too_ill", *span) for span in exempt),
        ended=draw(st.sampled_from([None] * 7 + [TODAY - timedelta(days=40)])),
    )


def achievements() -> st.SearchStrategy[Achievement]:
    return st.builds(
        Achievement,
        code=st.sampled_from([*CODES, *CODES, "other"]),
        day=days(),
        passed=st.sampled_from([True, True, True, False]),
        valid_to=st.none() | st.none() | days() | st.just(date(9999, 12, 31)),
        source=st.sampled_from(["a", "b", "c"]),
    )
