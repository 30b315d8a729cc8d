from __future__ import annotations

from rutine.core.identifiers import AccountNumber, Fnr
from rutine.review.masking import holds_eleven_digits, mask_national_ids


def test_a_national_id_is_hidden_and_the_columns_stay_in_place(cases):
    person = cases.PEOPLE[0].reveal()
    line = f"8020;{person};20261001;{cases.ACCOUNT}"
    assert mask_national_ids(line) == f"8020;***********;20261001;{cases.ACCOUNT}"
    assert mask_national_ids(f"{person[:6]} {person[6:]}") == "****** *****"


def test_a_damaged_id_is_hidden_too(cases):
    person = cases.PEOPLE[0].reveal()
    damaged = person[:-1] + str((int(person[-1]) + 1) % 10)
    assert not Fnr.is_valid(damaged)
    if not AccountNumber.is_valid(damaged):
        assert mask_national_ids(damaged) == "*" * 11


def test_what_is_both_an_account_and_an_id_is_hidden():
    both = next(
        text
        for text in (f"018180{n:05d}" for n in range(100_000))
        if Fnr.is_valid(text) and AccountNumber.is_valid(text)
    )
    assert mask_national_ids(both) == "*" * 11


def test_other_numbers_stay():
    line = "910000004;20261001;0000990500 ;0000000000 ;123456789012"
    assert mask_national_ids(line) == line


def test_anything_of_eleven_digits_is_kept_out_of_a_search():
    assert holds_eleven_digits("gjelder 01819010000")
    assert holds_eleven_digits("018190 10000")
    assert not holds_eleven_digits("10480")
