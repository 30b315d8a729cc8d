"""What an ambiguous row could belong to, and what would tell the alternatives apart."""

from __future__ import annotations

import pytest

from rutine.matching import Decision, Method, Pass, match
from rutine.matching.alternatives import Alternative, find_alternatives
from rutine.matching.explanation import Gate
from rutine.matching.gates import Identity, Likeness, Tolerance

SUGGEST = Decision.SUGGEST
WEEK = ("2026-08-03", "2026-08-07")
NETTING = Pass("netting", Method.NETTING)
EXACT = Pass("exact", Method.EXACT)
ROUNDED = Pass("rounded", Method.UNIQUE, tolerance=Tolerance(50, 50))
SEARCH = Pass("search", Method.JOINT_SEARCH)
ELSEWHERE = Pass("elsewhere", Method.UNIQUE, SUGGEST, unit=Likeness.OTHER)
NEAR = Pass("near", Method.UNIQUE, SUGGEST, identity=Identity.NEAR)


def _row(amount=1000, days=WEEK, *, person="p", unit="u"):
    return (person, unit, "4", *days, amount)


def _told(lines, claims, *passes, side="line", row_id=0, most=5):
    found = match(lines, claims, passes)
    told = find_alternatives(lines, claims, found, passes, side=side, row_ids=[row_id], most=most)
    return told[0] if told else None


def test_a_line_with_two_claims_shows_both_and_what_they_differ_in(table) -> None:
    lines, claims = table(_row()), table(_row(1010), _row(1020))
    told = _told(lines, claims, EXACT, ROUNDED)
    assert told.pass_name == "rounded"
    assert told.alternatives == (Alternative((0,), (0,)), Alternative((0,), (1,)))
    assert told.told_apart_by == (Gate.AMOUNT,)


def test_a_row_whose_only_candidate_has_another_shows_its_rival(table) -> None:
    lines, claims = table(_row(), _row(1020)), table(_row(1010))
    told = _told(lines, claims, ROUNDED, row_id=1)
    assert told.alternatives == (Alternative((0,), (0,)), Alternative((1,), (0,)))
    assert told.told_apart_by == (Gate.AMOUNT,)


def test_alternatives_on_other_units_are_told_apart_by_the_unit(table) -> None:
    lines, claims = table(_row()), table(_row(unit="v"), _row(unit="w"))
    assert _told(lines, claims, EXACT, ELSEWHERE).told_apart_by == (Gate.UNIT,)


def test_nothing_in_the_rows_tells_equal_rows_apart(table) -> None:
    lines, claims = table(_row()), table(_row(unit="v"), _row(unit="v"))
    told = _told(lines, claims, ELSEWHERE)
    assert len(told.alternatives) == 2
    assert told.told_apart_by == ()


def test_what_an_earlier_pass_took_is_no_alternative(table) -> None:
    lines = table(_row(), _row(1010))
    claims = table(_row(1010), _row(1020), _row(1030))
    told = _told(lines, claims, EXACT, ROUNDED)
    assert [each.claims for each in told.alternatives] == [(1,), (2,)]


def test_a_reversal_of_one_of_two_payments_shows_both(table) -> None:
    lines = table(_row(), _row(), _row(-1000))
    told = _told(lines, table(), NETTING, row_id=2)
    assert [each.lines for each in told.alternatives] == [(0, 2), (1, 2)]
    assert told.told_apart_by == ()


def test_two_ways_to_share_out_show_the_groups_they_differ_in(table) -> None:
    first, rest = ("2026-08-03", "2026-08-05"), ("2026-08-06", "2026-08-07")
    claims = table(_row(100, first), _row(100, WEEK), _row(200, rest))
    told = _told(table(_row(300)), claims, SEARCH)
    assert [each.claims for each in told.alternatives] == [(0, 2), (1, 2)]
    assert told.told_apart_by == (Gate.DAYS,)


def test_persons_nearly_the_same_are_told_apart_by_the_person(table) -> None:
    lines = table(_row(person="01818112345"))
    claims = table(_row(person="01818112346"), _row(person="01818112354"), _row(person="q"))
    told = _told(lines, claims, NEAR)
    assert told.alternatives == (Alternative((0,), (0,)), Alternative((0,), (1,)))
    assert told.told_apart_by == (Gate.IDENTITY,)


def test_no_more_are_shown_than_asked_for(table) -> None:
    claims = table(*(_row(1000 + n) for n in range(1, 9)))
    assert len(_told(table(_row()), claims, ROUNDED, most=3).alternatives) == 3


@pytest.mark.parametrize("claim", [_row(), _row(5)])
def test_a_row_that_is_not_ambiguous_has_none(table, claim) -> None:
    assert _told(table(_row()), table(claim), EXACT, ROUNDED) is None


def test_a_person_with_too_many_rows_is_not_explained(table) -> None:
    claims = table(*[_row(1010)] * 250)
    assert _told(table(_row()), claims, ROUNDED) is None
