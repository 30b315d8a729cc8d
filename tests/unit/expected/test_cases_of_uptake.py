"""Which case a stretch of parental benefit belongs to: one child's, or possibly another's."""

from __future__ import annotations

from datetime import date
from typing import Any

from rutine.core.reason_texts import Language
from rutine.refunds.expected.account import CannotCompute, ExpectedRefund
from rutine.refunds.expected.basis import Uptake
from rutine.routines.expected_output import as_text
from tests.expected_people import EMPLOYER, ask, basis, job, kroner, report

FIRST_CHILD = (
    date(2024, 4, 8),
    date(2024, 9, 27),
)  # before the G of 2024: 6G of 2023 / 260 = 2 737
LATER = (date(2025, 6, 2), date(2025, 6, 27))  # after the G of 2025: 3 004


def answer(*stretches: Any, income: str = "90 000", period: Any = LATER) -> Any:
    taken = [
        {"employer": EMPLOYER, "from": first, "to": last, **more} for first, last, more in stretches
    ]
    known = basis(
        job("", incomes=(report(FIRST_CHILD[0], income),)),
        uptake=tuple(Uptake.model_validate(each) for each in taken),
    )
    return ask(known, *period, benefit="2")


def test_leave_that_may_be_a_second_childs_is_not_given_the_first_childs_g():
    found = answer((*FIRST_CHILD, {}), (*LATER, {}))
    assert isinstance(found, CannotCompute)
    assert [m.field for m in found.missing] == ["uptake.1.case_from"]


def test_what_to_state_is_said_in_norwegian():
    text = as_text(answer((*FIRST_CHILD, {}), (*LATER, {})), Language.NB)
    told = "første dag i saken (uttak 2): permisjonen fra 02.06.2025 kan gjelde et annet barn"
    assert told in text


def test_the_stated_first_day_of_the_case_decides():
    second = answer((*FIRST_CHILD, {}), (*LATER, {"case_from": LATER[0]}))
    assert second.rates == (kroner("3 004"),)
    postponed = answer((*FIRST_CHILD, {}), (*LATER, {"case_from": FIRST_CHILD[0]}))
    assert postponed.rates == (kroner("2 737"),)
    assert postponed.qualifying_dates == (FIRST_CHILD[0],)


def test_a_case_that_makes_no_difference_is_not_asked_for():
    # 40 000 is under every cap: 40 000 x 12 / 260 = 1 846.15.
    found = answer((*FIRST_CHILD, {}), (*LATER, {}), income="40 000")
    assert isinstance(found, ExpectedRefund)
    assert found.rates == (kroner("1 846"),)


def test_the_first_childs_own_days_do_not_depend_on_the_second():
    found = answer((*FIRST_CHILD, {}), (*LATER, {}), period=FIRST_CHILD)
    assert found.rates == (kroner("2 737"),)


def test_a_pause_within_half_a_year_of_the_start_is_the_same_case():
    spring, autumn = (date(2024, 4, 8), date(2024, 4, 26)), (date(2024, 9, 2), date(2024, 9, 27))
    found = answer((*spring, {}), (*autumn, {}), period=autumn)
    assert found.rates == (kroner("2 737"),)


def test_stretches_close_up_to_each_other_are_one_case():
    rest = (date(2024, 9, 30), date(2025, 3, 28))  # the Monday after
    found = answer((*FIRST_CHILD, {}), (*rest, {"grade": 100}), period=rest)
    assert found.rates == (kroner("2 737"),)
