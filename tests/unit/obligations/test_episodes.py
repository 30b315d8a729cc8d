"""Notes with a short break between them are one absence."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rutine.obligations.episodes import SickNote, episodes

START = date(2026, 3, 2)


def note(first: int, last: int, person: str = "p", began: int | None = None) -> SickNote:
    day = lambda n: START + timedelta(days=n)  # noqa: E731
    return SickNote(person, "e", day(first), day(last), None if began is None else day(began))


@pytest.mark.parametrize(("gap", "count"), [(0, 1), (15, 1), (16, 2), (40, 2)])
def test_sixteen_days_between_two_notes_make_two_episodes(gap, count) -> None:
    found = episodes([note(0, 9), note(10 + gap, 30 + gap)])
    assert len(found) == count
    assert found[0].first == START
    assert sum(len(each.notes) for each in found) == 2


def test_the_gap_is_a_parameter() -> None:
    assert len(episodes([note(0, 9), note(15, 20)], new_after=5)) == 2
    assert len(episodes([note(0, 9), note(14, 20)], new_after=5)) == 1


def test_it_begins_when_nav_says_that_the_absence_began() -> None:
    (found,) = episodes([note(0, 9), note(60, 70, began=-3)])
    assert (found.first, found.last) == (START - timedelta(days=3), START + timedelta(days=70))


def test_a_long_note_reaches_past_a_short_one_within_it() -> None:
    assert len(episodes([note(0, 60), note(5, 9), note(70, 80)])) == 1


def test_people_are_kept_apart() -> None:
    assert [each.person for each in episodes([note(0, 9, "q"), note(5, 12, "p")])] == ["p", "q"]
    assert episodes([]) == []


def test_a_note_ends_after_it_begins() -> None:
    with pytest.raises(ValueError, match="ends on or after"):
        note(5, 4)


notes = st.builds(
    lambda first, length, person, early: note(
        first, first + length, person, None if early is None else first - early
    ),
    st.integers(0, 120),
    st.integers(0, 30),
    st.sampled_from("pq"),
    st.none() | st.integers(-3, 40),
)


@given(st.lists(notes, max_size=8), st.randoms(use_true_random=False))
def test_every_note_is_in_one_episode_and_episodes_are_far_apart(some, random) -> None:
    some = [replace(each, source=str(number)) for number, each in enumerate(some)]
    found = episodes(some)
    assert episodes(random.sample(some, len(some))) == found
    assert Counter(each for episode in found for each in episode.notes) == Counter(some)
    for one in found:
        for other in found:
            if one is not other and one.person == other.person and one.first < other.first:
                assert (other.first - one.last).days > 16
