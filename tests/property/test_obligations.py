"""The laws of obligations, and that the engine answers what the reference answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rutine.obligations.columns import Columns
from rutine.obligations.engine import evaluate
from rutine.obligations.explanation import explain, next_change
from rutine.obligations.frames import Frames
from rutine.obligations.reference import stand
from rutine.obligations.states import ObligationKey, Standing, State
from rutine.obligations.transitions import Happening, applied, transitions
from tests.obligation_crowds import crowd
from tests.obligation_worlds import TODAY, UNITS, achievements, days, requirements, subjects

LAW = settings(max_examples=60, deadline=None)
_CLOSED = {State.ENDED, State.DONE, State.EXEMPT}


def rank(standing: Standing | None) -> int:
    """How bad it is: nothing to do, not yet, soon, overdue."""
    if standing is None or standing.state in _CLOSED:
        return 0
    return int(standing.state)


@given(
    some=st.lists(subjects(), min_size=1, max_size=4),
    asked=st.lists(requirements(), min_size=1, max_size=3),
    today=days(),
)
@settings(max_examples=50, deadline=None)
def test_the_engine_answers_what_the_reference_answers(some, asked, today) -> None:
    people = [replace(each, key=f"s{n}") for n, each in enumerate(some)]
    wanted = [each.model_copy(update={"id": f"r{n}"}) for n, each in enumerate(asked)]
    found = evaluate(Columns.of(Frames.of(people)), wanted, UNITS, today)
    for subject in people:
        for requirement in wanted:
            key = ObligationKey(subject.key, requirement.id)
            assert found.standing(key) == stand(subject, requirement, UNITS, today)


@given(subject=subjects(), asked=requirements(), more=achievements())
@LAW
def test_evidence_only_ever_improves_a_state(subject, asked, more) -> None:
    before = stand(subject, asked, UNITS, TODAY)
    richer = replace(subject, achievements=(*subject.achievements, more))
    after = stand(richer, asked, UNITS, TODAY)
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert after.state <= before.state
        assert (after.deadline or date.max) >= (before.deadline or date.max)
        assert after.cause <= before.cause or after.state < State.DUE_SOON


@given(subject=subjects(), asked=requirements(), later=st.integers(1, 400))
@LAW
def test_time_alone_never_improves_a_state(subject, asked, later) -> None:
    """Unless an exemption, a position, a rule or evidence begins, or a position ends, meanwhile."""
    then = TODAY + timedelta(days=later)
    known = [
        *(day for p in subject.positions for day in (p.first, p.last)),
        *(each.first for each in subject.exemptions),
        *(each.day for each in subject.achievements),
        *(day for rule in asked.rules for day in (rule.first, rule.last)),
        subject.ended,
    ]
    if any(day is not None and TODAY <= day <= then for day in known):
        return
    before, after = (stand(subject, asked, UNITS, day) for day in (TODAY, then))
    assert rank(after) >= rank(before)


@given(subject=subjects(), asked=requirements(), random=st.randoms(use_true_random=False))
@LAW
def test_the_order_of_what_is_known_does_not_matter(subject, asked, random) -> None:
    def shuffled(some: tuple) -> tuple:
        return tuple(random.sample(some, len(some)))

    other = replace(
        subject,
        positions=shuffled(subject.positions),
        achievements=shuffled(subject.achievements),
        absences=shuffled(subject.absences),
        exemptions=shuffled(subject.exemptions),
    )
    assert stand(subject, asked, UNITS, TODAY) == stand(other, asked, UNITS, TODAY)
    one, two = (explain(each, asked, UNITS, TODAY) for each in (subject, other))
    assert (one is None) == (two is None)
    if one is not None and two is not None:
        assert one.items == two.items
        assert one.beside == two.beside
        assert one.next_change == two.next_change


@given(subject=subjects(), asked=requirements(), today=days(200))
@settings(max_examples=40, deadline=None)
def test_nothing_changes_before_the_next_change(subject, asked, today) -> None:
    now = stand(subject, asked, UNITS, today)
    change = next_change(subject, asked, UNITS, today)
    until = change or today + timedelta(days=700)
    day = today
    while (day := day + timedelta(days=1)) < until:
        assert stand(subject, asked, UNITS, day) == now
    if change is not None:
        assert stand(subject, asked, UNITS, change) != now


@given(subject=subjects(), asked=requirements())
@LAW
def test_a_subject_comes_back_from_the_frames_as_it_was(subject, asked) -> None:
    frames = Frames.of([subject])
    again = frames.subject(subject.key)
    assert list(frames.some([subject.key])) == [again]
    assert stand(again, asked, UNITS, TODAY) == stand(subject, asked, UNITS, TODAY)
    assert explain(again, asked, UNITS, TODAY) == explain(subject, asked, UNITS, TODAY)


@given(subject=subjects(), asked=requirements(), today=days(200))
@LAW
def test_what_counted_carries_the_answer_alone(subject, asked, today) -> None:
    told = explain(subject, asked, UNITS, today)
    if told is None or told.standing.state is not State.DONE:
        return
    kept = tuple(
        weighed.achievement
        for view in told.items
        for weighed in view.evidence
        if weighed.verdict == "counted"
    )
    assert stand(replace(subject, achievements=kept), asked, UNITS, today) == told.standing


def _open(some: list, asked: list, today: date) -> tuple[dict, dict]:
    every = {
        ObligationKey(s.key, r.id): found
        for s in some
        for r in asked
        if (found := stand(s, r, UNITS, today)) is not None
    }
    return {key: each for key, each in every.items() if each.state.is_open}, every


@given(
    one=st.lists(subjects(), min_size=1, max_size=3),
    other=st.lists(subjects(), min_size=1, max_size=3),
    asked=requirements(),
    today=days(),
)
@LAW
def test_the_events_lead_from_then_to_now_and_are_none_the_second_time(
    one, other, asked, today
) -> None:
    def named(some: list) -> list:
        return [replace(each, key=f"s{n}") for n, each in enumerate(some)]

    before, _ = _open(named(one), [asked], TODAY)
    now, every = _open(named(other), [asked], today)
    events = transitions(before, now, every.get)
    assert applied(before, events) == now
    assert transitions(applied(before, events), now, every.get) == []
    for event in events:
        assert event.happening.closes == (event.key not in now)
        if event.happening is Happening.CLOSED_BY_EVIDENCE:
            assert event.after is not None
            assert event.after.state is State.DONE


@pytest.mark.parametrize("seed", range(4))
def test_the_engine_answers_what_the_reference_answers_of_a_crowd(seed) -> None:
    people, asked = crowd(seed, people=500, asked=30)
    found = evaluate(Columns.of(Frames.of(people)), asked, UNITS, TODAY)
    seen = Counter()
    for subject in people:
        for requirement in asked:
            slow = stand(subject, requirement, UNITS, TODAY)
            assert found.standing(ObligationKey(subject.key, requirement.id)) == slow
            seen[slow and slow.state] += 1
    assert min(seen[state] for state in (None, *State)) > 50


@pytest.mark.parametrize("seed", range(4))
def test_a_crowd_obeys_the_laws(seed) -> None:
    people, asked = crowd(seed, people=60, asked=20)
    more, _ = crowd(seed + 100, people=60, asked=20)
    for subject, other in zip(people, more, strict=True):
        richer = replace(subject, achievements=subject.achievements + other.achievements)
        for requirement in asked:
            now, better = (stand(each, requirement, UNITS, TODAY) for each in (subject, richer))
            assert (now is None) == (better is None)
            if now is not None and better is not None:
                assert better.state <= now.state
                assert (better.deadline or date.max) >= (now.deadline or date.max)
            change = next_change(subject, requirement, UNITS, TODAY)
            for ahead in range(1, 100):
                day = TODAY + timedelta(days=ahead)
                if day == change:
                    break
                assert stand(subject, requirement, UNITS, day) == now
