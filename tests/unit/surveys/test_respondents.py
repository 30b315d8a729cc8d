"""Respondents held against the registers: each thing that is wrong, and its neighbours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from benchmarks.survey_parts.made_up_survey import RULE, make_survey
from rutine.obligations.unit_tree import UnitTree
from rutine.surveys.checking import Checked, check
from rutine.surveys.findings import Finding, Kind
from rutine.surveys.people import Entry, Held, Somebody, Units
from rutine.surveys.rule import Group, SurveyRule

SINCE = date(2020, 3, 1)


def somebody(number: str, unit: str, *, tag: str = "permanent", **changes: object) -> Somebody:
    held = (Held(unit, SINCE, "7174", 100.0, frozenset({tag})),)
    return replace(Somebody(number, f"{number}@prove.no", held), **changes)  # type: ignore[arg-type]


def entry(number: str, unit: str, email: str | None = None, row: int = 0) -> Entry:
    address = f"{number}@prove.no" if email is None else email
    return Entry(("respondent 1", row or int(number)), number, unit, address)


class World:
    """A top unit of three leaders and a unit of four, everybody rightly on the list."""

    def __init__(self) -> None:
        self.people = {
            **{number: somebody(number, "TOP") for number in ("1", "2", "3")},
            **{number: somebody(number, "A") for number in ("4", "5", "6", "7")},
        }
        self.entries = [entry(one.number, one.held[0].unit) for one in self.people.values()]
        self.parents: dict[str, str | None] = {"TOP": None, "A": "TOP", "B": "TOP"}
        self.managers = {"TOP": "1"}
        self.rule = RULE

    def put(self, number: str, **changes: str) -> None:
        self.entries = [
            replace(each, **changes) if each.number == number else each  # type: ignore[arg-type]
            for each in self.entries
        ]

    def off(self, number: str) -> None:
        self.entries = [each for each in self.entries if each.number != number]

    def change(self, number: str, **changes: object) -> None:
        self.people[number] = replace(self.people[number], **changes)  # type: ignore[arg-type]

    def check(self, *decided: Kind) -> Checked:
        units = Units(UnitTree(self.parents), frozenset(self.parents), self.managers)
        return check(
            self.entries, self.people, units, self.rule, lambda found: found.kind in decided
        )

    def found(self) -> list[tuple[Kind, str]]:
        return [(each.kind, each.who or each.about) for each in self.check().findings]

    def one(self, kind: Kind) -> Finding:
        (found,) = [each for each in self.check().findings if each.kind is kind]
        return found

    def places(self, *decided: Kind) -> dict[str, tuple[str, str]]:
        return {each.number: (each.unit, each.email) for each in self.check(*decided).entries}


@pytest.fixture
def world() -> World:
    return World()


def test_nothing_is_said_of_a_right_list_and_it_is_delivered_as_it_is(world: World) -> None:
    checked = world.check(*Kind)
    assert (checked.findings, set(checked.entries)) == ((), set(world.entries))
    assert checked.taking_part == len(world.people)


def test_the_missing_are_put_on_where_they_work(world: World) -> None:
    world.off("4")
    assert world.found() == [(Kind.MISSING, "4")]
    assert world.places(Kind.MISSING)["4"] == ("A", "4@prove.no")


@pytest.mark.parametrize("email", ["", "5@prove.no", "5@PROVE.no"])
def test_nobody_is_put_on_without_an_address_of_their_own(world: World, email: str) -> None:
    world.off("4")
    world.change("4", email=email)
    assert world.one(Kind.MISSING).correction is None


def test_nobody_is_put_on_with_an_address_that_a_row_has_already(world: World) -> None:
    world.off("4")
    world.put("5", email="4@prove.no")
    assert world.one(Kind.MISSING).correction is None


def test_the_small_unit_above_counts_whoever_is_put_on(world: World) -> None:
    world.off("4")
    world.off("5")
    kinds = [kind for kind, _ in world.found()]
    assert kinds == [Kind.MISSING, Kind.MISSING, Kind.SMALL_UNIT]
    assert Kind.SMALL_UNIT not in {each.kind for each in world.check(Kind.MISSING).findings}


def test_who_has_left_and_who_is_not_included_are_told_apart_and_taken_off(world: World) -> None:
    world.change("4", held=(), ended=date(2026, 10, 31))
    world.people["8"] = somebody("8", "A", tag="on_call")
    world.entries.append(entry("8", "A"))
    assert world.found() == [(Kind.ENDED, "4"), (Kind.NOT_INCLUDED, "8")]
    assert {"4", "8"}.isdisjoint(world.places(Kind.ENDED, Kind.NOT_INCLUDED))


def test_of_two_rows_the_one_in_the_right_unit_stays(world: World) -> None:
    world.entries.insert(0, entry("4", "TOP", row=1))
    assert world.found() == [(Kind.TWICE, "4")]
    kept = [each for each in world.check(Kind.TWICE).entries if each.number == "4"]
    assert [each.unit for each in kept] == ["A"]


def test_a_missing_address_is_taken_from_hr_where_it_is_theirs_alone(world: World) -> None:
    world.put("4", email="")
    assert world.places(Kind.NO_EMAIL)["4"] == ("A", "4@prove.no")
    world.change("5", email="4@prove.no")
    assert world.one(Kind.NO_EMAIL).correction is None


def test_two_rows_with_one_address_get_each_their_own(world: World) -> None:
    world.put("4", email="5@PROVE.no")
    found = world.one(Kind.SHARED_EMAIL)
    assert (found.others, found.count) == (("4", "5"), 2)
    assert world.places(Kind.SHARED_EMAIL)["4"] == ("A", "4@prove.no")


def test_an_address_that_is_anothers_in_the_register_is_shared_though_one_row_has_it(
    world: World,
) -> None:
    world.off("5")
    world.put("4", email="5@prove.no")
    assert (Kind.SHARED_EMAIL, "5@prove.no") in world.found()


def test_a_shared_address_in_the_register_is_for_a_person_to_sort_out(world: World) -> None:
    for number in ("4", "5"):
        world.change(number, email="felles@prove.no")
        world.put(number, email="felles@prove.no")
    assert world.one(Kind.SHARED_EMAIL).correction is None


def test_the_protected_are_not_named_among_those_who_share(world: World) -> None:
    world.change("5", hidden=True)
    world.put("4", email="5@prove.no")
    assert world.one(Kind.SHARED_EMAIL).others == ("4",)


def test_any_unit_of_a_position_that_takes_part_is_right(world: World) -> None:
    second = replace(world.people["4"].held[0], unit="B", percent=20.0)
    world.change("4", held=(*world.people["4"].held, second))
    world.put("4", unit="B")
    assert (Kind.WRONG_UNIT, "4") not in world.found()
    extra = replace(second, tags=frozenset({"on_call"}))
    world.change("4", held=(world.people["4"].held[0], extra))
    assert world.one(Kind.WRONG_UNIT).should_be == "A"


def test_above_a_unit_that_is_too_small_is_right_and_above_a_large_one_is_not(
    world: World,
) -> None:
    world.people["8"] = somebody("8", "B")
    world.entries.append(entry("8", "TOP"))
    assert world.found() == []
    world.put("4", unit="TOP")
    assert world.found() == [(Kind.WRONG_UNIT, "4")]


def test_an_unknown_unit_is_told_of_once_and_everybody_moved_home(world: World) -> None:
    for number in ("4", "5", "6", "7"):
        world.put(number, unit="X")
    assert world.found() == [(Kind.UNKNOWN_UNIT, "X")]
    assert {world.places(Kind.UNKNOWN_UNIT)[n][0] for n in "4567"} == {"A"}


def test_too_few_move_up_as_far_as_it_takes(world: World) -> None:
    world.parents["C"] = "B"
    world.people["8"] = somebody("8", "C")
    world.entries.append(entry("8", "C"))
    assert world.found() == [(Kind.SMALL_UNIT, "C")]
    both = world.check(Kind.SMALL_UNIT)
    assert [each.about for each in both.findings] == ["C", "B"]
    assert world.places(Kind.SMALL_UNIT)["8"][0] == "TOP"


def test_a_manager_answers_above_and_the_highest_where_they_are(world: World) -> None:
    world.managers["A"] = "4"
    assert world.found() == [(Kind.OWN_UNIT, "4")]
    assert world.places(Kind.OWN_UNIT)["4"][0] == "TOP"
    world.rule = replace(RULE, managers_above=False)
    assert world.found() == []


def test_the_sick_take_part_unless_the_rule_says_otherwise(world: World) -> None:
    world.change("4", away=True)
    assert world.found() == []
    world.rule = replace(RULE, while_away=False)
    assert world.found() == [(Kind.NOT_INCLUDED, "4")]


def test_a_group_takes_what_meets_all_that_it_says() -> None:
    held = Held("A", SINCE, "7174", 50.0, frozenset({"permanent"}))
    right = Group("g", frozenset({"permanent"}), frozenset({"7174"}), 50.0)
    assert right.takes(held)
    for wrong in (
        replace(right, tags=frozenset({"apprentice"})),
        replace(right, position_codes=frozenset({"6572"})),
        replace(right, min_percent=50.5),
    ):
        assert not wrong.takes(held)
    assert SurveyRule((right,)).places(Somebody("1", held=(held,))) == (held,)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_on_practice_lists_all_that_was_put_in_is_found_and_nothing_else(seed: int) -> None:
    made = make_survey(seed, 5)
    found = check(made.entries, made.people, made.units, RULE).findings
    assert {(str(each.kind), each.who or each.about) for each in found} == made.truth
    kinds = {kind for kind, _ in make_survey(seed, 30).truth}
    assert kinds == {str(kind) for kind in Kind}


@pytest.mark.parametrize("seed", [1, 2])
def test_with_every_correction_made_nothing_that_could_be_corrected_is_wrong(seed: int) -> None:
    """Nothing lost: rows in, less those taken off, with those put on, are the rows delivered."""
    made = make_survey(seed, 5)
    before = check(made.entries, made.people, made.units, RULE)
    can = {each.key for each in before.findings if each.correction is not None}
    after = check(made.entries, made.people, made.units, RULE, lambda each: each.key in can)
    again = check(after.entries, made.people, made.units, RULE)
    assert {each.key for each in again.findings}.isdisjoint(can)
    off = sum(len(each.correction.drop) for each in before.findings if each.correction)
    on = sum(len(each.correction.add) for each in before.findings if each.correction)
    assert len(after.entries) == len(made.entries) - off + on
    assert len({each.key for each in after.entries}) == len(after.entries)


def test_the_order_of_the_list_decides_nothing() -> None:
    made = make_survey(4, 4)
    backwards = check(made.entries[::-1], made.people, made.units, RULE)
    assert backwards.findings == check(made.entries, made.people, made.units, RULE).findings
