"""Every row ends in a settlement, a case or among the claims to wait for."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from rutine.core.differences import RowRef, Side
from rutine.core.errors import InputError
from rutine.matching import Decision, Method, Pass, match
from rutine.matching.gates import Tolerance
from rutine.refunds.ageing import AgeLimits
from rutine.refunds.balance import OutOfBalance
from rutine.refunds.reconciliation import reconcile

ORDINARY = frozenset("1234679YZ")
PASSES = (
    Pass("exact", Method.EXACT, benefits=ORDINARY),
    Pass("group_sum", Method.GROUP_SUM, benefits=ORDINARY),
)
DAYS_21 = 21 * 143_100
SEPTEMBER = {"first": date(2026, 9, 1), "last": date(2026, 9, 30), "amount": 22 * 143_100}


@pytest.fixture
def run(orgnrs):
    def reconciled(lines, claims, **other):
        given = {
            "match": partial(match, passes=PASSES),
            "employer": orgnrs[0],
            "sub_units": orgnrs,
            "as_of": date(2026, 10, 1),
            "limits": AgeLimits(),
        }
        return reconcile(lines, claims, **(given | other))

    return reconciled


def test_a_claim_paid_as_claimed_is_settled(run, lines, claims, orgnrs, persons) -> None:
    found = run(lines({}), claims({}))
    (settlement,) = found.settlements
    assert settlement.pass_name == "exact"
    assert settlement.person.reveal() == persons[0]
    assert settlement.sub_unit == orgnrs[1]
    assert settlement.reason == "D01"
    assert (settlement.claimed, settlement.paid, settlement.difference) == (DAYS_21, DAYS_21, 0)
    assert settlement.claim_ids == ("K1",)
    assert settlement.rows == (
        RowRef(side=Side.LINE, sha256="a" * 64, row=1),
        RowRef(side=Side.CLAIM, sha256="b" * 64, row=1),
    )
    assert not found.differences
    assert not found.carried


def test_a_pass_that_settles_within_rounding_says_so(run, lines, claims) -> None:
    rounded = Pass(
        "rounded", Method.GROUP_SUM, benefits=ORDINARY, tolerance=Tolerance(ore_per_day=50)
    )
    found = run(
        lines({"amount": DAYS_21 - 900}, SEPTEMBER),
        claims({}, SEPTEMBER),
        match=partial(match, passes=(*PASSES[:1], rounded)),
    )
    assert [(each.pass_name, each.reason, each.difference) for each in found.settlements] == [
        ("rounded", "D02", 900),
        ("exact", "D01", 0),
    ]


def test_a_difference_is_one_case_with_the_rows_of_both_sides(run, lines, claims) -> None:
    found = run(lines({"amount": 20 * 143_100}), claims({}))
    (case,) = found.differences
    assert (case.reason, case.claimed, case.paid) == ("D00", DAYS_21, 20 * 143_100)
    assert [row.side for row in case.rows] == [Side.LINE, Side.CLAIM]
    assert case.employee_number == "10001"
    assert case.name == "Lind, Kari"
    assert case.suggestion is None


def test_a_young_claim_without_payment_is_carried(run, lines, claims) -> None:
    found = run(lines(), claims({"sent": date(2026, 9, 2)}))
    (carried,) = found.carried
    assert carried.claim_id == "K1"
    assert not carried.is_late
    assert not found.differences


def test_an_old_claim_without_payment_is_a_case(run, lines, claims) -> None:
    found = run(lines(), claims({"sent": date(2026, 6, 1)}, SEPTEMBER))
    assert [case.reason for case in found.differences] == ["D14"]
    assert [claim.claim_id for claim in found.carried] == ["K2"]


def test_only_the_old_claims_of_overlapping_ones_become_the_case(run, lines, claims) -> None:
    found = run(lines(), claims({"sent": date(2026, 5, 1)}, {"sent": date(2026, 9, 20)}))
    assert found.differences[0].rows == (RowRef(side=Side.CLAIM, sha256="b" * 64, row=1),)
    assert [claim.claim_id for claim in found.carried] == ["K2"]


def test_a_claim_that_payroll_has_settled_takes_no_part(run, lines, claims) -> None:
    found = run(lines(), claims({"settled": DAYS_21, "sent": date(2025, 1, 1)}))
    assert found.settled_before == (RowRef(side=Side.CLAIM, sha256="b" * 64, row=1),)
    assert not found.differences
    assert not found.carried
    assert found.balance.claims.settled_before.rows == 1


@pytest.mark.parametrize(("amount", "settled"), [(100, 150), (-100, -150), (0, 0)])
def test_a_claim_with_nothing_left_takes_no_part(run, lines, claims, amount, settled) -> None:
    found = run(lines(), claims({"amount": amount, "settled": settled}))
    assert len(found.settled_before) == 1
    assert not found.carried


def test_what_is_left_of_a_partly_settled_claim_is_matched(run, lines, claims) -> None:
    found = run(lines({"amount": 143_100}), claims({"settled": 20 * 143_100}))
    assert [settlement.paid for settlement in found.settlements] == [143_100]


def test_rows_settled_by_earlier_runs_take_no_part(run, lines, claims) -> None:
    found = run(
        lines({}, SEPTEMBER),
        claims({}, SEPTEMBER),
        settled_lines={("a" * 64, 1)},
        settled_claims={"K1"},
    )
    assert [settlement.claim_ids for settlement in found.settlements] == [("K2",)]
    assert found.balance.lines.settled_before.rows == 1


def test_running_again_on_settled_rows_changes_nothing(run, lines, claims) -> None:
    first = run(lines({}), claims({}))
    rows = first.settlements[0].rows
    again = run(
        lines({}),
        claims({}),
        settled_lines={(row.sha256, row.row) for row in rows if row.side is Side.LINE},
        settled_claims=first.settlements[0].claim_ids,
    )
    assert not again.settlements
    assert not again.differences
    assert len(again.settled_before) == 2


def test_the_balance_counts_every_row_once(run, lines, claims) -> None:
    found = run(
        lines({}, {"amount": 5}, {"benefit": "H", "amount": -7}),
        claims({}, SEPTEMBER, {"settled": DAYS_21}),
    )
    assert found.balance.lines.received.rows == 3
    assert found.balance.claims.carried.rows == 1
    assert found.balance.lines.received.ore == DAYS_21 - 2


def test_a_matching_that_loses_a_row_is_found_out(run, lines, claims) -> None:
    def forgetful(left, right):
        matched = match(left, right, PASSES)
        return type(matched)(matched.groups, matched.lines.iloc[1:], matched.claims)

    with pytest.raises(OutOfBalance, match="lines: rows in and rows out differ"):
        run(lines({"amount": 1}, SEPTEMBER), claims({}), match=forgetful)


def test_holiday_pay_is_never_settled_even_when_it_agrees(run, lines, claims) -> None:
    found = run(lines({"benefit": "H"}), claims({"benefit": "H"}))
    assert not found.settlements
    assert [case.reason for case in found.differences] == ["D35"]


def test_a_suggested_group_is_a_case_with_that_suggestion(run, lines, claims) -> None:
    suggest = [Pass("near", Method.GROUP_SUM, Decision.SUGGEST)]
    found = run(lines({}), claims({}), match=partial(match, passes=suggest))
    assert not found.settlements
    assert [case.suggestion for case in found.differences] == ["settle_as_claimed"]


def test_an_invalid_person_never_settles(run, lines, claims) -> None:
    found = run(lines({"person": "00000000000"}), claims({"person": "00000000000"}))
    assert not found.settlements
    assert [case.person for case in found.differences] == [None]


def test_rows_of_another_employer_are_refused(run, lines, claims, orgnrs) -> None:
    with pytest.raises(InputError) as refused:
        run(lines({}), claims({"employer": orgnrs[3].reveal()}))
    assert refused.value.code == "other_employer"


def test_a_claim_id_on_two_rows_is_refused_with_its_rows(run, lines, claims) -> None:
    with pytest.raises(InputError, match="among them 1, 2") as refused:
        run(lines(), claims({"claim_id": "K7"}, {"claim_id": "K7"}))
    assert refused.value.code == "claim_id_repeated"


def test_the_same_file_row_twice_is_a_fault_of_the_program(run, lines, claims) -> None:
    with pytest.raises(ValueError, match="comes twice"):
        run(lines({"row": 1}, {"row": 1}), claims())


def test_ties_fall_by_claim_id_and_not_by_the_order_of_the_file(run, lines, claims) -> None:
    found = run(lines({}), claims({"claim_id": "K9"}, {"claim_id": "K2"}))
    assert found.settlements[0].claim_ids == ("K2",)


def test_nothing_in_gives_nothing_out(run, lines, claims) -> None:
    found = run(lines(), claims())
    assert (found.settlements, found.differences, found.carried) == ((), (), ())
    assert found.balance.lines.received.rows == 0
