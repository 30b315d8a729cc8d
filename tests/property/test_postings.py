"""Whatever is settled, undone and settled again: the books balance and nothing is lost."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from rutine.cases.books.control_totals import sums
from rutine.cases.settling.settlements import SettledGroup, settled_claims
from rutine.cases.settling.undoing import undo
from rutine.cases.tables import Settlement
from rutine.cases.trail.audit import verify
from rutine.core.money import Ore
from rutine.postings.accounts import AccountRole
from rutine.postings.entry import ClaimPart, EntryKind, closing
from rutine.postings.shares import shares
from tests.unit.cases.books import books, settle, told_paid, vouchers
from tests.unit.cases.samples import (
    EMPLOYER,
    GENEROUS,
    KARI,
    Store,
    claim,
    group,
    line,
    sqlite_store,
)
from tests.unit.postings.test_entry import ACCOUNTS

_ore = st.integers(-(10**9), 10**9).map(Ore)
_claimed = st.lists(st.integers(-(10**9), 10**9).map(Ore), min_size=1, max_size=6)


@given(total=_ore, claimed=_claimed)
def test_shares_add_up_and_none_is_a_whole_ore_off(total: Ore, claimed: list[Ore]) -> None:
    parts = shares(total, claimed)
    assert sum(parts) == total
    difference = int(total) - sum(claimed)
    weights = [abs(int(one)) for one in claimed]
    weights = weights if any(weights) else [1] * len(weights)
    for part, one, weight in zip(parts, claimed, weights, strict=True):
        assert abs((int(part) - int(one)) * sum(weights) - difference * weight) < sum(weights)


@given(total=st.integers(0, 10**9).map(Ore), claimed=st.lists(st.integers(1, 10**9).map(Ore)))
def test_a_payment_is_never_turned_into_a_demand_on_a_position(
    total: Ore, claimed: list[Ore]
) -> None:
    if claimed:
        assert all(part >= 0 for part in shares(total, claimed))


@given(paid=_ore, claimed=st.lists(_ore, max_size=5), is_loss=st.booleans())
def test_every_entry_balances_and_nothing_is_lost_in_it(
    paid: Ore, claimed: list[Ore], is_loss: bool
) -> None:
    claims = [ClaimPart(f"K{n}", "E", "1", "4", amount) for n, amount in enumerate(claimed)]
    entry = closing(EntryKind.SETTLEMENT, ACCOUNTS, paid=paid, claims=claims, is_loss=is_loss)
    assert sum(line.amount for line in entry.voucher) == 0
    by_role = dict.fromkeys(AccountRole, 0)
    for line_ in entry.voucher:
        by_role[line_.role] += int(line_.amount)
    assert by_role[AccountRole.INTERIM] == paid
    assert -by_role[AccountRole.CLAIM] == sum(claimed)
    assert sum(told.settled for told in entry.payroll) == sum(claimed)
    assert sum(told.paid for told in entry.payroll) == (paid if claims else 0)


@st.composite
def _groups(draw: st.DrawFn) -> list[SettledGroup]:
    found = []
    for number in range(draw(st.integers(1, 4))):
        own = range(number * 10, number * 10 + draw(st.integers(1, 3)))
        amount = draw(st.integers(1, 10**7)) * len(own)
        found.append(
            group(
                line(number),
                *(claim(row) for row in own),
                claimed=Ore(amount),
                paid=Ore(amount + draw(st.integers(-500, 500))),
                reason=draw(st.sampled_from(["D01", "D02", "D03", "D04"])),
            )
        )
    return found


@settings(max_examples=25, deadline=None)
@given(groups=_groups(), steps=st.lists(st.integers(0, 3), max_size=8))
def test_undo_then_redo_is_identity(groups: list[SettledGroup], steps: list[int]) -> None:
    with TemporaryDirectory() as folder, sqlite_store(Path(folder)) as store:
        ids = settle(store, *groups)
        before, paid, stands = books(store), told_paid(store), _standing(store)
        for step in steps:
            place = step % len(groups)
            with store.database.writing() as session:
                undo(session, store.keys, ids[place], actor=KARI, why="prøve", limits=GENEROUS)
            missing = _standing(store)
            assert len(missing) == len(stands) - len(groups[place].claim_ids)
            assert all(row in stands for row in missing)  # no other was touched
            (ids[place],) = settle(store, groups[place])
        assert settle(store, *groups) == ids  # once more: nothing is posted twice

        assert books(store) == before
        assert told_paid(store) == paid
        assert _standing(store) == stands
        assert set(vouchers(store).values()) <= {0}
        with store.database.reading() as session:
            posted = sums(session, EMPLOYER)
            assert verify(session) is None
        assert posted.in_ledger == posted.in_payroll == sum(each.claimed for each in groups)
        assert posted.booked == -posted.interim == sum(each.paid for each in groups)
        assert sum(paid.values()) == sum(each.paid for each in groups)


def _standing(store: Store) -> list[tuple[object, ...]]:
    """What stands settled, without ids and times."""
    with store.database.reading() as session:
        rows = settled_claims(session, EMPLOYER)
        settlements = {
            each.id: (each.reason, each.claimed, each.paid, each.sub_unit)
            for each in session.scalars(select(Settlement).where(Settlement.undone_at.is_(None)))
        }
    return sorted((claim_id, *settlements[id_]) for claim_id, id_ in rows.items())
