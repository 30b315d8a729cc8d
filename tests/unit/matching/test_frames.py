"""Frames of the wrong shape are faults of the program, and say which column."""

from __future__ import annotations

import pandas as pd
import pytest

from rutine.matching import Decision, Method, Pass, match
from rutine.matching.gates import Likeness

ROW = ("p", "u", "4", "2026-08-17", "2026-08-31", 100)


@pytest.mark.parametrize("column", ["row_id", "person", "first", "amount"])
def test_a_missing_column_is_named(table, column) -> None:
    with pytest.raises(TypeError, match=f"claims: the column {column} is missing"):
        match(table(ROW), table(ROW).drop(columns=column), [])


@pytest.mark.parametrize(
    ("column", "kind"),
    [("amount", "float64"), ("row_id", "str"), ("first", "str"), ("amount", "Int64")],
)
def test_a_column_of_the_wrong_type_is_named(table, column, kind) -> None:
    with pytest.raises(TypeError, match=f"lines: the column {column} must be"):
        match(table(ROW).astype({column: kind}), table(ROW), [])


def test_a_column_that_may_be_there_is_checked_when_it_is(table) -> None:
    with pytest.raises(TypeError, match="claims: the column name must be text"):
        match(table(ROW), table(ROW).assign(name=7), [])


def test_row_ids_must_be_unique(table) -> None:
    with pytest.raises(ValueError, match="row_id must be unique"):
        match(table(ROW, ROW, ids=[1, 1]), table(ROW), [])


def test_two_passes_of_one_name_are_refused(table) -> None:
    passes = [Pass("a", Method.EXACT), Pass("a", Method.GROUP_SUM)]
    with pytest.raises(ValueError, match="same name"):
        match(table(ROW), table(ROW), passes)


def test_a_pass_that_settles_after_one_that_suggests_is_refused(table) -> None:
    """The suggestion would take away what shows that the later pass has two ways to settle."""
    passes = [
        Pass("exact", Method.EXACT),
        Pass("elsewhere", Method.UNIQUE, Decision.SUGGEST, unit=Likeness.OTHER),
        Pass("sums", Method.GROUP_SUM),
    ]
    with pytest.raises(ValueError, match="sums settles after elsewhere suggests"):
        match(table(ROW), table(ROW), passes)


def test_the_given_frames_are_not_changed(table) -> None:
    lines, claims = table(ROW), table(ROW)
    before = lines.copy(), claims.copy()
    match(lines, claims, [Pass("exact", Method.EXACT)])
    assert lines.equals(before[0])
    assert claims.equals(before[1])


@pytest.mark.parametrize(
    ("column", "values"),
    [("person", [1.5]), ("unit", [b"u"]), ("benefit", [["4"]]), ("person", [True])],
)
def test_texts_must_be_texts_or_whole_numbers(table, column, values) -> None:
    with pytest.raises(TypeError, match=f"claims: the column {column} must be text"):
        match(table(ROW), table(ROW).assign(**{column: pd.Series(values)}), [])


def test_one_side_cannot_have_numbers_where_the_other_has_texts(table) -> None:
    with pytest.raises(TypeError, match="the column person is text on one side"):
        match(table(ROW), table(ROW).assign(person=[7]), [])


def test_what_an_earlier_run_left_open_is_said_by_flags(table) -> None:
    with pytest.raises(TypeError, match="lines: the column carried must be bool"):
        match(table(ROW).assign(carried=[None]), table(ROW), [])


def test_amounts_that_cannot_be_added_up_are_refused(table) -> None:
    rows = [(*ROW[:5], 2**62)] * 2
    with pytest.raises(ValueError, match="lines: the column amount"):
        match(table(*rows), table(ROW), [])


def test_missing_persons_of_any_kind_belong_with_nothing(table) -> None:
    lines = table(ROW, ROW, ROW, ROW)
    lines["person"] = pd.Series([None, float("nan"), pd.NA, ""], dtype=object)
    found = match(lines, lines, [Pass("exact", Method.EXACT)])
    assert set(found.lines["reason"]) == {"no_identity"}


def test_tens_of_thousands_of_benefits_stay_apart(table) -> None:
    count = 70_000
    side = pd.concat([table(ROW)] * count, ignore_index=True).assign(
        row_id=range(count), person=[f"{n % 5}" for n in range(count)]
    )
    lines = side.assign(benefit=[f"b{n}" for n in range(count)])
    claims = side.assign(benefit=[f"b{n + 1}" for n in range(count)])
    found = match(lines, claims, [Pass("exact", Method.EXACT)])
    own = claims.set_index(found.claims["group"].to_numpy())["benefit"]
    settled = found.lines["group"].notna().to_numpy()
    paired = own.loc[found.lines.loc[settled, "group"]]
    assert paired.tolist() == lines.loc[settled, "benefit"].tolist()
    assert settled.sum() == sum(n % 5 == (n - 1) % 5 for n in range(1, count))
