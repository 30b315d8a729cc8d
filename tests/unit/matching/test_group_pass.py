"""Whole components of overlapping periods whose sums agree."""

from __future__ import annotations

import pytest

from rutine.matching import Decision, Method, Pass, match

PASSES = (Pass("exact", Method.EXACT), Pass("group_sum", Method.GROUP_SUM))


def _line(first: str | None, last: str | None, amount: int):
    return ("p", "u", "4", first and f"2026-08-{first}", last and f"2026-08-{last}", amount)


def test_a_claim_paid_in_two_parts_settles_as_one_group(table) -> None:
    lines = table(_line("01", "15", 60), _line("16", "31", 40))
    found = match(lines, table(_line("01", "31", 100)), PASSES)
    assert found.groups["pass_name"].tolist() == ["group_sum"]
    assert found.lines["group"].tolist() == [0, 0]
    assert found.claims["reason"].tolist() == ["group_sum"]


def test_two_claims_paid_in_one_line_settle_as_one_group(table) -> None:
    claims = table(_line("01", "31", 60), _line("01", "31", 40))
    found = match(table(_line("01", "31", 100)), claims, PASSES)
    assert found.groups[["line_count", "claim_count"]].to_numpy().tolist() == [[1, 2]]


def test_a_reversal_and_a_new_payment_settle_when_the_whole_agrees(table) -> None:
    lines = table(_line("01", "31", 100), _line("01", "31", -100), _line("01", "31", 80))
    found = match(lines, table(_line("01", "31", 80)), PASSES)
    assert found.groups["line_count"].tolist() == [3]


def test_nothing_is_left_out_to_make_a_sum_fit(table) -> None:
    lines = table(_line("01", "15", 60), _line("16", "31", 40), _line("31", "31", 5))
    found = match(lines, table(_line("01", "31", 100)), PASSES)
    assert found.groups.empty
    assert set(found.lines["reason"]) == {"sums_differ"}


def test_periods_that_only_touch_at_midnight_are_apart(table) -> None:
    lines = table(_line("01", "15", 60), _line("16", "31", 40))
    found = match(lines, table(_line("01", "15", 100)), PASSES)
    assert found.groups.empty
    assert found.lines["reason"].tolist() == ["sums_differ", "no_counterpart"]


def test_components_are_connected_through_both_sides(table) -> None:
    lines = table(_line("01", "10", 50), _line("12", "20", 50))
    claims = table(_line("01", "14", 30), _line("15", "20", 70))
    found = match(lines, claims, PASSES)
    assert found.groups["line_sum"].tolist() == [100]


def test_an_exact_pair_is_settled_and_the_rest_is_looked_at_alone(table) -> None:
    lines = table(_line("01", "10", 50), _line("10", "15", 20), _line("16", "20", 30))
    claims = table(_line("01", "10", 50), _line("10", "20", 50))
    found = match(lines, claims, PASSES)
    assert found.groups["pass_name"].tolist() == ["exact", "group_sum"]


def test_a_payment_and_its_reversal_without_a_claim_stay_open(table) -> None:
    found = match(table(_line("01", "31", 100), _line("01", "31", -100)), table(), PASSES)
    assert set(found.lines["reason"]) == {"nets_to_zero"}


def test_two_sides_that_are_both_zero_do_not_prove_that_they_belong_together(table) -> None:
    lines = table(_line("01", "31", 100), _line("01", "31", -100))
    claims = table(_line("01", "31", 70), _line("01", "31", -70))
    found = match(lines, claims, PASSES)
    assert found.groups.empty
    assert set(found.claims["reason"]) == {"nets_to_zero"}


def test_a_dateless_line_stops_sums_that_leave_days_unaccounted_for(table) -> None:
    lines = table(_line("03", "14", 60), _line("18", "31", 40), _line(None, None, 40))
    found = match(lines, table(_line("03", "31", 100)), PASSES)
    assert found.groups.empty
    assert found.claims["reason"].tolist() == ["missing_period_beside"]


def test_a_dateless_line_does_not_stop_sums_that_account_for_every_day(table) -> None:
    lines = table(_line("01", "15", 60), _line("16", "31", 40), _line(None, None, 40))
    found = match(lines, table(_line("01", "31", 100)), PASSES)
    assert found.lines["outcome"].tolist() == ["settled", "settled", "open"]


def test_a_dateless_reversal_stops_sums_even_then(table) -> None:
    lines = table(_line("01", "15", 60), _line("16", "31", 40), _line(None, None, -40))
    assert match(lines, table(_line("01", "31", 100)), PASSES).groups.empty


def test_a_dateless_line_is_not_settled_by_amount_alone(table) -> None:
    found = match(table(_line(None, None, 100)), table(_line("01", "31", 100)), PASSES)
    assert found.groups.empty


def test_a_dateless_line_lies_in_the_only_component_of_its_key(table) -> None:
    found = match(table(_line(None, None, 90)), table(_line("01", "31", 100)), PASSES)
    assert found.lines["component"].tolist() == found.claims["component"].tolist()
    two = table(_line("01", "10", 100), _line("20", "31", 100))
    found = match(table(_line(None, None, 90)), two, PASSES)
    assert not set(found.lines["component"]) & set(found.claims["component"])


