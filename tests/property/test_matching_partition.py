"""Parts are worked on anywhere and merged in any grouping: the answer is that of the whole."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import reduce
from multiprocessing import get_context

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rutine.matching import Decision, Method, Pass, match
from rutine.matching.gates import Identity, Likeness, PeriodGate, Tolerance
from rutine.matching.partition import match_in_parts, merge, split
from rutine.practice.bulk import bulk
from rutine.practice.plan import PracticePlan

SUGGEST = Decision.SUGGEST
OWN = (
    Pass("netting", Method.NETTING, benefits=frozenset("4")),
    Pass("exact", Method.EXACT),
    Pass("sum", Method.GROUP_SUM, benefits=frozenset("4")),
    Pass("search", Method.JOINT_SEARCH, benefits=frozenset("49")),
)
EVERY = (
    *OWN,
    Pass("near", Method.UNIQUE, SUGGEST, frozenset("4"), identity=Identity.NEAR),
    Pass("loose", Method.UNIQUE, SUGGEST, period=PeriodGate.OVERLAPPING, tolerance=Tolerance(50)),
    Pass("unit", Method.UNIQUE, SUGGEST, frozenset("9"), unit=Likeness.OTHER),
)
PERSONS = ("01818112340", "01818112341", "10818112340", "02818112340", "q", "")


@st.composite
def _side(draw: st.DrawFn) -> pd.DataFrame:
    day = st.sampled_from([None, "2026-08-03", "2026-08-04", "2026-08-07"])
    row = st.tuples(
        st.sampled_from(PERSONS), st.sampled_from("uv"), st.sampled_from("449A"), day, day,
        st.sampled_from([100, 100, 130, 200, 300, -100]),
    )  # fmt: skip
    rows = draw(st.lists(row, max_size=12))
    frame = pd.DataFrame(rows, columns=["person", "unit", "benefit", "first", "last", "amount"])
    ids = draw(st.permutations(range(len(rows))))
    frame.insert(0, "row_id", pd.Series(ids, dtype="int64"))
    for column in ("first", "last"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[s]")
    return frame.astype({"amount": "int64"} | dict.fromkeys(["person", "unit", "benefit"], "str"))


SIDES = st.tuples(_side(), _side())
PARTS = st.sampled_from([1, 2, 3, 8])


def _same(one, other) -> None:
    for part in ("groups", "lines", "claims"):
        pd.testing.assert_frame_equal(getattr(one, part), getattr(other, part), obj=part)


@given(sides=SIDES, parts=PARTS, passes=st.integers(0, len(EVERY)))
@settings(max_examples=80, deadline=None)
def test_the_parts_together_answer_what_the_whole_does(sides, parts, passes) -> None:
    _same(match_in_parts(*sides, EVERY[:passes], parts=parts), match(*sides, EVERY[:passes]))


@given(sides=SIDES, random=st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_parts_are_merged_in_any_order_and_grouping(sides, random) -> None:
    whole = match(*sides, OWN)
    found = [match(*part, OWN) for part in split(*sides, 4)]
    random.shuffle(found)
    _same(reduce(merge, found), whole)
    while len(found) > 1:
        at = random.randrange(len(found) - 1)
        found[at : at + 2] = [merge(found[at], found[at + 1])]
    _same(found[0], whole)


@given(sides=SIDES, parts=PARTS)
@settings(max_examples=30, deadline=None)
def test_a_persons_rows_are_in_one_part_and_no_row_is_lost(sides, parts) -> None:
    seen: dict[str, int] = {}
    found = list(split(*sides, parts))
    for number, part in enumerate(found):
        for side in part:
            assert all(seen.setdefault(person, number) == number for person in side["person"])
    for at, side in enumerate(sides):
        rows = [row for part in found for row in part[at]["row_id"]]
        assert sorted(rows) == sorted(side["row_id"])


@pytest.mark.parametrize("workers", ["threads", "processes"])
def test_threads_and_processes_answer_what_one_does(workers) -> None:
    sides = bulk(PracticePlan(seed=5, employees=400, profile="hard"))
    sides = tuple(side.drop(columns=["group", "cause", "known"]) for side in sides)
    whole = match(*sides, EVERY)
    pool = (
        ThreadPoolExecutor(4)
        if workers == "threads"
        else ProcessPoolExecutor(2, mp_context=get_context("spawn"))
    )
    with pool:
        _same(match_in_parts(*sides, EVERY, parts=8, run=pool.map), whole)
    assert len(whole.groups) > 50
