"""Nobody's id, name or free text is in an example, and one person stays one person."""

from __future__ import annotations

from itertools import islice

import pytest

from rutine.core.errors import InputError
from rutine.core.identifiers import AccountNumber, Fnr
from rutine.core.made_up import account_numbers, national_ids, with_control_digits
from rutine.routines.new_routine.substitutes import NO_ID, Substitutes, refuse_real_ids

ONE, OTHER = list(filter(None, (with_control_digits(f"050585{n}") for n in range(100, 120))))[:2]
"""Of a valid shape without the synthetic month; nobody's in particular."""


def test_made_up_numbers_are_right_and_never_twice() -> None:
    ids = list(islice(national_ids(), 5000))
    assert len(set(ids)) == len(ids)
    assert all(Fnr.parse(each).synthetic for each in ids[::50])
    accounts = list(islice(account_numbers(), 500))
    assert len(set(accounts)) == len(accounts)
    assert all(map(AccountNumber.is_valid, accounts))


def test_a_person_stays_one_person_however_the_id_is_written() -> None:
    stand_ins = Substitutes()
    one = stand_ins.of("person", "fnr", ONE)
    other = stand_ins.of("person", "fnr", OTHER)
    assert stand_ins.of("other_field", "fnr", f"{ONE[:6]} {ONE[6:]}") == one != other
    assert {Fnr.parse(each).synthetic is not None for each in (one, other)} == {True}
    assert {ONE, OTHER}.isdisjoint({one, other})


def test_an_id_with_a_slip_of_the_pen_is_not_copied() -> None:
    slip = ONE[:-1] + str((int(ONE[-1]) + 1) % 10)
    assert Substitutes().of("person", "fnr", slip) == NO_ID


def test_a_stand_in_says_nothing_of_the_id() -> None:
    """The first met gets the first made-up id, whoever it is: it can't be counted back."""
    assert Substitutes().of("person", "fnr", ONE) == Substitutes().of("person", "fnr", OTHER)


def test_names_numbers_and_texts_are_replaced_and_codes_that_rules_name_stay() -> None:
    stand_ins = Substitutes(["B"])
    assert stand_ins.of("name", "text", "Kari Nordmann") == "Navn 1"
    assert stand_ins.of("name", "text", "kari nordmann") == "Navn 1"
    assert stand_ins.of("employee_number", "text", "4711") == "100001"
    assert stand_ins.of("email", "text", "kari@example.org") == "email-1"
    assert stand_ins.of("code", "text", "B") == "B"
    assert stand_ins.of("code", "text", "sjelden") == "code-1"
    assert stand_ins.of("unit", "text", "Nord", coded=True) == "Nord"
    assert stand_ins.of("first", "day", "01.02.2026") == "01.02.2026"
    assert not stand_ins.of("name", "text", "")


@pytest.mark.parametrize(
    "text", [ONE, f"x{ONE[:6]} {ONE[6:]}y", f"12{ONE}34", f"{ONE[:6]}-{ONE[6:]}"]
)
def test_a_text_that_holds_an_id_is_never_written(text: str) -> None:
    with pytest.raises(InputError) as caught:
        refuse_real_ids("f.yaml", text)
    assert caught.value.code == "real_id_left"
    assert ONE not in str(caught.value)


def test_a_text_of_synthetic_ids_and_other_numbers_may_be_written() -> None:
    refuse_real_ids("f.yaml", "01816010027 12345678901 974600013")
