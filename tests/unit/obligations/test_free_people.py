"""Who could step in: those near first, and none for what they are."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from rutine.obligations.cover.checking import check
from rutine.obligations.cover.findings import Finding, Kind
from rutine.obligations.cover.free_people import Free, FreePeople
from rutine.obligations.cover.rota import Holding, Person, Rota, Shift, ShiftStatus
from rutine.obligations.cover.rule import CoverRule
from rutine.obligations.subject import AbsenceSpell
from rutine.obligations.unit_tree import UnitTree

UNITS = UnitTree(
    {"town": None, "care": "town", "home": "care", "ward": "care", "school": "town", "bed": "home"}
)
DAY = date(2026, 11, 30)
RULE = CoverRule.model_validate(
    {
        "id": "r",
        "units": ["home"],
        "window": {"from": "15:00", "to": "22:00"},
        "needs": [{"competence": "aide", "or_higher": ["nurse"]}],
    }
)


def somebody(key: str, unit: str = "home", competence: str = "nurse", **given: object) -> Person:
    until = given.pop("until", None)
    return Person(key, unit, (Holding(competence, date(2020, 1, 1), until),), **given)


def listed(people: list[Person], *shifts: Shift, rule: CoverRule = RULE) -> list[Free]:
    rota = Rota(shifts, {each.key: each for each in people})
    (hole,) = (f for f in check(rota, (rule,), UNITS, DAY, DAY) if f.kind is Kind.NOT_COVERED)
    return FreePeople(rota, UNITS).nearest(hole, rule)


def shift(person: str, start: str, end: str, days: int = 0, **given: object) -> Shift:
    day = DAY + timedelta(days=days)
    begins, ends = (datetime.fromisoformat(f"{day}T{clock}") for clock in (start, end))
    return Shift(f"{person}{days}{start}", person, ("school",), begins, ends, **given)


def test_the_same_unit_first_then_the_nearest_and_the_unknown_last() -> None:
    people = [
        somebody("e", "elsewhere"),
        somebody("s", "school"),
        somebody("w", "ward"),
        somebody("b", "bed"),
        somebody("h", "home", "aide"),
        somebody("a", "home"),
    ]
    found = listed(people)
    assert [each.person for each in found] == ["a", "b", "h", "w", "s", "e"]
    assert [each.steps for each in found] == [0, 0, 0, 2, 3, None]
    assert {each.competence for each in found} == {"aide"}


def test_who_can_not_be_asked() -> None:
    people = [
        somebody("free"),
        somebody("unqualified", competence="cook"),
        somebody("run out", until=DAY - timedelta(days=1)),
        somebody("away", absences=(AbsenceSpell(DAY - timedelta(days=9)),)),
        somebody("ill"),
        somebody("at work"),
        somebody("late yesterday"),
        somebody("early tomorrow"),
        somebody("rested"),
    ]
    found = listed(
        people,
        shift("ill", "08:00", "12:00", status=ShiftStatus.ABSENT),
        shift("at work", "18:00", "20:00"),
        shift("late yesterday", "03:45", "04:15"),
        shift("early tomorrow", "08:45", "10:00", days=1),
        shift("rested", "03:00", "04:00"),
        shift("rested", "09:00", "15:00", days=1),
    )
    assert [each.person for each in found] == ["free", "rested"]


def test_a_substitute_where_the_rule_takes_one() -> None:
    people = [somebody("s", substitute=True)]
    assert len(listed(people)) == 1
    assert listed(people, rule=RULE.model_copy(update={"substitute_ok": False})) == []


def test_what_lacks_nothing_lists_nobody() -> None:
    begins = datetime.fromisoformat(f"{DAY}T15:00")
    finding = Finding(Kind.SINGLE_POINT, DAY, begins, begins + timedelta(hours=1), rule="r")
    people = {"a": somebody("a")}
    assert FreePeople(Rota((), people), UNITS).nearest(finding, RULE) == []
