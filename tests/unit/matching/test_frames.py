"""Frames of the wrong shape are faults of the program, and say which column."""

from __future__ import annotations

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