@pytest.mark.parametrize(("first", "last"), [("04", None), (None, "28")])
def test_a_line_with_one_date_settles_when_that_date_agrees(table, first, last) -> None:
    found = match(table(_line(first, last, 100)), table(_line("04", "28", 100)), PASSES)
    assert found.groups["pass_name"].tolist() == ["group_sum"]


@pytest.mark.parametrize(("first", "last"), [("12", None), (None, "12")])
def test_a_line_with_one_date_that_differs_stays_open(table, first, last) -> None:
    found = match(table(_line(first, last, 100)), table(_line("04", "28", 100)), PASSES)
    assert found.groups.empty
    assert found.lines["reason"].tolist() == ["ends_differ"]


def test_equal_sums_over_other_days_are_a_coincidence(table) -> None:
    found = match(table(_line("05", "28", 100)), table(_line("03", "31", 100)), PASSES)
    assert found.groups.empty
    assert found.claims["reason"].tolist() == ["ends_differ"]


@pytest.mark.parametrize(("first", "last"), [("01", "30"), ("03", "28"), ("02", "29")])
def test_weekends_at_the_ends_do_not_count(table, first, last) -> None:
    """1-2 and 29-30 August 2026 are weekends; 3-28 are whole weeks between them."""
    found = match(table(_line(first, last, 100)), table(_line("03", "28", 100)), PASSES)
    assert len(found.groups) == 1


def test_a_reversal_of_the_last_days_may_leave_a_longer_period_behind(table) -> None:
    lines = table(_line("03", "28", 100), _line("20", "28", -30))
    assert len(match(lines, table(_line("03", "19", 70)), PASSES).groups) == 1


def test_a_line_with_one_date_outside_the_claim_is_not_its_payment(table) -> None:
    found = match(table(_line("20", None, 100)), table(_line("01", "15", 100)), PASSES)
    assert found.groups.empty


def test_a_half_dated_reversal_is_not_settled_since_its_days_are_not_known(table) -> None:
    lines = [_line("01", "15", 100), _line("03", None, -20)]
    found = match(table(*lines), table(_line("01", "15", 80)), PASSES)
    assert set(found.claims["reason"]) == {"days_differ"}
    later = _line("20", "31", 50)
    found = match(table(*lines, later), table(_line("01", "15", 80), later), PASSES)
    assert found.groups.empty
    assert set(found.claims["reason"]) == {"reversal_without_period"}


def test_what_was_taken_back_is_not_what_a_claim_for_those_days_gets(table) -> None:
    """3-28 August paid, 3-14 taken back: 17-28 remain, but 3-14 was claimed."""
    lines = table(_line("03", "28", 2_862_000), _line("03", "14", -1_431_000))
    found = match(lines, table(_line("03", "14", 1_431_000)), PASSES)
    assert set(found.claims["reason"]) == {"days_differ"}
    found = match(lines, table(_line("17", "28", 1_431_000)), PASSES)
    assert found.lines["outcome"].tolist() == ["settled", "settled"]


@pytest.mark.parametrize("off", [1, 50_000])
def test_equal_periods_with_other_amounts_are_not_believed_for_their_sum(table, off) -> None:
    claims = table(_line("01", "20", 100_000), _line("15", "31", 100_000))
    lines = table(_line("01", "20", 100_000 + off), _line("15", "31", 100_000 - off))
    found = match(lines, claims, PASSES)
    assert found.groups.empty
    assert set(found.claims["reason"]) == {"days_differ"}


def test_a_line_of_nothing_does_not_hide_that_days_differ(table) -> None:
    lines = table(_line("03", "07", 500), _line("03", "28", 0))
    found = match(lines, table(_line("03", "28", 500)), PASSES)
    assert set(found.claims["reason"]) == {"ends_differ"}


def test_a_pass_may_suggest_instead_of_settling(table) -> None:
    passes = [Pass("sum", Method.GROUP_SUM, Decision.SUGGEST)]
    found = match(table(_line("01", "31", 100)), table(_line("03", "31", 100)), passes)
    assert found.lines["outcome"].tolist() == ["suggested"]
    assert found.lines["group"].tolist() == [0]


def test_groups_are_numbered_by_their_first_line(table) -> None:
    lines = table(
        ("p", "u", "4", "2026-08-01", "2026-08-31", 100),
        ("q", "u", "4", "2026-08-01", "2026-08-15", 60),
        ("q", "u", "4", "2026-08-16", "2026-08-31", 40),
        ("r", "u", "4", "2026-08-01", "2026-08-31", 100),
        ids=[30, 10, 11, 20],
    )
    claims = table(*[(person, "u", "4", "2026-08-01", "2026-08-31", 100) for person in "pqr"])
    found = match(lines, claims, PASSES)
    assert found.lines.set_index("row_id")["group"].to_dict() == {10: 0, 11: 0, 20: 1, 30: 2}
