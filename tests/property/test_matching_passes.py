"""Every pass of the engine answers what the slow matcher answers, however the rows are cut."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rutine.matching import Decision, Matching, Method, Pass, match
from rutine.matching.continuation import Reopening, match_on
from rutine.matching.gates import (
    Cardinality,
    DayShift,
    Identity,
    Likeness,
    PeriodGate,
    Tolerance,
)
from rutine.matching.reference import match_slowly

ORDINARY = frozenset({"4", "9"})
SUGGEST = Decision.SUGGEST
ROUNDING = Tolerance(ore=50, ore_per_day=50)
SHIFT = DayShift(first_earlier=1, first_later=2, last_later=3)


def _unique(name: str, decision: Decision = SUGGEST, **gates) -> Pass:
    return Pass(name, Method.UNIQUE, decision, benefits=ORDINARY, **gates)


EVERY = (
    Pass("netting", Method.NETTING, benefits=ORDINARY),
    Pass("exact", Method.EXACT, benefits=ORDINARY),
    Pass("new only", Method.EXACT, benefits=ORDINARY, carry_over=False),
    Pass("sum", Method.GROUP_SUM, benefits=ORDINARY),
    Pass("1:n", Method.GROUP_SUM, cardinality=Cardinality.ONE_TO_MANY),
    Pass("n:1", Method.GROUP_SUM, cardinality=Cardinality.MANY_TO_ONE),
    Pass("new sums", Method.GROUP_SUM, carry_over=False),
    Pass("sum rounded", Method.GROUP_SUM, benefits=ORDINARY, tolerance=ROUNDING),
    Pass("search", Method.JOINT_SEARCH, benefits=ORDINARY),
    Pass("search 1:n", Method.JOINT_SEARCH, SUGGEST, cardinality=Cardinality.ONE_TO_MANY),
    Pass("search n:1", Method.JOINT_SEARCH, SUGGEST, cardinality=Cardinality.MANY_TO_ONE),
    _unique("rounded", Decision.SETTLE, tolerance=ROUNDING),
    _unique("flat", tolerance=Tolerance(ore=150)),
    _unique("shifted", Decision.SETTLE, period=PeriodGate.WITHIN, shift=SHIFT),
    _unique("overlapping", period=PeriodGate.OVERLAPPING),
    _unique("adjacent", period=PeriodGate.ADJACENT),
    _unique("missing", period=PeriodGate.MISSING),
    _unique("missing rounded", period=PeriodGate.MISSING, tolerance=ROUNDING),
    _unique("other unit", unit=Likeness.OTHER),
    _unique("other unit shifted", unit=Likeness.OTHER, period=PeriodGate.WITHIN, shift=SHIFT),
    _unique("other benefit", benefit=Likeness.OTHER),
    _unique("near", identity=Identity.NEAR),
    _unique("near, some days", identity=Identity.NEAR, period=PeriodGate.OVERLAPPING),
)
ALL_KINDS = st.lists(st.sampled_from(EVERY), max_size=6, unique_by=lambda each: each.name).map(
    lambda some: sorted(some, key=lambda each: each.decision is SUGGEST)
)
# Not people: numbers of the right length, a digit, a swap and a D-number apart.
PERSONS = ("01818112340", "01818167890", "41818112345", "10818112340", "01818112341", "p", "")
NAMES = ("Åse Lie", "ÅSE LIE".ljust(25), "Åse Lie", "Ola Vik", "")


def _event(draw: random.Random, sides: tuple[list, list], *, reversals: bool) -> None:
    """A stretch of days that is claimed, and paid, in one or more parts, mostly alike."""
    person = PERSONS[0] if draw.random() < 0.7 else draw.choice(PERSONS)
    unit, benefit = draw.choice("uuv"), draw.choice("4449A")
    first = date(2026, 8, 1) + timedelta(days=draw.randint(0, 20))
    length, amount = draw.randint(0, 8), draw.choice([100, 200, 300, 500])
    for side in sides:
        cuts = sorted(draw.sample(range(length), min(draw.choice([0, 0, 1, 2]), length)))
        begin, rest = 0, amount
        for cut in [*cuts, length]:
            part = rest if cut == length else draw.choice([50, 100, amount // 2])
            days = [first + timedelta(days=begin), first + timedelta(days=cut)]
            begin, rest = cut + 1, rest - part
            row = [person, unit, benefit, *days, part, draw.random() < 0.15]
            _blur(draw, row)
            side.extend([row] * draw.choice([0, *[1] * 16, 2]))
            if reversals and draw.random() < 0.15:
                side.append([*row[:5], -row[5], False])


def _blur(draw: random.Random, row: list) -> None:
    if draw.random() < 0.3:
        place = draw.randrange(6)
        row[place] = {
            0: lambda: draw.choice(PERSONS),
            1: lambda: draw.choice("uv"),
            2: lambda: draw.choice("49"),
            3: lambda: draw.choice([None, row[3] + timedelta(days=draw.randint(-2, 2))]),
            4: lambda: draw.choice([None, row[4] + timedelta(days=draw.randint(-2, 2))]),
            5: lambda: row[5] + draw.choice([-60, -30, 30, 60, 140]),
        }[place]()


def _frame(draw: random.Random, rows: list) -> pd.DataFrame:
    columns = ["person", "unit", "benefit", "first", "last", "amount", "carried"]
    frame = pd.DataFrame(rows, columns=columns)
    frame.insert(0, "row_id", pd.Series(draw.sample(range(1000), len(rows)), dtype="int64"))
    for column in ("first", "last"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[s]")
    texts = columns[:3]
    if draw.random() < 0.8:
        frame["name"] = [draw.choice(NAMES) for _ in rows]
        texts = [*texts, "name"]
    return frame.astype({"amount": "int64", "carried": bool} | dict.fromkeys(texts, "str"))


def _sides(seed: int, events: int = 4) -> tuple[pd.DataFrame, pd.DataFrame]:
    draw = random.Random(seed)  # noqa: S311 - repeatable rows, no secret
    sides: tuple[list, list] = ([], [])
    reversals = draw.random() < 0.4
    for _ in range(draw.randint(1, events)):
        _event(draw, sides, reversals=reversals)
    return _frame(draw, sides[0]), _frame(draw, sides[1])


SIDES = st.integers(0, 2**32).map(_sides)


def _same(one: Matching, other: Matching) -> None:
    for part in ("groups", "lines", "claims"):
        pd.testing.assert_frame_equal(
            getattr(one, part), getattr(other, part), check_dtype=False, obj=part
        )


@given(sides=SIDES, passes=ALL_KINDS)
@settings(max_examples=60, deadline=None)
def test_every_pass_answers_what_the_slow_matcher_answers(sides, passes) -> None:
    _same(match(*sides, passes), match_slowly(*sides, passes))


@pytest.mark.parametrize("each", EVERY, ids=lambda each: each.name)
def test_each_pass_by_itself_answers_what_the_slow_matcher_answers(each) -> None:
    found = 0
    for seed in range(12):
        sides = _sides(seed)
        fast = match(*sides, [each])
        _same(fast, match_slowly(*sides, [each]))
        found += len(fast.groups)
    more = (match(*_sides(seed, events=1), [each]) for seed in range(1000, 1400))
    found = found or next(len(fast.groups) for fast in more if len(fast.groups))
    assert found


@given(sides=SIDES, passes=st.sampled_from([[e] for e in EVERY if e.identity is Identity.NEAR]))
@settings(max_examples=60, deadline=None)
def test_persons_are_near_to_each_other_as_the_slow_matcher_says(sides, passes) -> None:
    """Every second person is another on the claims' side: a slip, a new number, or a stranger."""
    lines, claims = sides
    others = [PERSONS[n % len(PERSONS)] if n % 2 else PERSONS[2] for n in range(len(claims))]
    claims = claims.assign(person=pd.array(others, dtype="str"))
    _same(match(lines, claims, passes), match_slowly(lines, claims, passes))


