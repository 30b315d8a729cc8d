"""One settlement is undone alone, by one who may, and the books say so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Delete, Update, delete, insert, select, update

from rutine.cases.access import COMMAND_LINE, ROBOT
from rutine.cases.books.outbox import last_entries
from rutine.cases.settling.settlements import settled_claims, settled_rows, settled_total
from rutine.cases.settling.undoing import freed_lines, undo
from rutine.cases.tables import AuditEntry, ClosedPeriod, Posting, SettledRow, Settlement
from rutine.cases.trail.audit import verify
from rutine.core import clock
from rutine.core.errors import AccessDenied, InputError, RutineError
from rutine.core.money import Ore
from tests.unit.cases.books import books, settle, told_paid, vouchers
from tests.unit.cases.samples import (
    AUDITOR,
    EMPLOYER,
    GENEROUS,
    KARI,
    LIV,
    OTHER_UNIT,
    REPORT,
    Store,
    claim,
    difference,
    group,
    line,
    record,
)

ONE, TWO = group(line(1), claim(1)), group(line(2), claim(2))


def take_back(store: Store, settlement_id: str, **changed: object) -> None:
    given = {"actor": KARI, "why": "Feil stilling", "limits": GENEROUS} | changed
    with store.database.writing() as session:
        undo(session, store.keys, settlement_id, **given)  # type: ignore[arg-type]


def close(store: Store, month: str) -> None:
    with store.database.writing() as session:
        session.execute(
            insert(ClosedPeriod),
            {
                "employer": EMPLOYER.value,
                "period": month,
                "controls": "[]",
                "by_id": LIV.id,
                "by_name": LIV.name,
                "closed_at": clock.now(),
            },
        )


def test_undoing_one_frees_its_rows_and_touches_no_other(store: Store) -> None:
    first, second = settle(store, ONE, TWO)
    before = books(store)
    assert told_paid(store) == {"K1": 1_431_000, "K2": 1_431_000}

    take_back(store, first)

    assert told_paid(store) == {"K2": 1_431_000}
    with store.database.reading() as session:
        assert settled_claims(session, EMPLOYER) == {"K2": second}
        assert settled_rows(session, EMPLOYER) == {(REPORT, 2): second}
        assert freed_lines(session, EMPLOYER) == {(REPORT, 1)}
        assert settled_total(session, store.run_id) == Ore(1_431_000)
        other = session.get_one(Settlement, second)
        assert other.undone_at is None
    after = books(store)
    assert {key: amount for key, amount in before.items() if key not in after} == {
        ("2026-08", "voucher", "1575", "K1"): -1_431_000,
        ("2026-08", "payroll", "", "K1"): 1_431_000,
    }
    assert set(vouchers(store).values()) == {0}


def test_who_and_why_are_kept_and_the_reason_only_sealed(store: Store) -> None:
    (settlement_id,) = settle(store, ONE)
    take_back(store, settlement_id)

    with store.database.reading() as session:
        undone = session.get_one(Settlement, settlement_id)
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "undone")).one()
        assert verify(session) is None
    assert (undone.undone_by_id, undone.undone_by_name) == (KARI.id, KARI.name)
    assert undone.undone_why is not None
    plain = store.keys.decrypt(undone.undone_why, f"undone:{settlement_id}").decode()
    assert plain == "Feil stilling"
    assert (entry.actor, "Feil stilling" in entry.data) == (KARI.id, False)
    assert settlement_id in entry.data


def test_in_a_closed_month_the_counter_entry_goes_to_the_next_open_one(store: Store) -> None:
    (settlement_id,) = settle(store, ONE)
    before = books(store)
    close(store, "2026-08")
    close(store, "2026-09")

    take_back(store, settlement_id)

    moved = {("2026-10", *key[1:]): -amount for key, amount in before.items()}
    assert books(store) == before | moved  # type: ignore[operator]


def test_nothing_is_posted_in_a_closed_month_whoever_tries(store: Store) -> None:
    settle(store, ONE)
    close(store, "2026-08")
    with store.database.reading() as session:
        posting = session.scalars(select(Posting)).first()
        assert posting is not None
        values = {c.key: getattr(posting, c.key) for c in Posting.__table__.columns}
    with pytest.raises(RutineError), store.database.writing() as session:
        session.execute(insert(Posting), values | {"key": "again"})


@pytest.mark.parametrize(
    "change", [update(Posting).values(amount=Posting.amount * 2), delete(Posting)]
)
def test_a_posting_is_neither_changed_nor_removed(store: Store, change: Update | Delete) -> None:
    settle(store, ONE)
    before = books(store)
    with pytest.raises(RutineError), store.database.writing() as session:
        session.execute(change)
    assert books(store) == before


def test_undone_and_settled_again_is_as_if_nothing_had_been(store: Store) -> None:
    (first,) = settle(store, ONE)
    before = books(store)
    take_back(store, first)
    (second,) = settle(store, ONE)

    assert second != first
    assert books(store) == before
    with store.database.reading() as session:
        assert settled_claims(session, EMPLOYER) == {"K1": second}
        assert freed_lines(session, EMPLOYER) == set()
        assert last_entries(session, [first, second]) == {first: 2, second: 1}


def test_a_settlement_is_undone_once(store: Store) -> None:
    (settlement_id,) = settle(store, ONE)
    take_back(store, settlement_id)
    with pytest.raises(InputError) as refused:
        take_back(store, settlement_id)
    assert refused.value.code == "settlement_undone"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"actor": AUDITOR}, "role_missing"),
        ({"actor": COMMAND_LINE}, "not_a_person"),
        ({"actor": ROBOT}, "not_a_person"),
        ({"actor": replace(KARI, units=frozenset({OTHER_UNIT.value}))}, "settlement_missing"),
        ({"why": "  "}, "reason_required"),
    ],
)
def test_who_may_not_and_what_may_not_be_left_out(
    store: Store, changed: dict[str, object], code: str
) -> None:
    (settlement_id,) = settle(store, ONE)
    with pytest.raises((AccessDenied, InputError)) as refused:
        take_back(store, settlement_id, **changed)
    assert refused.value.code == code
    with store.database.reading() as session:
        assert len(session.scalars(select(SettledRow)).all()) == 2


def test_a_run_reopens_what_a_reversal_concerns(store: Store) -> None:
    (settlement_id,) = settle(store, ONE)
    take_back(store, settlement_id, actor=ROBOT, why="reversal", run_id=store.run_id)
    assert books(store) == {}
    with store.database.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "undone")).one()
    assert (entry.actor, store.run_id in entry.data) == ("robot", True)


def test_a_freed_line_that_hangs_on_a_case_goes_the_cases_way(store: Store) -> None:
    (settlement_id,) = settle(store, ONE)
    take_back(store, settlement_id)
    record(store, difference(line(1), claim(1)))
    with store.database.reading() as session:
        assert freed_lines(session, EMPLOYER) == set()


def test_each_claim_of_a_group_is_settled_on_its_own_row(store: Store) -> None:
    several = group(line(1), claim(3), line(2), claim(1), claim(2))
    settle(store, several)
    told = dict(zip(several.claim_ids, (3, 1, 2), strict=True))
    with store.database.reading() as session:
        rows = session.scalars(select(SettledRow).where(SettledRow.side == "claim")).all()
    assert {row.claim_id: row.row for row in rows} == told
