"""A reason is given only when its evidence is there."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from rutine.core.differences import Action
from rutine.core.reasons import REASONS
from rutine.matching import Method, Pass, match
from rutine.refunds.ageing import AgeLimits
from rutine.refunds.answers import permitted, suggestion
from rutine.refunds.reconciliation import reconcile

PASSES = (
    Pass("exact", Method.EXACT, benefits=frozenset("1234679YZ")),
    Pass("group_sum", Method.GROUP_SUM, benefits=frozenset("1234679YZ")),
)
FULL = 21 * 143_100
JULY = {"first": date(2026, 7, 1), "last": date(2026, 7, 31)}


@pytest.fixture
def cases(orgnrs):
    def found(lines, claims, **other):
        given = {
            "match": partial(match, passes=PASSES),
            "employer": orgnrs[0],
            "sub_units": orgnrs[:3],
            "as_of": date(2026, 10, 1),
            "limits": AgeLimits(),
        }
        return reconcile(lines, claims, **(given | other)).differences

    return found


def _evidence(case) -> dict[str, tuple[str | None, str | None]]:
    return {each.field: (each.left, each.right) for each in case.evidence}


@pytest.mark.parametrize("code", list("EFGHIJKM"))
def test_holiday_pay_has_its_own_reason(cases, lines, claims, code) -> None:
    assert cases(lines({"benefit": code}), claims({}))[0].reason == "D35"


@pytest.mark.parametrize("code", ["5", "8", "L", "X", "0"])
def test_unexpected_and_unknown_codes_go_to_a_person(cases, lines, claims, code) -> None:
    (case,) = cases(lines({"benefit": code}), claims())
    assert case.reason == "D42"
    assert case.suggestion is None


def test_code_a_is_a_recovery(cases, lines, claims) -> None:
    assert cases(lines({"benefit": "A", "amount": -500}), claims({}))[0].reason == "D28"


def test_a_minus_that_concerns_no_known_claim_is_a_recovery(cases, lines, claims) -> None:
    (case,) = cases(lines({"amount": -FULL} | JULY), claims({}))
    assert (case.reason, case.paid, case.suggestion) == ("D28", -FULL, Action.ACCEPT_PAID)


def test_a_minus_for_days_settled_before_is_a_correction(cases, lines, claims) -> None:
    (case,) = cases(lines({"amount": -143_100}), claims({}), settled_claims={"K1"})
    assert case.reason == "D27"
    assert _evidence(case)["settled_before"] == (str(FULL), None)


def test_minus_and_plus_together_are_a_correction(cases, lines, claims) -> None:
    (case,) = cases(lines({"amount": -FULL}, {"amount": 20 * 143_100}), claims())
    assert case.reason == "D27"


def test_what_agrees_after_a_correction_without_days_is_no_correction_left(
    cases, lines, claims
) -> None:
    back = {"first": None, "last": None, "amount": 100 - FULL}
    found = cases(lines({"amount": FULL - 100}, {"amount": FULL}, back), claims({}))
    assert "D27" not in [case.reason for case in found if case.claimed]


def test_a_payment_taken_back_leaves_the_claim_on_the_case(cases, lines, claims) -> None:
    (case,) = cases(lines({"amount": FULL}, {"amount": -FULL}), claims({}))
    assert (case.reason, case.claimed, case.paid) == ("D27", FULL, 0)
    assert len(case.rows) == 3


def test_a_person_without_any_claim(cases, lines, claims, persons) -> None:
    (case,) = cases(lines({"person": persons[1]}), claims({}))
    assert case.reason == "D25"
    assert case.employee_number is None
    assert case.name == "LIND KARI"


def test_a_known_person_without_a_claim_for_these_days(cases, lines, claims) -> None:
    (case,) = cases(lines(JULY), claims({}))
    assert case.reason == "D25"
    assert case.employee_number == "10001"


def test_a_claim_for_the_same_days_in_another_unit_hangs_on_the_case(
    cases, lines, claims, orgnrs
) -> None:
    (case,) = cases(lines({"sub_unit": orgnrs[2].reveal()}), claims({}))
    assert (case.reason, case.claimed, case.paid) == ("D22", FULL, FULL)
    assert case.sub_unit == orgnrs[2]
    assert _evidence(case)["sub_unit"] == (orgnrs[1].reveal(), orgnrs[2].reveal())


def test_a_claim_in_another_unit_hangs_on_one_case_only(cases, lines, claims, orgnrs) -> None:
    there = {"sub_unit": orgnrs[2].reveal()}
    half = {"last": date(2026, 8, 15)}
    rest = {"first": date(2026, 8, 16)}
    found = cases(lines(there | half, there | rest), claims({}))
    assert [case.reason for case in found] == ["D22", "D22"]
    assert sum(len(case.rows) for case in found) == 3


def test_a_claim_settled_in_its_own_unit_is_not_sought_in_another(
    cases, lines, claims, orgnrs
) -> None:
    (case,) = cases(lines({}, {"sub_unit": orgnrs[2].reveal()}), claims({}))
    assert case.reason == "D25"


def test_a_unit_that_is_not_the_employers(cases, lines, claims, orgnrs) -> None:
    assert cases(lines({"sub_unit": orgnrs[3].reveal()}), claims({}))[0].reason == "D23"


def test_a_payment_for_a_strange_unit_is_not_settled_however_well_it_agrees(
    cases, lines, claims, orgnrs
) -> None:
    there = {"sub_unit": orgnrs[3].reveal()}
    (case,) = cases(lines(there), claims(there))
    assert (case.reason, case.suggestion) == ("D23", Action.SETTLE_AS_CLAIMED)
    assert len(case.rows) == 2


def test_units_are_not_judged_when_they_are_not_known(cases, lines, claims, orgnrs) -> None:
    stranger = lines({"sub_unit": orgnrs[3].reveal()})
    assert cases(stranger, claims(), sub_units=())[0].reason == "D25"


@pytest.mark.parametrize(("paid", "claimed"), [("3", "4"), ("4", "3"), ("3", "7"), ("7", "3")])
def test_pregnancy_benefit_and_sickness_benefit_are_mixed_up(
    cases, lines, claims, paid, claimed
) -> None:
    (case,) = cases(lines({"benefit": paid}), claims({"benefit": claimed}))
    assert (case.reason, case.claimed, case.paid) == ("D34", FULL, FULL)
    assert _evidence(case)["benefit"] == (claimed, paid)
    assert len(case.rows) == 2


@pytest.mark.parametrize(
    ("paid", "claimed"), [("4", "7"), ("6", "3"), ("9", "4"), ("2", "3"), ("3", "Z"), ("3", "3")]
)
def test_other_benefits_are_not(cases, lines, claims, paid, claimed) -> None:
    found = cases(lines({"benefit": paid}), claims({"benefit": claimed}))
    assert "D34" not in {case.reason for case in found}


@pytest.mark.parametrize("other", [JULY, {"settled": FULL}, {"sub_unit": 2}])
def test_a_claim_for_other_days_or_units_or_one_settled_is_not_mixed_up(
    cases, lines, claims, orgnrs, other
) -> None:
    if "sub_unit" in other:
        other = {"sub_unit": orgnrs[other["sub_unit"]].reveal()}
    found = cases(lines({"benefit": "3"}), claims(other))
    assert "D34" not in {case.reason for case in found}


def test_a_mixed_up_claim_hangs_on_one_case_only(cases, lines, claims) -> None:
    half, rest = {"last": date(2026, 8, 15)}, {"first": date(2026, 8, 16)}
    found = cases(lines({"benefit": "3"} | half, {"benefit": "3"} | rest), claims({}))
    assert [case.reason for case in found] == ["D34", "D34"]
    assert sum(len(case.rows) for case in found) == 3


def test_more_than_claimed(cases, lines, claims) -> None:
    (case,) = cases(lines({"amount": FULL + 100}), claims({}))
    assert (case.reason, case.suggestion) == ("D43", None)  # payroll knows who is wrong


def test_the_second_of_two_equal_payments_is_paid_twice(cases, lines, claims) -> None:
    (case,) = cases(lines({}, {}), claims({}))
    assert (case.reason, case.claimed, case.paid) == ("D29", 0, FULL)
    assert _evidence(case)["settled_before"] == (str(FULL), str(FULL))


def test_less_than_claimed_is_not_explained_by_guessing(cases, lines, claims) -> None:
    (case,) = cases(lines({"amount": FULL // 2}), claims({}))
    assert (case.reason, case.suggestion) == ("D00", None)


def test_a_dateless_line_that_agrees_is_suggested_and_not_settled(cases, lines, claims) -> None:
    (case,) = cases(lines({"first": None, "last": None}), claims({}))
    assert (case.reason, case.suggestion) == ("D01", Action.SETTLE_AS_CLAIMED)
    assert len(case.rows) == 2


def test_what_lacks_its_days_and_makes_the_sums_agree_is_shown_and_not_settled(
    cases, lines, claims
) -> None:
    first, rest = FULL // 3, FULL - FULL // 3
    undated = {"first": None, "last": None, "amount": rest}
    found = cases(lines({"amount": first}, undated, JULY | {"amount": 1}), claims({}, JULY))
    case, other = sorted((e for e in found if e.reason == "D01"), key=lambda e: e.paid)
    assert (case.paid, case.suggestion, other.paid) == (first, None, rest)
    assert _evidence(case)["period_missing"] == (None, str(rest))


def test_a_dateless_line_beside_several_claims_is_not_explained(cases, lines, claims) -> None:
    found = cases(lines({"first": None, "last": None}), claims({}, JULY))
    assert [case.reason for case in found] == ["D00"]


def test_evidence_shows_each_field_from_both_sides(cases, lines, claims) -> None:
    short = {"first": date(2026, 8, 3), "last": date(2026, 8, 28), "amount": 20 * 143_100}
    (case,) = cases(lines(short), claims({"grade": 80}))
    assert _evidence(case) == {
        "first": ("2026-08-01", "2026-08-03"),
        "last": ("2026-08-31", "2026-08-28"),
        "days": ("21", "20"),
        "amount": (str(FULL), str(20 * 143_100)),
        "day_rate": ("143100", "143100"),
        "grade": ("80", None),
        "sent": ("2026-09-02", None),
    }
    equal = {each.field: each.equal for each in case.evidence}
    assert equal["day_rate"]
    assert not equal["days"]


def test_a_rate_that_does_not_divide_is_not_shown(cases, lines, claims) -> None:
    (case,) = cases(lines({"amount": FULL - 1}), claims({"day_rate": None}))
    assert _evidence(case)["day_rate"] == ("143100", None)


def test_a_rate_in_ore_is_not_a_rate_that_nav_pays(cases, lines, claims) -> None:
    (case,) = cases(lines({"amount": FULL - 21}), claims({}))
    assert _evidence(case)["day_rate"] == ("143100", None)


def test_days_covered_twice_count_once(cases, lines, claims) -> None:
    parts = lines(
        {"last": date(2026, 8, 20)}, {"first": date(2026, 8, 17)}, {"last": date(2026, 8, 20)}
    )
    (case,) = cases(parts, claims({}))
    assert _evidence(case)["days"] == ("21", "21")


def test_every_reason_given_is_known_and_has_answers() -> None:
    for code in ("D00", "D14", "D22", "D23", "D25", "D27", "D28", "D35", "D42", "D43"):
        assert code in REASONS
        assert suggestion(code) is None or suggestion(code) in permitted(code)
        assert Action.CANNOT_DETERMINE in permitted(code)


def test_no_evidence_holds_a_national_id(cases, lines, claims, persons) -> None:
    for case in cases(lines({"amount": 1}, {"person": persons[1]}), claims({})):
        assert not any(person in repr(case.evidence) for person in persons)
        assert not any(person in repr(case) for person in persons)
