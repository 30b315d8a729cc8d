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
