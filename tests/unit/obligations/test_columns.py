"""Frames that can't be right are refused, by their frame and column and never by a value."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from benchmarks.obligations_parts.made_up_competence import TODAY, make
from rutine.obligations.columns import Columns
from rutine.obligations.cover.competences import holdings
from rutine.obligations.engine import evaluate
from rutine.obligations.frames import Frames
from rutine.obligations.reference import stand
from rutine.obligations.states import Cause, ObligationKey, State
from rutine.obligations.subject import Achievement, Position, Subject
from rutine.obligations.unit_tree import UnitTree
from rutine.obligations.unknown_codes import unknown_codes

SOMEBODY = Subject(
    "secret-key",
    positions=(Position("u", "c", date(2020, 1, 1)),),
    events={"hired": date(2020, 1, 1)},
    achievements=(Achievement("C", date(2026, 1, 31)),),
)
FRAMES = Frames.of([SOMEBODY])
BEFORE = pd.Timestamp("1753-01-01").as_unit("s")


def changed(frame: str, **columns: object) -> Frames:
    return replace(FRAMES, **{frame: getattr(FRAMES, frame).assign(**columns)})


@pytest.mark.parametrize(
    ("frames", "told"),
    [
        (changed("positions", subject="x"), "positions.subject"),
        (changed("positions", first=pd.NaT), "positions.first"),
        (changed("positions", last=BEFORE), "positions.last"),
        (changed("positions", unit=None), "positions.unit"),
        (changed("positions", percent=float("nan")), "positions.percent"),
        (changed("achievements", passed=None), "achievements.passed"),
        (changed("achievements", passed="nei"), "achievements.passed"),
        (changed("achievements", code=None), "achievements.code"),
        (changed("achievements", day=BEFORE), "achievements.day"),
        (changed("events", day=pd.NaT), "events.day"),
        (replace(FRAMES, events=pd.concat([FRAMES.events] * 2)), "events.event"),
        (replace(FRAMES, subjects=pd.concat([FRAMES.subjects] * 2)), "subjects.key"),
    ],
)
def test_it_says_where_and_never_who(frames, told) -> None:
    with pytest.raises(ValueError, match=told) as refused:
        Columns.of(frames)
    assert "secret-key" not in str(refused.value)


def test_nobody_asked_of_nothing() -> None:
    assert evaluate(Columns.of(Frames.of([])), (), UnitTree(), TODAY).count() == {}


def test_two_requirements_of_one_name_are_refused() -> None:
    made = make(3)
    with pytest.raises(ValueError, match="same id"):
        evaluate(Columns.of(made.frames), made.requirements[:1] * 2, made.units, TODAY)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_engine_finds_the_truth_and_what_the_reference_finds(seed) -> None:
    made = make(250, seed)
    found = evaluate(Columns.of(made.frames), made.requirements, made.units, TODAY)
    np.testing.assert_array_equal(found.state, made.truth)
    for key in found.subjects[:60]:
        subject = made.frames.subject(key)
        for requirement in made.requirements:
            slow = stand(subject, requirement, made.units, TODAY)
            assert found.standing(ObligationKey(key, requirement.id)) == slow
    still_open = {State.DUE_SOON, State.OVERDUE}
    assert len(found.open()) == np.isin(made.truth, list(still_open)).sum()
    assert {each.state for each in found.open().values()} == still_open


def test_what_is_held_is_a_competence_of_the_rota_until_it_runs_out() -> None:
    made = make(200, 3)
    found = evaluate(Columns.of(made.frames), made.requirements, made.units, TODAY)
    held = holdings(found)
    for key in found.subjects[:40]:
        own = {each.competence: each for each in held.get(key, ())}
        for requirement in made.requirements:
            standing = found.standing(ObligationKey(key, requirement.id))
            if standing is None or standing.cause >= Cause.PART_MISSING:
                assert requirement.id not in own
            else:
                assert own[requirement.id].last == standing.valid_to
                assert own[requirement.id].is_valid(TODAY) == (standing.cause < Cause.EXPIRED)


def test_who_is_affected_when_a_course_gets_another_code() -> None:
    made = make(200, 3)
    columns = Columns.of(made.frames)
    asked = made.requirements[:3]
    renamed = asked[1].model_copy(update={"rules": made.requirements[5].rules})
    before, after = (
        evaluate(columns, some, made.units, TODAY) for some in (asked, (renamed, asked[0]))
    )
    affected = before.changes_to(after)
    assert affected
    assert {key.requirement for key in affected} == {renamed.id}
    for subject in before.subjects:
        key = ObligationKey(subject, renamed.id)
        one, other = before.standing(key), after.standing(key)
        if one is None or other is None:
            assert key not in affected
        else:
            unlike = (one.state, one.deadline) != (other.state, other.deadline)
            assert affected.get(key) == ((one, other) if unlike else None)
    assert before.changes_to(before) == {}
    with pytest.raises(ValueError, match="same subjects"):
        before.changes_to(evaluate(Columns.of(FRAMES), asked, made.units, TODAY))


def test_unknown_codes_are_told_once() -> None:
    made = make(200, 3)
    rows = made.frames.achievements["code"]
    count = int((rows == "unheard_of").sum())
    assert unknown_codes(made.frames, made.requirements) == {"unheard_of": count}
    fewer = unknown_codes(made.frames, made.requirements[1:])
    assert set(fewer) == {"unheard_of", "course0", "test0", "licence0"}
    assert list(fewer.values()) == sorted(fewer.values(), reverse=True)