@given(seed=st.integers(0, 2**32), passes=ALL_KINDS, shards=st.sampled_from([2, 8]))
@settings(max_examples=30, deadline=None)
def test_working_shard_by_shard_gives_the_same_as_all_at_once(seed, passes, shards) -> None:
    sides = _sides(seed, events=12)
    rows = sum(len(side) for side in sides)
    _same(match(*sides, passes), match(*sides, passes, shard_rows=max(1, rows // shards)))


@given(sides=SIDES, passes=ALL_KINDS)
@settings(max_examples=20, deadline=None)
def test_texts_categories_and_numbers_code_alike(sides, passes) -> None:
    texts = ("person", "unit", "benefit")
    as_categories = [side.astype(dict.fromkeys(texts, "category")) for side in sides]
    _same(match(*sides, passes), match(*as_categories, passes))


@given(sides=SIDES, passes=ALL_KINDS, random=st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_no_pass_depends_on_the_order_of_the_rows(sides, passes, random) -> None:
    def shuffled(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.sample(frac=1, random_state=random.randrange(2**32))

    _same(match(*sides, passes), match(*map(shuffled, sides), passes))


def _leaving_out(sides, found: Matching, chosen: Callable[[pd.DataFrame], pd.Series]) -> list:
    return [
        side[~side["row_id"].isin(outcome.loc[chosen(outcome), "row_id"])]
        for side, outcome in zip(sides, (found.lines, found.claims), strict=True)
    ]


CALM = tuple(each for each in EVERY if each.name in {"exact", "sum", "sum rounded", "search"})


@given(sides=SIDES)
@settings(max_examples=20, deadline=None)
def test_undoing_one_group_frees_its_rows_and_touches_no_other_person(sides) -> None:
    """Rows that a person settles by hand are left out, and never come back."""
    found = match(*sides, CALM)
    for group in found.groups["group"]:
        without = _leaving_out(sides, found, lambda outcome, g=group: outcome["group"] == g)
        again = match(*without, CALM)
        of_group = pd.concat(
            side[side["row_id"].isin(outcome.loc[outcome["group"] == group, "row_id"])]
            for side, outcome in zip(sides, (found.lines, found.claims), strict=True)
        )
        gone = set(of_group["person"])
        for side, before, after in (
            (sides[0], found.lines, again.lines),
            (sides[1], found.claims, again.claims),
        ):
            others = side.loc[~side["person"].isin(gone), "row_id"]
            kept = ["row_id", "outcome", "reason"]
            one = before.loc[before["row_id"].isin(others), kept].reset_index(drop=True)
            two = after.loc[after["row_id"].isin(others), kept].reset_index(drop=True)
            pd.testing.assert_frame_equal(one, two)


def _marked(side: pd.DataFrame, outcome: pd.DataFrame) -> pd.DataFrame:
    settled = outcome.set_index("row_id")["group"].where(
        (outcome["outcome"] == "settled").to_numpy()
    )
    return side.assign(settled_in=side["row_id"].map(settled).astype("Int64"))


def _sets_by_group(found: Matching) -> dict[int, frozenset[tuple[str, int]]]:
    members: dict[int, set[tuple[str, int]]] = {}
    for side, outcome in (("line", found.lines), ("claim", found.claims)):
        settled = outcome[outcome["outcome"] == "settled"]
        for row_id, group in zip(settled["row_id"], settled["group"], strict=True):
            members.setdefault(int(group), set()).add((side, row_id))
    return {group: frozenset(rows) for group, rows in members.items()}


@given(sides=SIDES, chosen=st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_an_undone_group_is_free_and_every_other_group_stands(sides, chosen) -> None:
    """Nothing new has come: the freed rows make the same group, and nothing is reopened."""
    found = match(*sides, CALM)
    if found.groups.empty:
        return
    undone = chosen % len(found.groups)
    marked = [
        _marked(side, outcome).assign(
            settled_in=lambda frame: frame["settled_in"].mask(frame["settled_in"] == undone)
        )
        for side, outcome in zip(sides, (found.lines, found.claims), strict=True)
    ]
    then = match_on(*marked, CALM)
    before, after = _sets_by_group(found), _sets_by_group(then.matching)
    assert then.reopened == ()
    assert all(before[old] == after[new] for old, new in then.confirmed.items())
    assert before[undone] in after.values()
    assert len(after) == len(then.confirmed) + 1


@given(sides=SIDES, random=st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_rows_that_a_person_has_settled_never_come_back(sides, random) -> None:
    """They are not given; whatever reverses them, only the rows given have an outcome."""
    found = match(*sides, CALM)
    by_hand = {group for group in found.groups["group"] if random.random() < 0.5}
    marked = [
        _marked(side, outcome)
        for side, outcome in zip(sides, (found.lines, found.claims), strict=True)
    ]
    given_rows = [side[~side["settled_in"].isin(by_hand)] for side in marked]
    then = match_on(*given_rows, CALM, reopening=Reopening.EVERYTHING_NEW)
    for side, outcome in zip(given_rows, (then.matching.lines, then.matching.claims), strict=True):
        assert set(outcome["row_id"]) <= set(side["row_id"])
    gone = {*then.confirmed, *(each.group for each in then.reopened)}
    assert not gone & by_hand


@given(sides=SIDES, late=st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_yesterdays_result_and_todays_rows_give_the_same_as_all_at_once(sides, late) -> None:
    is_late = [
        pd.Series([late.random() < 0.4 for _ in range(len(side))], dtype=bool) for side in sides
    ]
    early = [side[~flags.to_numpy()] for side, flags in zip(sides, is_late, strict=True)]
    first = match(*early, CALM)
    marked = [
        pd.concat(
            [
                _marked(before, outcome),
                side[flags.to_numpy()].assign(settled_in=pd.NA),
            ]
        ).astype({"settled_in": "Int64"})
        for side, before, outcome, flags in zip(
            sides, early, (first.lines, first.claims), is_late, strict=True
        )
    ]
    then = match_on(*marked, CALM, reopening=Reopening.EVERYTHING_NEW)
    gone = {each.group for each in then.reopened} | set(then.confirmed)
    kept = [rows for group, rows in _sets_by_group(first).items() if group not in gone]
    now = set(_sets_by_group(then.matching).values())
    assert now | set(kept) == set(_sets_by_group(match(*sides, CALM)).values())
