"""One line and one claim that are equal in everything."""

from __future__ import annotations

import pytest

from rutine.matching import Method, Pass, match

PASSES = (Pass("exact", Method.EXACT), Pass("group_sum", Method.GROUP_SUM))
EXACT = PASSES[:1]
AUGUST = ("p", "u", "4", "2026-08-17", "2026-08-31")


def _outcomes(frame) -> list[str]:
    return frame["outcome"].tolist()


def test_a_line_and_a_claim_equal_in_everything_settle(table) -> None:
    found = match(table((*AUGUST, 100)), table((*AUGUST, 100)), EXACT)
    assert found.groups.to_dict("records") == [
        {
            "group": 0,
            "pass_name": "exact",
            "line_count": 1,
            "claim_count": 1,
            "line_sum": 100,
            "claim_sum": 100,
        }
    ]
    assert found.lines["reason"].tolist() == ["exact"]


@pytest.mark.parametrize(
    "claim",
    [
        ("q", "u", "4", "2026-08-17", "2026-08-31", 100),
        ("p", "v", "4", "2026-08-17", "2026-08-31", 100),
        ("p", "u", "9", "2026-08-17", "2026-08-31", 100),
        ("p", "u", "4", "2026-08-18", "2026-08-31", 100),
        ("p", "u", "4", "2026-08-17", "2026-08-30", 100),
        ("p", "u", "4", "2026-08-17", "2026-08-31", 101),
    ],
    ids=["person", "unit", "benefit", "first", "last", "amount"],
)
def test_each_field_is_a_gate(table, claim) -> None:
    found = match(table((*AUGUST, 100)), table(claim), EXACT)
    assert found.groups.empty


def test_two_equal_lines_pair_with_two_equal_claims_first_with_first(table) -> None:
    lines = table((*AUGUST, 100), (*AUGUST, 100), ids=[7, 3])
    claims = table((*AUGUST, 100), (*AUGUST, 100), ids=[20, 10])
    found = match(lines, claims, PASSES)
    assert found.lines.set_index("row_id")["group"].to_dict() == {3: 0, 7: 1}
    assert found.claims.set_index("row_id")["group"].to_dict() == {10: 0, 20: 1}


def test_a_payment_made_twice_settles_the_claim_once_and_leaves_the_second_line_open(
    table,
) -> None:
    found = match(table((*AUGUST, 100), (*AUGUST, 100)), table((*AUGUST, 100)), PASSES)
    assert _outcomes(found.lines) == ["settled", "open"]
    assert found.lines["reason"].tolist() == ["exact", "no_counterpart"]
    assert found.lines["component"].tolist() == [0, 1]


def test_a_claim_is_not_settled_by_a_payment_that_was_taken_back(table) -> None:
    lines = table((*AUGUST, 100), (*AUGUST, -100))
    found = match(lines, table((*AUGUST, 100)), PASSES)
    assert found.groups.empty
    assert set(found.lines["reason"]) == {"reversal_in_component"}
    assert set(found.claims["reason"]) == {"reversal_in_component"}


def test_a_reversal_of_part_of_the_period_stops_the_pair_too(table) -> None:
    lines = table((*AUGUST, 100), ("p", "u", "4", "2026-08-31", "2026-08-31", -10))
    assert match(lines, table((*AUGUST, 100)), PASSES).groups.empty


def test_a_negative_line_without_period_stops_every_pair_of_its_key(table) -> None:
    july = ("p", "u", "4", "2026-07-01", "2026-07-31", 100)
    lines = table((*AUGUST, 100), july, ("p", "u", "4", None, None, -100))
    found = match(lines, table((*AUGUST, 100), july), PASSES)
    assert found.groups.empty
    assert found.claims["reason"].tolist() == ["reversal_without_period"] * 2


def test_a_negative_line_with_half_a_period_may_reach_other_months(table) -> None:
    july = ("p", "u", "4", "2026-07-01", "2026-07-31", 100)
    lines = table((*AUGUST, 100), july, ("p", "u", "4", "2026-07-20", None, -100))
    assert match(lines, table((*AUGUST, 100), july), PASSES).groups.empty


def test_a_reversal_for_another_unit_or_benefit_stops_nothing(table) -> None:
    lines = table(
        (*AUGUST, 100),
        ("p", "v", "4", "2026-08-17", "2026-08-31", -100),
        ("p", "u", "A", "2026-08-17", "2026-08-31", -100),
    )
    found = match(lines, table((*AUGUST, 100)), PASSES)
    assert _outcomes(found.lines) == ["settled", "open", "open"]


def test_a_positive_line_without_period_does_not_stop_a_pair_with_full_evidence(table) -> None:
    lines = table((*AUGUST, 100), ("p", "u", "4", None, None, 100))
    found = match(lines, table((*AUGUST, 100)), PASSES)
    assert _outcomes(found.lines) == ["settled", "open"]
    assert found.lines["reason"].tolist() == ["exact", "missing_period"]


def test_rows_without_dates_never_pair_however_equal(table) -> None:
    nowhen = ("p", "u", "4", None, None, 100)
    found = match(table(nowhen), table(nowhen), PASSES)
    assert found.groups.empty
    assert found.lines["reason"].tolist() == ["missing_period"]


def test_zero_is_no_evidence(table) -> None:
    found = match(table((*AUGUST, 0)), table((*AUGUST, 0)), PASSES)
    assert found.groups.empty
    assert found.lines["reason"].tolist() == ["nets_to_zero"]


def test_a_row_without_a_person_belongs_with_nothing(table) -> None:
    nobody = ("", "u", "4", "2026-08-17", "2026-08-31", 100)
    found = match(table(nobody, nobody), table(nobody), PASSES)
    assert found.groups.empty
    assert set(found.lines["reason"]) == {"no_identity"}
    assert found.lines["component"].nunique() == 2


def test_a_benefit_that_no_pass_takes_is_left_alone(table) -> None:
    passes = [Pass("exact", Method.EXACT, benefits=frozenset("9"))]
    found = match(table((*AUGUST, 100)), table((*AUGUST, 100)), passes)
    assert found.lines["reason"].tolist() == ["benefit_never_settles"]


def test_a_reversed_period_is_open_with_its_reason(table) -> None:
    turned = ("p", "u", "4", "2026-08-31", "2026-08-17", 100)
    found = match(table(turned), table(turned), PASSES)
    assert found.groups.empty
    assert found.lines["reason"].tolist() == ["period_reversed"]


def test_nothing_on_either_side_gives_nothing(table) -> None:
    found = match(table(), table(), PASSES)
    assert found.groups.empty
    assert found.lines.empty
    assert found.claims.empty


def test_without_passes_everything_is_open(table) -> None:
    found = match(table((*AUGUST, 100)), table((*AUGUST, 100)), [])
    assert _outcomes(found.lines) == ["open"]
    assert found.lines["reason"].tolist() == ["benefit_never_settles"]


def test_twenty_thousand_equal_rows_pair_without_being_multiplied(table) -> None:
    lines, claims = table(*[(*AUGUST, 100)] * 20_000), table(*[(*AUGUST, 100)] * 19_990)
    found = match(lines, claims, PASSES)
    assert len(found.groups) == 19_990
    assert (found.lines["outcome"] == "open").sum() == 10
