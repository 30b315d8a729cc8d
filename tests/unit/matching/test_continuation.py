"""What earlier runs settled, when new rows arrive."""

from __future__ import annotations

import pandas as pd
import pytest

from rutine.matching import Method, Pass, match
from rutine.matching.continuation import Reopened, Reopening, match_on

PASSES = (Pass("exact", Method.EXACT), Pass("group_sum", Method.GROUP_SUM))
JULY = ("p", "u", "4", "2026-07-01", "2026-07-31", 100)
AUGUST = ("p", "u", "4", "2026-08-03", "2026-08-31", 100)
TAKEN_BACK = ("p", "u", "4", "2026-08-03", "2026-08-31", -100)
HALF = ("p", "u", "4", "2026-08-03", "2026-08-31", 50)


def _settled(frame: pd.DataFrame, *groups: int | None) -> pd.DataFrame:
    return frame.assign(settled_in=pd.array(groups, dtype="Int64"))


def test_what_was_settled_stays_settled_and_takes_no_part(table) -> None:
    lines = _settled(table(AUGUST, AUGUST), 7, None)
    claims = _settled(table(AUGUST), 7)
    found = match_on(lines, claims, PASSES)
    assert found.matching.lines["row_id"].tolist() == [1]
    assert found.matching.groups.empty
    assert (found.confirmed, found.reopened) == ({}, ())


def test_a_reversal_that_arrives_later_reopens_the_group_it_concerns(table) -> None:
    lines = _settled(table(JULY, AUGUST, TAKEN_BACK), 3, 7, None)
    claims = _settled(table(JULY, AUGUST), 3, 7)
    found = match_on(lines, claims, PASSES)
    assert found.reopened == (Reopened(7, (1,), (1,)),)
    assert list(found.confirmed) == [3]
    assert found.matching.lines["outcome"].tolist() == ["settled", "open", "open"]


def test_a_correction_that_agrees_is_one_new_group(table) -> None:
    lines = _settled(table(AUGUST, TAKEN_BACK, HALF, HALF), 7, None, None, None)
    claims = _settled(table(AUGUST), 7)
    found = match_on(lines, claims, PASSES)
    assert found.reopened == (Reopened(7, (0,), (0,)),)
    assert found.matching.groups[["line_count", "line_sum"]].to_numpy().tolist() == [[4, 100]]


@pytest.mark.parametrize("late", [(None, None), ("2026-08-31", "2026-08-03")])
def test_a_row_without_a_date_reopens_a_group_whose_days_are_not_all_known(table, late) -> None:
    half = ("p", "u", "4", "2026-08-03", None, 100)
    lines = _settled(table(JULY, half, ("p", "u", "4", *late, 50)), 3, 7, None)
    claims = _settled(table(JULY, AUGUST), 3, 7)
    found = match_on(lines, claims, PASSES)
    assert found.reopened == (Reopened(7, (1,), (1,)),)
    assert list(found.confirmed) == [3]


def test_a_payment_that_comes_once_more_reopens_nothing(table) -> None:
    parts = [("p", "u", "4", "2026-08-03", "2026-08-31", 60), (*AUGUST[:5], 40)]
    lines = _settled(table(AUGUST, AUGUST), 7, None)
    found = match_on(lines, _settled(table(*parts), 7, 7), PASSES)
    assert found.reopened == ()
    assert found.matching.lines["reason"].tolist() == ["no_counterpart"]
    at_once = match(table(AUGUST, AUGUST), table(*parts), PASSES)
    assert set(at_once.lines["reason"]) == {"sums_differ"}


def test_undoing_one_group_frees_its_rows_and_looks_at_no_other(table) -> None:
    lines = _settled(table(JULY, AUGUST), 3, None)
    claims = _settled(table(JULY, AUGUST), 3, None)
    found = match_on(lines, claims, PASSES)
    assert found.reopened == ()
    assert found.matching.lines["row_id"].tolist() == [1]


def test_a_reversal_for_another_benefit_reopens_nothing(table) -> None:
    lines = _settled(table(AUGUST, ("p", "u", "A", "2026-08-03", "2026-08-31", -100)), 7, None)
    found = match_on(lines, _settled(table(AUGUST), 7), PASSES)
    assert found.reopened == ()
    assert found.matching.claims.empty


def test_with_everything_new_a_group_grown_too_large_is_reopened_too(table) -> None:
    parts = [("p", "u", "4", "2026-08-03", "2026-08-14", 50)] * 2
    lines = _settled(table(*parts, HALF), 7, 7, None)
    claims = _settled(table(("p", "u", "4", "2026-08-03", "2026-08-14", 100)), 7)
    assert match_on(lines, claims, PASSES).reopened == ()
    again = match_on(lines, claims, PASSES, reopening=Reopening.EVERYTHING_NEW)
    assert [each.group for each in again.reopened] == [7]


def test_a_frame_that_does_not_say_what_is_settled_is_refused(table) -> None:
    with pytest.raises(TypeError, match="claims: the column settled_in is missing"):
        match_on(_settled(table(AUGUST), None), table(AUGUST), PASSES)
