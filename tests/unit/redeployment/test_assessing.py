"""What must be assessed: everything within a right, in an order that no fact about people moves."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rutine.redeployment.assessing import (
    Assessed,
    Finding,
    Holder,
    Kind,
    Over,
    Rules,
    World,
    assess,
    must_be_assessed,
)
from rutine.redeployment.offers import Offered
from rutine.redeployment.overlap import FACTS, Fact, Post, Profile, State, facts_of, in_common
from rutine.redeployment.rights import Right, right_of
from rutine.redeployment.terms import Terms

TODAY = date(2026, 11, 30)
NOTICE_ENDS = date(2026, 9, 30)
SUITS = Profile(10_000, "7174", "permanent", ("Sykepleier",), ("Sentrum",))
POST = Post(
    "R-1",
    published=date(2026, 11, 10),
    percent=10_000,
    position_code="7174",
    contract="permanent",
    requirements=("sykepleier",),
    workplace="sentrum",
)


def right(number: str = "1001", notice_ends: date = NOTICE_ENDS, **more: object) -> Right:
    stretches = [(date(2019, 1, 1), notice_ends)]
    return right_of(number, notice_ends, stretches, Terms(), **more)  # type: ignore[arg-type]


def found(*holders: Holder, **more: object) -> list[tuple[Kind, str, str]]:
    world = World(holders, more.pop("posts", [POST]), **more)  # type: ignore[arg-type]
    return [(f.kind, f.holder, f.vacancy) for f in assess(world, Rules(), TODAY).findings]


def test_what_agrees_what_differs_and_what_nobody_knows() -> None:
    assert [f.state for f in facts_of(SUITS, POST)] == [State.AGREES] * 4
    differs = Profile(5_000, "6014", "temporary", ("fagbrev",), ("Øya",))
    assert [f.state for f in facts_of(differs, POST)] == [State.DIFFERS] * 4
    for profile, post in ((Profile(), POST), (SUITS, Post("R-2")), (Profile(), Post("R-2"))):
        assert [f.state for f in facts_of(profile, post)] == [State.UNKNOWN] * 4
    assert [f.name for f in facts_of(SUITS, POST)] == list(FACTS)
    assert facts_of(Profile(percent=8_750), POST)[1].person == "87,5 %"


def test_what_is_in_common_is_told_in_words() -> None:
    assert in_common(SUITS, POST) == ("sykepleier", "7174")
    assert in_common(Profile(), POST) == ()


@pytest.mark.parametrize(
    ("changes", "rights", "must"),
    [
        ({}, {}, True),
        ({"withdrawn": True}, {}, False),
        ({"is_filled": True, "filled": date(2026, 11, 20)}, {}, True),
        ({"is_filled": True, "filled": date(2026, 1, 20)}, {}, False),  # before any notice
        ({"published": None}, {}, True),
        ({"published": date(2027, 9, 30)}, {}, True),
        ({"published": date(2027, 10, 1)}, {}, False),
        ({}, {"notice_given": TODAY + timedelta(days=1)}, False),
        ({}, {"ended": TODAY}, False),
        ({}, {"ended": TODAY + timedelta(days=1)}, True),
        ({"filled": date(2026, 11, 1), "is_filled": True}, {"ended": date(2026, 11, 2)}, True),
        ({"filled": date(2026, 11, 2), "is_filled": True}, {"ended": date(2026, 11, 2)}, False),
    ],
)
def test_a_vacancy_within_the_right_must_be_assessed(
    changes: dict[str, object],
    rights: dict[str, object],
    must: bool,
) -> None:
    post = replace(POST, **changes)  # type: ignore[arg-type]
    assert must_be_assessed(right(**rights), post, TODAY) is must


def test_a_right_that_ran_out_leaves_what_was_advertised_before() -> None:
    over = right(notice_ends=date(2025, 11, 15))
    assert must_be_assessed(over, POST, TODAY)
    assert not must_be_assessed(over, replace(POST, published=date(2026, 11, 16)), TODAY)


def test_an_assessment_or_an_offer_documents_it_and_a_word_in_the_app_does_not() -> None:
    holder = Holder(right())
    row = ("vacancy_assessment 1", 2)
    for documented in (
        {"assessed": [Assessed("1001", "R-1", qualified=False, source=row)]},
        {"offers": [Offered("1001", "R-1", TODAY, source=row)]},
    ):
        world = World([holder], [POST], **documented)  # type: ignore[arg-type]
        told = assess(world, Rules(), TODAY)
        assert told.findings == ()
        assert told.over[Kind.UNASSESSED, "R-1", "1001", ""] == (Over.DOCUMENTED, (row,))
    # Said in the app, the case itself is the documentation: it stays as it was decided.
    said = [Assessed("1001", "R-1", qualified=False)]
    assert found(holder, assessed=said) == [(Kind.UNASSESSED, "1001", "R-1")]


def test_several_are_equal_only_when_people_have_said_so() -> None:
    holders = [Holder(right("1002"), SUITS), Holder(right("1001"))]
    assert [kind for kind, *_ in found(*holders)] == [Kind.UNASSESSED] * 2
    said = [Assessed(n, "R-1", qualified=True, source=("a", 1)) for n in ("1002", "1001")]
    told = assess(World(holders, [POST], assessed=said), Rules(), TODAY).findings
    assert [(each.kind, each.holders) for each in told] == [(Kind.EQUAL, ("1001", "1002"))]
    # What was said last is what holds.
    said.append(Assessed("1001", "R-1", qualified=False, source=("a", 2)))
    assert found(*holders, assessed=said) == []


def test_an_accepted_offer_leaves_the_right_in_doubt() -> None:
    taken = Offered("1001", "R-9", date(2026, 11, 1), accepted=True)
    assert found(Holder(right()), offers=[taken]) == [
        (Kind.DOUBT, "1001", ""),
        (Kind.UNASSESSED, "1001", "R-1"),
    ]


def test_an_offer_in_two_lists_is_one_and_its_answer_counts() -> None:
    asked = Offered("1001", "R-9", date(2026, 11, 1), source=("offer 1", 2))
    answered = replace(asked, accepted=True, answered=date(2026, 11, 3), source=("offer 2", 9))
    for offers in ([asked, answered], [answered, asked]):
        assert Kind.OFFER not in {kind for kind, *_ in found(Holder(right()), offers=offers)}
    assert (Kind.OFFER, "1001", "R-9") in found(Holder(right()), offers=[asked, asked])


NUMBERS = ("1001", "1002", "1003")
PROFILES = st.builds(
    Profile,
    percent=st.none() | st.integers(0, 10_000),
    position_code=st.sampled_from(("", "7174", "6014")),
    contract=st.sampled_from(("", "permanent", "temporary")),
    qualifications=st.lists(st.sampled_from(("sykepleier", "lærer")), max_size=2).map(tuple),
    reach=st.lists(st.sampled_from(("Sentrum", "Øya")), max_size=2).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PROFILES, min_size=3, max_size=3), st.permutations(range(3)))
def test_nobody_moves_and_nobody_is_left_out_by_anything_that_is_known_of_them(
    profiles: list[Profile], order: list[int]
) -> None:
    """The findings and their order are the same whoever has which profile, in any order given."""
    plain = [Holder(right(number)) for number in NUMBERS]
    holders = [Holder(right(NUMBERS[n]), profiles[n]) for n in order]
    assert found(*holders) == found(*plain)


def test_no_finding_holds_a_number_that_could_rank() -> None:
    """Days, reminders and words only: no field of a finding or a fact is a measure of a person."""
    numeric = {
        f.name
        for kind in (Finding, Fact)
        for f in fields(kind)
        if "int" in str(f.type) or "float" in str(f.type)
    }
    assert numeric == {"warned"}


@settings(max_examples=40, deadline=None)
@given(st.integers(-400, 400), st.integers(0, 3))
def test_moving_everything_moves_nothing(days: int, years: int) -> None:
    """A case depends on how the days lie to each other, and leap days aside not on the calendar."""
    shift = timedelta(days=1461 * years)  # four years, leap day and all
    today = TODAY + timedelta(days=days)
    moved = replace(POST, published=POST.published + shift if POST.published else None)
    assert must_be_assessed(right(), POST, today) == must_be_assessed(
        right(notice_ends=NOTICE_ENDS + shift), moved, today + shift
    )


OVER = right(notice_ends=date(2025, 11, 15))  # the last day is 15 November 2026


@pytest.mark.parametrize(
    ("known", "must"),
    [
        ({"deadline": date(2026, 11, 15)}, True),
        ({"deadline": date(2026, 11, 16)}, False),
        ({"deadline": date(2026, 11, 1), "filled": TODAY, "is_filled": True}, True),
        ({"filled": TODAY, "is_filled": True}, False),
        ({}, False),
    ],
)
def test_a_vacancy_was_advertised_before_any_day_that_is_known_of_it(
    known: dict[str, object], must: bool
) -> None:
    post = replace(POST, published=None, **known)  # type: ignore[arg-type]
    assert must_be_assessed(OVER, post, TODAY) is must


def test_a_second_notice_takes_no_right_away() -> None:
    post = replace(POST, published=date(2026, 10, 1), filled=date(2026, 10, 20), is_filled=True)
    again = right(notice_ends=date(2027, 1, 31), notice_given=date(2026, 11, 1))
    assert found(Holder(again), posts=[post]) == []
    world = World([Holder(again, earlier=(OVER,))], [post])
    assert [each.kind for each in assess(world, Rules(), TODAY).findings] == [Kind.UNASSESSED]
    ended = right(notice_ends=date(2027, 1, 31), ended=date(2026, 11, 1))
    unanswered = Offered("1001", "R-9", date(2026, 11, 1), source=("offer 1", 2))
    both = Holder(ended, earlier=(right(),))
    assert (Kind.OFFER, "1001", "R-9") in found(both, posts=[], offers=[unanswered])
    assert found(Holder(ended), posts=[], offers=[unanswered]) == []


def test_a_yes_that_another_list_contradicts_is_looked_at() -> None:
    yes = Offered("1001", "R-9", date(2026, 11, 1), accepted=True, source=("offer 1", 2))
    no = replace(yes, accepted=False, source=("offer 2", 2))
    for offers in ([yes, no], [no, yes]):
        assert (Kind.OFFER, "1001", "R-9") in found(Holder(right()), offers=offers)


def test_what_was_said_last_holds_wherever_it_was_said() -> None:
    holders = [Holder(right("1001")), Holder(right("1002"))]
    row, early, late = ("a", 1), date(2026, 11, 1), date(2026, 11, 9)
    said = [
        Assessed("1001", "R-1", qualified=True, source=row, day=late),
        Assessed("1002", "R-1", qualified=True, source=row, day=late),
        Assessed("1001", "R-1", qualified=False, day=early),  # in the app, before the list
    ]
    assert [kind for kind, *_ in found(*holders, assessed=said)] == [Kind.EQUAL]
