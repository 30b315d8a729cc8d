"""Cover, by the wards, cars and offices that need it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pytest
from pydantic import ValidationError

from rutine.obligations.cover.checking import check
from rutine.obligations.cover.findings import Finding, Kind, Missing
from rutine.obligations.cover.rota import CodeKind, Holding, Person, Rota, Shift, ShiftStatus
from rutine.obligations.cover.rule import CoverRule
from rutine.obligations.subject import AbsenceSpell
from rutine.obligations.unit_tree import UnitTree

UNITS = UnitTree({"town": None, "care": "town", "home": "care", "fire": "town"})
DAY = date(2026, 11, 30)
LONG = date(2020, 1, 1)


def at(clock: str, days: int = 0) -> datetime:
    return datetime.fromisoformat(f"{DAY + timedelta(days=days)}T{clock}")


def shift(person: str | None, start: str, end: str, shift_id: str = "", **given: object) -> Shift:
    over = int(end <= start)
    units = given.pop("units", ("home",))
    name = shift_id or f"{person}{start}"
    return Shift(name, person, units, at(start), at(end, over), **given)


def person(key: str, *competences: str, until: date | None = None, **given: object) -> Person:
    unit = given.pop("unit", "home")
    return Person(key, unit, tuple(Holding(each, LONG, until) for each in competences), **given)


def rule(*needs: object, **given: object) -> CoverRule:
    asked = [need if isinstance(need, dict) else {"competence": need} for need in needs]
    window = {"from": "15:00", "to": "22:00"}
    return CoverRule.model_validate(
        {"id": "r", "units": ["home"], "window": window, "needs": asked, **given}
    )


def found(
    shifts: Iterable[Shift],
    people: Iterable[Person],
    *rules: CoverRule,
    codes: dict[str, CodeKind] | None = None,
) -> list[Finding]:
    rota = Rota(tuple(shifts), {each.key: each for each in people}, codes)
    return check(rota, rules, UNITS, DAY, DAY)


def told(findings: list[Finding]) -> list[tuple[object, ...]]:
    return [
        (each.kind, f"{each.start:%H:%M}", f"{each.end:%H:%M}", each.persons or each.missing)
        for each in findings
    ]


EVENING = rule("medication", "nurse")
NURSE, AIDE = person("n", "medication", "nurse"), person("a", "medication")


def test_the_evening_needs_medication_and_a_nurse_beside() -> None:
    both = [shift("n", "14:30", "22:00"), shift("a", "14:30", "22:00")]
    assert told(found(both, [NURSE, AIDE], EVENING)) == [
        (Kind.SINGLE_POINT, "15:00", "22:00", ("a", "n"))
    ]
    assert told(found(both[:1], [NURSE, AIDE], EVENING)) == [
        (Kind.NOT_COVERED, "15:00", "22:00", (Missing(1, "nurse", 1),))
    ]


def test_one_person_may_fill_both_where_the_rule_says_so() -> None:
    alone = [shift("n", "14:30", "22:00")]
    both = rule("medication", "nurse", one_person_may_fill=2, tell_single_point=False)
    assert found(alone, [NURSE], both) == []


def test_a_hole_is_told_from_when_one_goes_to_when_the_next_comes() -> None:
    rota = [shift("n", "14:30", "18:00"), shift("a", "18:30", "22:00")]
    one = rule("medication", tell_single_point=False)
    assert told(found(rota, [NURSE, AIDE], one)) == [
        (Kind.NOT_COVERED, "18:00", "18:30", (Missing(0, "medication", 1),))
    ]


def test_who_goes_a_quarter_into_the_window_counts_that_long() -> None:
    rota = [shift("n", "14:30", "15:15"), shift("a", "21:45", "22:00")]
    one = rule("medication", tell_single_point=False)
    assert told(found(rota, [NURSE, AIDE], one)) == [
        (Kind.NOT_COVERED, "15:15", "21:45", (Missing(0, "medication", 1),))
    ]


@pytest.mark.parametrize(
    ("goes", "comes", "hole"),
    [
        ("18:05", "18:05", None),
        ("18:00", "18:07", None),
        ("18:00", "18:08", ("18:00", "18:15")),
        ("18:07", "18:23", ("18:00", "18:30")),
    ],
)
def test_times_are_taken_to_the_nearest_quarter(goes, comes, hole) -> None:
    rota = [shift("n", "14:30", goes), shift("a", comes, "22:00")]
    seen = found(rota, [NURSE, AIDE], rule("medication", tell_single_point=False))
    assert [(f"{f.start:%H:%M}", f"{f.end:%H:%M}") for f in seen] == ([hole] if hole else [])


def test_a_split_shift_covers_its_parts() -> None:
    parts = [shift("n", "15:00", "17:00", "s"), shift("n", "20:00", "22:00", "s")]
    assert told(found(parts, [NURSE], rule("nurse", tell_single_point=False))) == [
        (Kind.NOT_COVERED, "17:00", "20:00", (Missing(0, "nurse", 1),))
    ]


def test_the_fire_engine_needs_four_and_one_fills_one_place() -> None:
    crew = rule(
        {"competence": "leader"},
        {"competence": "emergency licence"},
        {"competence": "breathing apparatus", "min": 2},
        units=["fire"],
        resources=["car 1"],
        window={},
        tell_single_point=False,
    )
    people = [
        person("a", "leader", "breathing apparatus"),
        person("b", "emergency licence", "breathing apparatus"),
        person("c", "emergency licence", "breathing apparatus"),
        person("d", "breathing apparatus"),
    ]
    car = {"units": ("fire",), "resource": "car 1"}
    rota = [shift(key, "00:00", "00:00", **car, code="D") for key in ("a", "b", "c", "d")]
    assert found(rota, people, crew) == []
    elsewhere = [*rota[:3], shift("d", "00:00", "00:00", units=("fire",), resource="car 2")]
    assert told(found(elsewhere, people, crew)) == [
        (Kind.NOT_COVERED, "00:00", "00:00", (Missing(2, "breathing apparatus", 1),))
    ]


def test_what_is_filled_is_filled_in_the_order_of_the_rule() -> None:
    one = [shift("n", "15:00", "22:00")]
    assert found(one, [NURSE], rule("nurse", "medication"))[0].missing == (
        Missing(1, "medication", 1),
    )


def test_or_higher() -> None:
    needs = {"competence": "aide", "or_higher": ["nurse"]}
    rota = [shift("n", "15:00", "22:00")]
    assert found(rota, [NURSE], rule(needs, tell_single_point=False)) == []
    assert found(rota, [NURSE], rule("aide"))[0].kind is Kind.NOT_COVERED


def test_a_shift_for_two_units_counts_in_both_and_a_unit_in_those_above() -> None:
    rota = [shift("n", "15:00", "22:00", units=("fire", "home"))]
    rules = [
        rule("nurse", id=unit, units=[unit], tell_single_point=False)
        for unit in ("home", "fire", "care", "town")
    ]
    assert found(rota, [NURSE], *rules) == []
    other = [shift("n", "15:00", "22:00", units=("fire",))]
    assert [each.rule for each in found(other, [NURSE], *rules)] == ["care", "home"]


def test_a_competence_that_runs_out_at_midnight_is_gone_after_it() -> None:
    night = rule("medication", window={"from": "22:00", "to": "07:00"}, tell_single_point=False)
    ends = person("a", "medication", until=DAY)
    assert told(found([shift("a", "21:45", "07:15")], [ends], night)) == [
        (Kind.COVERED_ONLY_BY_EXPIRING, "22:00", "00:00", ("a",)),
        (Kind.EXPIRED_ON_SHIFT, "00:00", "07:00", ("a",)),
        (Kind.NOT_COVERED, "00:00", "07:00", (Missing(0, "medication", 1),)),
    ]


def test_what_is_renewed_in_time_is_not_expiring() -> None:
    renewed = Person(
        "a",
        "home",
        (
            Holding("medication", LONG, DAY + timedelta(days=3)),
            Holding("medication", DAY - timedelta(days=3)),
        ),
    )
    one = rule("medication", tell_single_point=False)
    assert found([shift("a", "15:00", "22:00")], [renewed], one) == []


@pytest.mark.parametrize(
    ("status", "code", "counted"),
    [
        (ShiftStatus.PLANNED, "A", True),
        (ShiftStatus.SWAPPED, "A", True),
        (ShiftStatus.ABSENT, "A", False),
        (ShiftStatus.PLANNED, "course", False),
        (ShiftStatus.PLANNED, "off", False),
        (ShiftStatus.PLANNED, "?", False),
    ],
)
def test_who_counts(status, code, counted) -> None:
    codes = {"A": CodeKind.PRESENT, "course": CodeKind.BUSY, "off": CodeKind.OFF}
    rota = [shift("n", "15:00", "22:00", status=status, code=code)]
    seen = found(rota, [NURSE], rule("nurse", tell_single_point=False), codes=codes)
    assert (Kind.NOT_COVERED not in {each.kind for each in seen}) == counted


def test_who_is_away_that_day_does_not_count_nor_a_stranger() -> None:
    rota = [shift("n", "15:00", "22:00"), shift("stranger", "15:00", "22:00")]
    away = person("n", "nurse", absences=(AbsenceSpell(DAY, DAY),))
    assert found(rota, [away], rule("nurse"))[0].kind is Kind.NOT_COVERED


def test_a_substitute_counts_where_the_rule_takes_one() -> None:
    rota = [shift("n", "15:00", "22:00")]
    substitute = person("n", "nurse", substitute=True)
    assert found(rota, [substitute], rule("nurse", tell_single_point=False)) == []
    strict = rule("nurse", substitute_ok=False)
    assert found(rota, [substitute], strict)[0].kind is Kind.NOT_COVERED


def test_a_rule_holds_on_its_weekdays_and_days() -> None:
    assert found([], [], rule("nurse", weekdays=["mon"])) != []
    assert found([], [], rule("nurse", weekdays=["tue", "sun"])) == []
    assert found([], [], rule("nurse", **{"from": str(DAY + timedelta(days=1))})) == []
    assert found([], [], rule("nurse", to=str(DAY - timedelta(days=1)))) == []


def test_a_vacant_shift_is_told() -> None:
    seen = found([shift(None, "15:00", "22:00", "v")], [])
    assert [(each.kind, each.shifts) for each in seen] == [(Kind.VACANT_SHIFT, ("v",))]
    named = [shift("n", "15:00", "22:00", status=ShiftStatus.VACANT)]
    assert [each.kind for each in found(named, [NURSE])] == [Kind.VACANT_SHIFT]


def test_one_person_in_two_shifts_at_once() -> None:
    rota = [shift("n", "07:00", "15:00", "1"), shift("n", "14:30", "22:00", "2")]
    (seen,) = found(rota, [NURSE])
    assert (seen.kind, seen.shifts, seen.minutes) == (Kind.OVERLAP, ("1", "2"), 30)
    same = [shift("n", "07:00", "15:00", "1", units=(unit,)) for unit in ("home", "fire")]
    assert found(same, [NURSE]) == []


@pytest.mark.parametrize(("starts", "minutes"), [("08:59", 659), ("09:00", None)])
def test_less_than_eleven_hours_between_two_shifts(starts, minutes) -> None:
    after = Shift("2", "n", ("home",), at(starts, 1), at("15:00", 1))
    rota = Rota((shift("n", "15:00", "22:00", "1"), after), {})
    seen = check(rota, (), UNITS, DAY, DAY + timedelta(days=1))
    assert [each.minutes for each in seen] == ([minutes] if minutes else [])
    assert check(rota, (), UNITS, DAY, DAY) == []


def test_a_double_shift_is_one_spell_and_a_split_one_has_no_rest_within() -> None:
    double = [shift("n", "07:00", "15:00", "1"), shift("n", "15:00", "22:00", "2")]
    split = [shift("n", "07:00", "10:00", "1"), shift("n", "15:00", "22:00", "1")]
    assert found(double, [NURSE]) == []
    assert found(split, [NURSE]) == []


def test_an_unknown_code_is_told_once() -> None:
    rota = [shift("n", "07:00", "09:00", "1", code="?"), shift("a", "15:00", "22:00", code="?")]
    (seen,) = found(rota, [NURSE], codes={"A": CodeKind.PRESENT})
    assert (seen.kind, seen.code, seen.count) == (Kind.UNKNOWN_SHIFT_CODE, "?", 2)


def test_the_name_of_a_case_is_stable_and_tells_nobody() -> None:
    rota = [shift("n", "15:00", "22:00")]
    one, other = (found(rota, each, EVENING)[0] for each in ([NURSE], []))
    assert one.missing != other.missing
    assert one.key == other.key
    double = [shift("n", "07:00", "15:00", "1"), shift("n", "14:30", "22:00", "2")]
    keys = {each.key for each in found([*double, *rota], [NURSE], EVENING)}
    assert len(keys) == len(found([*double, *rota], [NURSE], EVENING))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"needs": []}, "at least 1 item"),
        ({"units": []}, "at least 1 item"),
        ({"weekdays": ["monday"]}, "Input should be"),
        ({"window": {"from": "25:00"}}, "valid time"),
        ({"from": "2026-02-01", "to": "2026-01-01"}, "`to` is before"),
    ],
)
def test_a_rule_says_what_is_wrong(given, told) -> None:
    with pytest.raises(ValidationError, match=told):
        CoverRule.model_validate(
            {"id": "r", "units": ["home"], "needs": [{"competence": "n"}], **given}
        )


def test_a_shift_that_cant_be_is_refused() -> None:
    with pytest.raises(ValueError, match="ends after it begins"):
        Shift("1", "n", ("home",), at("22:00"), at("07:00"))
    with pytest.raises(ValueError, match="belongs to a unit"):
        Shift("1", "n", (), at("07:00"), at("22:00"))
    with pytest.raises(ValueError, match="no time zone"):
        Shift("1", "n", ("home",), at("07:00").astimezone(), at("22:00").astimezone())
