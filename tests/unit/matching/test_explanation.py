"""What a reviewer is told of an open row: who might belong to it, and what speaks against."""

from __future__ import annotations

import pytest

from rutine.matching import Method, Pass, match
from rutine.matching.explanation import Gate, explain

PASSES = (Pass("exact", Method.EXACT), Pass("group_sum", Method.GROUP_SUM))
AUGUST = ("2026-08-03", "2026-08-31")


@pytest.mark.parametrize(
    ("claim", "failed"),
    [
        (("p", "v", "4", *AUGUST, 100), Gate.UNIT),
        (("p", "u", "9", *AUGUST, 100), Gate.BENEFIT),
        (("p", "u", "4", "2026-09-01", "2026-09-30", 100), Gate.OVERLAP),
        (("p", "u", "4", None, None, 100), Gate.OVERLAP),
        (("p", "u", "4", "2026-08-17", "2026-08-31", 90), Gate.DAYS),
        (("p", "u", "4", *AUGUST, 90), Gate.AMOUNT),
    ],
    ids=str,
)
def test_the_first_gate_a_candidate_failed_is_named(table, claim, failed) -> None:
    lines, claims = table(("p", "u", "4", *AUGUST, 100)), table(claim)
    found = match(lines, claims, PASSES)
    (told,) = explain(lines, claims, found, side="line", row_ids=[0])
    assert (told.outcome, told.candidates[0].failed) == ("open", failed)
    assert told.candidates[0].passed == tuple(Gate)[: tuple(Gate).index(failed)]


def test_a_claim_that_is_settled_already_is_no_longer_free(table) -> None:
    line = ("p", "u", "4", *AUGUST, 100)
    lines, claims = table(line, line), table(line)
    found = match(lines, claims, PASSES)
    (told,) = explain(lines, claims, found, side="line", row_ids=[1])
    assert [(each.row_id, each.failed) for each in told.candidates] == [(0, Gate.FREE)]


def test_what_passes_every_gate_is_stopped_by_what_lies_beside_it(table) -> None:
    line = ("p", "u", "4", *AUGUST, 100)
    lines = table(line, ("p", "u", "4", *AUGUST, -100))
    found = match(lines, table(line), PASSES)
    (told,) = explain(lines, table(line), found, side="line", row_ids=[0])
    assert told.reason == "reversal_in_component"
    assert told.candidates[0].failed is None


def test_the_nearest_come_first_and_nobody_elses_rows_are_shown(table) -> None:
    lines = table(("p", "u", "4", *AUGUST, 100))
    claims = table(
        ("q", "u", "4", *AUGUST, 100),
        ("p", "v", "9", "2026-01-01", "2026-01-31", 5),
        ("p", "u", "4", *AUGUST, 90),
        ("p", "u", "4", "2026-07-01", "2026-07-31", 100),
        ids=[9, 8, 7, 6],
    )
    found = match(lines, claims, PASSES)
    (told,) = explain(lines, claims, found, side="line", row_ids=[0], most=2)
    assert [each.row_id for each in told.candidates] == [7, 6]


def test_a_row_without_a_person_has_no_candidates(table) -> None:
    nobody = table(("", "u", "4", *AUGUST, 100))
    (told,) = explain(nobody, nobody, match(nobody, nobody, PASSES), side="claim", row_ids=[0])
    assert told.candidates == ()
