"""The nights of twenty-three and twenty-five hours."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from rutine.obligations.cover.checking import check
from rutine.obligations.cover.findings import Kind
from rutine.obligations.cover.rota import Holding, Person, Rota, Shift
from rutine.obligations.cover.rule import CoverRule
from rutine.obligations.cover.wall_clock import days_touched, minute_at, slice_of, wall_of
from rutine.obligations.unit_tree import UnitTree

FORWARD, BACK, PLAIN = date(2026, 3, 28), date(2026, 10, 24), date(2026, 11, 28)
NURSE = Person("n", "home", (Holding("nurse", date(2020, 1, 1)),))
OTHER = Person("o", "home", (Holding("nurse", date(2020, 1, 1)),))
NIGHT = CoverRule.model_validate(
    {
        "id": "night",
        "units": ["home"],
        "window": {"from": "22:00", "to": "07:00"},
        "needs": [{"competence": "nurse"}],
        "tell_single_point": False,
    }
)


def at(day: date, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}")


def shift(person: str, start: datetime, end: datetime) -> Shift:
    return Shift(person, person, ("home",), start, end)


@pytest.mark.parametrize(("night", "hours"), [(FORWARD, 8), (PLAIN, 9), (BACK, 10)])
def test_how_long_a_night_is(night, hours) -> None:
    morning = night + timedelta(days=1)
    first, last = (slice_of(at(*each)) for each in ((night, "22:00"), (morning, "07:00")))
    assert (last - first) / 4 == hours
    rota = Rota((shift("n", at(night, "22:00"), at(morning, "07:00")),), {"n": NURSE})
    assert check(rota, (NIGHT,), UnitTree(), night, night) == []
    (hole,) = check(Rota(()), (NIGHT,), UnitTree(), night, night)
    assert (hole.start, hole.end) == (at(night, "22:00"), at(morning, "07:00"))


@pytest.mark.parametrize("night", [FORWARD, PLAIN, BACK])
@pytest.mark.parametrize("clock", ["01:45", "02:00", "02:30", "03:00"])
def test_a_hand_over_leaves_no_hole_on_any_night(night, clock) -> None:
    morning = night + timedelta(days=1)
    hand_over = at(morning, clock)
    rota = Rota(
        (
            shift("n", at(night, "22:00"), hand_over),
            shift("o", hand_over, at(morning, "07:00")),
        ),
        {"n": NURSE, "o": OTHER},
    )
    assert check(rota, (NIGHT,), UnitTree(), night, night) == []


def test_the_hour_that_comes_twice_is_missing_for_two_hours() -> None:
    morning = BACK + timedelta(days=1)
    rota = Rota(
        (
            shift("n", at(BACK, "22:00"), at(morning, "02:00")),
            shift("o", at(morning, "03:00"), at(morning, "07:00")),
        ),
        {"n": NURSE, "o": OTHER},
    )
    (hole,) = check(rota, (NIGHT,), UnitTree(), BACK, BACK)
    assert hole.kind is Kind.NOT_COVERED
    assert minute_at(hole.end) - minute_at(hole.start) == 120


def test_the_hour_that_is_skipped_is_not_missing() -> None:
    morning = FORWARD + timedelta(days=1)
    rota = Rota(
        (
            shift("n", at(FORWARD, "22:00"), at(morning, "02:00")),
            shift("o", at(morning, "03:00"), at(morning, "07:00")),
        ),
        {"n": NURSE, "o": OTHER},
    )
    assert check(rota, (NIGHT,), UnitTree(), FORWARD, FORWARD) == []


@pytest.mark.parametrize(("night", "found"), [(FORWARD, 0), (PLAIN, 1), (BACK, 1)])
def test_a_shift_in_the_skipped_hour_overlaps_with_none(night, found) -> None:
    morning = night + timedelta(days=1)
    rota = Rota(
        (
            shift("n", at(night, "22:00"), at(morning, "07:00")),
            Shift("2", "n", ("home",), at(morning, "02:00"), at(morning, "03:00")),
        )
    )
    seen = check(rota, (), UnitTree(), night, morning)
    assert [each.kind for each in seen] == [Kind.OVERLAP] * found


@pytest.mark.parametrize(("night", "found"), [(FORWARD, 1), (PLAIN, 0), (BACK, 0)])
def test_rest_is_counted_in_real_time(night, found) -> None:
    morning = night + timedelta(days=1)
    rota = Rota(
        (
            shift("n", at(night, "15:00"), at(night, "22:00")),
            Shift("2", "n", ("home",), at(morning, "09:00"), at(morning, "15:00")),
        )
    )
    seen = check(rota, (), UnitTree(), night, morning)
    assert [each.kind for each in seen] == [Kind.REST_UNDER_11H] * found


def test_a_time_that_comes_twice_is_itself_again() -> None:
    first = at(BACK + timedelta(days=1), "02:30")
    assert wall_of(slice_of(first)).fold == 0
    second = wall_of(slice_of(first) + 4)
    assert (second, second.fold) == (first, 1)
    assert minute_at(second) - minute_at(first) == 60
    assert minute_at(first) == minute_at(first.replace(fold=0))


@pytest.mark.parametrize("clock", ["02:00", "02:01", "02:30", "02:59", "03:00"])
def test_a_skipped_time_is_the_moment_the_clock_jumps(clock) -> None:
    morning = FORWARD + timedelta(days=1)
    assert minute_at(at(morning, clock)) == minute_at(at(morning, "01:59")) + 1


def test_days_touched() -> None:
    assert days_touched(at(PLAIN, "22:00"), at(PLAIN + timedelta(days=1), "00:00")) == [PLAIN]
    assert len(days_touched(at(PLAIN, "22:00"), at(PLAIN + timedelta(days=1), "00:15"))) == 2
