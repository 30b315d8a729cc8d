"""Entries: a voucher that balances to zero, and what payroll is told of the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rutine.core.errors import RutineError
from rutine.core.money import Ore
from rutine.postings.accounts import AccountRole, Accounts
from rutine.postings.shares import shares


class Unbalanced(RutineError):  # noqa: N818 - says what is the case
    """A voucher does not add up to zero, or payroll would be told something else."""


class EntryKind(StrEnum):
    """What an entry is about."""

    RECEIPT = "receipt"
    """A settlement report's money has come. Recorded to add up; the bank's import posts it."""
    SETTLEMENT = "settlement"
    """Lines and claims closed each other without a person."""
    DECISION = "decision"
    """A person's decision closed the rows of a case."""
    HOLD = "hold"
    """A person decided to wait: the money is specified on the account for that."""
    CUT_OFF = "cut_off"
    """Money that came in a month and was settled in a later one, at the end of the first."""


@dataclass(frozen=True, slots=True, repr=False)
class ClaimPart:
    """One claim that an entry closes.

    Attributes:
        claim_id: payroll's own key.
        employee_number, position_id: whose claim it is, as payroll knows them.
        benefit: NAV's benefit code; decides the claim account and is written nowhere.
        amount: øre, what is open on the claim.
        responsibility, function: the dimensions payroll posted the claim on; empty when not
            known.
    """

    claim_id: str
    employee_number: str
    position_id: str
    benefit: str
    amount: Ore
    responsibility: str = ""
    function: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class VoucherLine:
    """One line of a voucher: debit is positive, credit negative."""

    role: AccountRole
    account: str
    amount: Ore
    claim: ClaimPart | None = None


@dataclass(frozen=True, slots=True, repr=False)
class PayrollLine:
    """What payroll does to one claim: `settled` closes it, `paid` is what NAV paid of that."""

    claim: ClaimPart
    settled: Ore
    paid: Ore


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """One event in the books.

    Raises:
        Unbalanced: the voucher is not zero in sum, or credits the claim accounts with another
            amount than payroll settles.
    """

    kind: EntryKind
    voucher: tuple[VoucherLine, ...]
    payroll: tuple[PayrollLine, ...] = ()

    def __post_init__(self) -> None:
        if sum(int(line.amount) for line in self.voucher):
            raise _unbalanced("a voucher does not add up to zero")
        credited = -sum(int(e.amount) for e in self.voucher if e.role is AccountRole.CLAIM)
        if credited != sum(int(line.settled) for line in self.payroll):
            raise _unbalanced("ledger and payroll would settle different amounts")

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be posted."""
        return not self.voucher and not self.payroll


def receipt(accounts: Accounts, total: Ore) -> Entry:
    """A report's money on the bank account, not explained yet."""
    return _transfer(EntryKind.RECEIPT, accounts, (AccountRole.BANK, AccountRole.INTERIM), total)


def hold(accounts: Accounts, paid: Ore) -> Entry:
    """Money whose case waits: no longer unexplained, not yet settled."""
    roles = (AccountRole.INTERIM, AccountRole.UNRESOLVED)
    return _transfer(EntryKind.HOLD, accounts, roles, paid)


def cut_off(accounts: Accounts, left: Ore) -> Entry:
    """What is left on the interim account at a month's end and was settled after it."""
    roles = (AccountRole.INTERIM, AccountRole.UNRESOLVED)
    return _transfer(EntryKind.CUT_OFF, accounts, roles, left)


def closing(
    kind: EntryKind,
    accounts: Accounts,
    *,
    paid: Ore,
    claims: Sequence[ClaimPart],
    is_loss: bool = False,
) -> Entry:
    """Lines of a sum `paid` close claims; what is left of each goes to difference or loss.

    Without claims, all that was paid is a difference: income that nobody had claimed. What was
    paid above the claims is never a loss.
    """
    lost = is_loss and int(paid) < sum(int(claim.amount) for claim in claims)
    rest = AccountRole.LOSS if lost else AccountRole.DIFFERENCE
    lines = [VoucherLine(AccountRole.INTERIM, accounts.number(AccountRole.INTERIM), paid)]
    if not claims:
        lines.append(VoucherLine(rest, accounts.number(rest), -paid))
        return Entry(kind, tuple(line for line in lines if line.amount))
    split = shares(paid, [claim.amount for claim in claims])
    for claim in claims:
        account = accounts.number(AccountRole.CLAIM, claim.benefit)
        lines.append(VoucherLine(AccountRole.CLAIM, account, -claim.amount, claim))
    for claim, part in zip(claims, split, strict=True):
        lines.append(VoucherLine(rest, accounts.number(rest), claim.amount - part, claim))
    return Entry(
        kind,
        tuple(line for line in lines if line.amount),
        tuple(
            PayrollLine(claim, claim.amount, part)
            for claim, part in zip(claims, split, strict=True)
            if claim.amount or part
        ),
    )


def _transfer(
    kind: EntryKind, accounts: Accounts, roles: tuple[AccountRole, AccountRole], amount: Ore
) -> Entry:
    debit, credit = roles
    if not amount:
        return Entry(kind, ())
    return Entry(
        kind,
        (
            VoucherLine(debit, accounts.number(debit), amount),
            VoucherLine(credit, accounts.number(credit), -amount),
        ),
    )


def _unbalanced(what: str) -> Unbalanced:
    return Unbalanced(
        "posting_unbalanced",
        f"The postings do not add up: {what}.",
        "Nothing is posted. Report it with the run's number.",
    )
