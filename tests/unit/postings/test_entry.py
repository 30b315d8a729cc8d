"""What an entry posts where, by example; the rules are in docs/decisions/0005-postings.md."""

from __future__ import annotations

import pytest

from rutine.core.money import Ore
from rutine.postings.accounts import AccountRole, Accounts
from rutine.postings.entry import (
    ClaimPart,
    Entry,
    EntryKind,
    PayrollLine,
    Unbalanced,
    VoucherLine,
    closing,
    cut_off,
    hold,
    receipt,
)
from rutine.postings.shares import shares

ACCOUNTS = Accounts(
    bank="1920",
    interim="1574",
    claims="1575",
    claims_by_benefit={"2": "1576"},
    difference="710",
    loss="470",
    unresolved="2990",
    loss_reasons=frozenset({"D04"}),
)


def part(claim_id: str, amount: int, benefit: str = "4") -> ClaimPart:
    return ClaimPart(claim_id, "E-17", "1", benefit, Ore(amount), "3100", "202")


def posted(entry: Entry) -> list[tuple[str, int]]:
    return [(line.account, int(line.amount)) for line in entry.voucher]


def test_a_payment_as_claimed_moves_it_from_interim_to_the_claim() -> None:
    entry = closing(EntryKind.SETTLEMENT, ACCOUNTS, paid=Ore(100), claims=[part("K1", 100)])
    assert posted(entry) == [("1574", 100), ("1575", -100)]
    (told,) = entry.payroll
    assert (told.claim.claim_id, told.settled, told.paid) == ("K1", 100, 100)


def test_paid_less_gives_back_of_the_cost_reduction_with_the_claims_dimensions() -> None:
    entry = closing(EntryKind.SETTLEMENT, ACCOUNTS, paid=Ore(90), claims=[part("K1", 100)])
    assert posted(entry) == [("1574", 90), ("1575", -100), ("710", 10)]
    assert entry.voucher[2].claim is not None
    assert entry.voucher[2].claim.responsibility == "3100"


def test_paid_more_is_more_of_the_cost_reduction() -> None:
    entry = closing(EntryKind.DECISION, ACCOUNTS, paid=Ore(110), claims=[part("K1", 100)])
    assert posted(entry) == [("1574", 110), ("1575", -100), ("710", -10)]


def test_a_written_off_claim_is_a_loss() -> None:
    entry = closing(
        EntryKind.DECISION, ACCOUNTS, paid=Ore(0), claims=[part("K1", 100)], is_loss=True
    )
    assert posted(entry) == [("1575", -100), ("470", 100)]


def test_what_was_paid_above_the_claim_is_no_loss() -> None:
    entry = closing(
        EntryKind.SETTLEMENT, ACCOUNTS, paid=Ore(101), claims=[part("K1", 100)], is_loss=True
    )
    assert posted(entry) == [("1574", 101), ("1575", -100), ("710", -1)]


def test_money_that_nobody_claimed_is_income_and_payroll_is_not_told() -> None:
    entry = closing(EntryKind.DECISION, ACCOUNTS, paid=Ore(70), claims=[])
    assert posted(entry) == [("1574", 70), ("710", -70)]
    assert entry.payroll == ()


def test_a_recovery_takes_income_back() -> None:
    entry = closing(EntryKind.DECISION, ACCOUNTS, paid=Ore(-70), claims=[])
    assert posted(entry) == [("1574", -70), ("710", 70)]


def test_several_positions_each_close_their_own_claim_account() -> None:
    claims = [part("K1", 200), part("K2", 100, "2")]
    entry = closing(EntryKind.SETTLEMENT, ACCOUNTS, paid=Ore(200), claims=claims)
    assert posted(entry) == [
        ("1574", 200),
        ("1575", -200),
        ("1576", -100),
        ("710", 67),
        ("710", 33),
    ]
    assert [(p.claim.claim_id, p.settled, p.paid) for p in entry.payroll] == [
        ("K1", 200, 133),
        ("K2", 100, 67),
    ]


def test_receipts_holds_and_cut_offs_are_transfers() -> None:
    assert posted(receipt(ACCOUNTS, Ore(5))) == [("1920", 5), ("1574", -5)]
    assert posted(hold(ACCOUNTS, Ore(5))) == [("1574", 5), ("2990", -5)]
    assert posted(cut_off(ACCOUNTS, Ore(5))) == [("1574", 5), ("2990", -5)]
    assert receipt(ACCOUNTS, Ore(0)).is_empty


def test_a_voucher_that_does_not_balance_can_not_be_made() -> None:
    line = VoucherLine(AccountRole.INTERIM, "1574", Ore(1))
    with pytest.raises(Unbalanced):
        Entry(EntryKind.SETTLEMENT, (line,))


def test_payroll_and_ledger_can_not_be_told_different_amounts() -> None:
    lines = (
        VoucherLine(AccountRole.INTERIM, "1574", Ore(100)),
        VoucherLine(AccountRole.CLAIM, "1575", Ore(-100)),
    )
    with pytest.raises(Unbalanced):
        Entry(EntryKind.SETTLEMENT, lines, (PayrollLine(part("K1", 100), Ore(99), Ore(99)),))


def test_nothing_can_not_be_split_on() -> None:
    with pytest.raises(ValueError, match="no claims"):
        shares(Ore(1), [])


def test_accounts_keep_their_amounts_out_of_print() -> None:
    entry = closing(EntryKind.SETTLEMENT, ACCOUNTS, paid=Ore(123_456), claims=[part("K1", 123_456)])
    assert "123456" not in repr(entry)
    assert "E-17" not in repr(entry)
