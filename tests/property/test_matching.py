"""The laws of the matching engine, and that it answers what the slow matcher answers."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from rutine.matching import Decision, Matching, Method, Pass, match
from rutine.matching.reference import match_slowly

ORDINARY = frozenset({"4", "9"})
PASSES = (
    Pass("exact", Method.EXACT, benefits=ORDINARY),
    Pass("period group", Method.GROUP_SUM, benefits=ORDINARY),
)
SOME_PASSES = st.lists(
    st.builds(
        Pass,
        name=st.uuids().map(str),
        method=st.sampled_from([Method.EXACT, Method.GROUP_SUM, Method.NETTING]),
        decision=st.sampled_from(Decision),
        benefits=st.sampled_from([None, ORDINARY, frozenset({"4"})]),
    ),
    max_size=3,
).map(lambda some: sorted(some, key=lambda each: each.decision is Decision.SUGGEST))
FIRST_DAY = date(2026, 8, 1)

# Few values, so that equal rows, overlaps and sums that agree come up all the time.
_day = st.integers(0, 9).map(lambda n: FIRST_DAY + timedelta(days=n))
_known_period = st.tuples(_day, st.integers(0, 4)).map(
    lambda start: (start[0], start[0] + timedelta(days=start[1]))
)
_period = st.one_of(
    _known_period,
    _known_period,
    _known_period,
    st.tuples(st.none() | _day, st.none() | _day),
)


def _rows(persons: tuple[str, ...] = ("p", "q", "")) -> st.SearchStrategy[pd.DataFrame]:
    row = st.tuples(
        st.sampled_from(persons),
        st.sampled_from(["u", "u", "v"]),
        st.sampled_from(["4", "4", "9", "A"]),
        _period,
        st.sampled_from([100, 100, 200, 300, 300, 500, -100, -300, 0]),
    )
    return st.lists(
        st.tuples(st.integers(0, 10_000), row), max_size=12, unique_by=lambda r: r[0]
    ).map(_frame)


def _frame(rows: list) -> pd.DataFrame:
    table = [(row_id, p, u, b, first, last, ore) for row_id, (p, u, b, (first, last), ore) in rows]
    columns = ["row_id", "person", "unit", "benefit", "first", "last", "amount"]
    frame = pd.DataFrame(table, columns=columns)
    for column in ("first", "last"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[s]")
    return frame.astype({"row_id": "int64", "amount": "int64"} | dict.fromkeys(columns[1:4], "str"))


def _group_sets(found: Matching) -> set[tuple[str, frozenset[tuple[str, int]]]]:
    """The groups as sets of rows, without their numbers."""
    members: dict[int, set[tuple[str, int]]] = {}
    for side, frame in (("line", found.lines), ("claim", found.claims)):
        for row_id, group in frame.dropna(subset=["group"])[["row_id", "group"]].to_numpy():
            members.setdefault(int(group), set()).add((side, int(row_id)))
    names = dict(zip(found.groups["group"], found.groups["pass_name"], strict=True))
    return {(names[group], frozenset(rows)) for group, rows in members.items()}


def _open_rows(frame: pd.DataFrame, outcome: pd.DataFrame) -> pd.DataFrame:
    left = outcome.loc[outcome["outcome"] == "open", "row_id"]
    return frame[frame["row_id"].isin(left)]


@given(lines=_rows(), claims=_rows(), passes=SOME_PASSES | st.just(list(PASSES)))
@settings(max_examples=100, deadline=None)
def test_the_engine_answers_what_the_slow_matcher_answers(lines, claims, passes) -> None:
    fast, slow = match(lines, claims, passes), match_slowly(lines, claims, passes)
    for part in ("groups", "lines", "claims"):
        pd.testing.assert_frame_equal(
            getattr(fast, part), getattr(slow, part), check_dtype=False, obj=part
        )


@given(lines=_rows(), claims=_rows(), passes=SOME_PASSES)
@settings(max_examples=60, deadline=None)
def test_every_row_has_one_outcome_and_one_reason(lines, claims, passes) -> None:
    found = match(lines, claims, passes)
    for given_rows, outcome in ((lines, found.lines), (claims, found.claims)):
        assert outcome["row_id"].tolist() == sorted(given_rows["row_id"])
        assert (outcome["group"].isna() == (outcome["outcome"] == "open")).all()
        assert (outcome["reason"] != "").all()


@given(lines=_rows(), claims=_rows())
@settings(max_examples=60, deadline=None)
def test_the_sides_of_every_group_agree_and_sums_are_kept(lines, claims) -> None:
    found = match(lines, claims, PASSES)
    assert (found.groups["line_sum"] == found.groups["claim_sum"]).all()
    for given_rows, outcome, side in (
        (lines, found.lines, "line"),
        (claims, found.claims, "claim"),
    ):
        settled = outcome.loc[outcome["outcome"] == "settled", "row_id"]
        amounts = given_rows.set_index("row_id")["amount"]
        assert amounts[settled].sum() == found.groups[f"{side}_sum"].sum()
        assert len(settled) == found.groups[f"{side}_count"].sum()
        subject = given_rows.merge(outcome, on="row_id").dropna(subset=["group"])
        subjects = subject[["group", "person", "unit", "benefit"]].drop_duplicates()
        assert subjects["group"].is_unique


@given(lines=_rows(), claims=_rows(), random=st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_rows_does_not_matter(lines, claims, random) -> None:
    def shuffled(frame: pd.DataFrame) -> pd.DataFrame:
        order = list(range(len(frame)))
        random.shuffle(order)
        return frame.iloc[order]

    one, other = match(lines, claims, PASSES), match(shuffled(lines), shuffled(claims), PASSES)
    for part in ("groups", "lines", "claims"):
        pd.testing.assert_frame_equal(getattr(one, part), getattr(other, part))


@given(
    lines=_rows(("p", "q")),
    claims=_rows(("p", "q")),
    more_lines=_rows(("r", "s")),
    more_claims=_rows(("r", "s")),
)
@settings(max_examples=60, deadline=None)
def test_other_persons_change_nothing(lines, claims, more_lines, more_claims) -> None:
    def beside(frame: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
        return pd.concat([more.assign(row_id=more["row_id"] + 20_000), frame])

    alone = match(lines, claims, PASSES)
    among = match(beside(lines, more_lines), beside(claims, more_claims), PASSES)
    own = {
        (name, rows) for name, rows in _group_sets(among) if all(row < 20_000 for _, row in rows)
    }
    assert own == _group_sets(alone)
    for part in ("lines", "claims"):
        mine = getattr(among, part).query("row_id < 20000")
        assert mine["reason"].tolist() == getattr(alone, part)["reason"].tolist()


@given(lines=_rows(("p",)), claims=_rows(("p",)))
@settings(max_examples=100, deadline=None)
def test_matching_what_is_left_open_finds_nothing_more(lines, claims) -> None:
    first = match(lines, claims, PASSES)
    again = match(_open_rows(lines, first.lines), _open_rows(claims, first.claims), PASSES)
    assert again.groups.empty


@given(lines=_rows(), claims=_rows())
@settings(max_examples=60, deadline=None)
def test_no_equal_line_and_claim_are_both_left_in_a_calm_component(lines, claims) -> None:
    """Duplicates pair k-th with k-th, so only one side of equal rows can be left over."""
    found = match(lines, claims, PASSES)
    key = ["person", "unit", "benefit", "first", "last", "amount"]
    parts = []
    for side, rows, outcome in (("line", lines, found.lines), ("claim", claims, found.claims)):
        left = rows.merge(outcome, on="row_id")
        parts.append(left.assign(side=side))
    left = pd.concat(parts)
    left = left[
        (left["outcome"] == "open") & left["benefit"].isin(ORDINARY) & (left["person"] != "")
    ]
    disturbed = (left["amount"] <= 0) | left["first"].isna() | left["last"].isna()
    disturbed |= left["last"] < left["first"]
    noisy = set(left.loc[disturbed, "person"] + left.loc[disturbed, "unit"])
    calm = left[~(left["person"] + left["unit"]).isin(noisy)]
    sides = calm.groupby(key)["side"].nunique()
    assert Counter(sides).keys() <= {1}
