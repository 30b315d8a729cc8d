"""Many settlements are taken back in few statements: all of them, or none."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count

import pytest
from sqlalchemy import Engine, event, select, update

from rutine.cases.access import ROBOT
from rutine.cases.books.outbox import Draft, last_entries, take_back
from rutine.cases.books.outbox import record as record_postings
from rutine.cases.deciding.control import STRICT
from rutine.cases.lifecycle.closing import hold_again
from rutine.cases.settling.settlements import settled_rows
from rutine.cases.settling.undoing import undo, undo_all
from rutine.cases.tables import AuditEntry, CaseRowEntry, Settlement
from rutine.cases.trail.audit import verify
from rutine.cases.views import DecisionState
from rutine.core import clock
from rutine.core.errors import AccessDenied, InputError
from tests.taken_back import (
    CLOSED,
    LATER,
    OF_PEOPLE,
    OF_THE_PROGRAM,
    asked,
    by_two,
    come_of,
    decided,
    decided_and_posted,
    in_no_books,
    in_part_and_the_rest,
    posted,
    settled,
    stored,
    without_order,
)
from tests.unit.cases.books import MONTH, books, entry_of, told_paid, vouchers
from tests.unit.cases.samples import (
    AUDITOR,
    EMPLOYER,
    GENEROUS,
    KARI,
    OTHER_UNIT,
    Store,
    claim,
    difference,
    group,
    line,
    record,
)

NEXT_OPEN = "2026-06"


def take_all_back(store: Store, settlement_ids: list[str], **changed: object) -> object:
    given = {"actor": ROBOT, "why": "kuttet", "run_id": store.run_id} | changed
    with store.database.writing() as session:
        return undo_all(session, store.keys, settlement_ids, **given)  # type: ignore[arg-type]


def everything(store: Store) -> dict[str, object]:
    with store.database.reading() as session:
        assert verify(session) is None
        return stored(session, store.keys)


class KilledError(Exception):
    """Whatever ends a process."""


class KilledAfter:
    """Ends it when it comes to the next statement."""

    def __init__(self, statements: int) -> None:
        self._left = statements

    def __call__(self) -> None:
        if not self._left:
            raise KilledError
        self._left -= 1


@contextmanager
def each_statement(told: Callable[[], None]) -> Iterator[None]:
    """Tell of every statement before the engine gets it."""

    def before(*_: object) -> None:
        told()

    event.listen(Engine, "before_cursor_execute", before)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", before)


@pytest.mark.parametrize("most", [2, 900])
def test_every_kind_at_once_is_as_one_after_another(
    store: Store, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    program = settled(store, [*OF_THE_PROGRAM, posted])
    run = {"actor": ROBOT, "run_id": store.run_id}
    one_by_one = come_of(store, program, at_once=False, **run)
    monkeypatch.setattr("rutine.cases.batches._MOST", most)
    assert come_of(store, program, at_once=True, **run) == one_by_one
    assert "refused" not in one_by_one


def test_every_kind_by_a_person_is_as_one_after_another(store: Store) -> None:
    every = settled(store, [*OF_PEOPLE, *OF_THE_PROGRAM, by_two])
    one_by_one = without_order(come_of(store, every, actor=KARI, at_once=False))
    assert without_order(come_of(store, every, actor=KARI, at_once=True)) == one_by_one
    assert set(one_by_one["states"].values()) == {"effective"}


def test_what_two_must_agree_to_is_asked_for_and_the_rest_is_done(store: Store) -> None:
    every = settled(store, [posted, in_no_books, by_two, decided])
    asks = {"actor": KARI, "limits": STRICT}
    one_by_one = come_of(store, every, at_once=False, **asks)
    at_once = come_of(store, every, at_once=True, **asks)
    assert without_order(at_once) == without_order(one_by_one)
    assert list(at_once["states"].values()) == ["proposed", "effective", "proposed", "effective"]


def test_nothing_is_left_in_the_books_and_each_is_told_of_in_the_trail(store: Store) -> None:
    ids = settled(store, OF_THE_PROGRAM)
    before = books(store)

    assert take_all_back(store, ids) == dict.fromkeys(ids, DecisionState.EFFECTIVE)

    in_closed = {key: amount for key, amount in before.items() if key[0] == CLOSED}
    assert len(in_closed) > 1
    next_open = {(NEXT_OPEN, *key[1:]): -amount for key, amount in in_closed.items()}
    assert books(store) == in_closed | next_open
    assert told_paid(store) == {}
    assert set(vouchers(store).values()) == {0}
    with store.database.reading() as session:
        assert settled_rows(session, EMPLOYER) == {}
        trail = session.scalars(select(AuditEntry).where(AuditEntry.action == "undone")).all()
        told = [each.data for each in trail if each.actor == "robot"]
        assert len(told) == len(ids)
        assert all(each in data for each, data in zip(ids, told, strict=True))
        assert verify(session) is None
        entries = last_entries(session, ids)
    assert entries == {each: 2 for each in ids if each in entries}
    assert len(entries) == len(ids) - 1  # one is in no books


def test_the_trail_tells_how_many_counter_entries_each_got(store: Store) -> None:
    """A decision is posted for itself, and so is what a run settled."""
    ids = settled(store, [posted, in_no_books, decided, decided_and_posted])
    take_all_back(store, ids, actor=KARI, limits=GENEROUS)
    with store.database.reading() as session:
        trail = session.scalars(
            select(AuditEntry.data).where(AuditEntry.action == "undone").order_by(AuditEntry.seq)
        ).all()
    told = [json.loads(each) for each in trail]
    assert [each["settlement"] for each in told] == ids
    assert [each["counter_entries"] for each in told] == [1, 0, 0, 1]


def test_killed_before_any_statement_nothing_is_done_and_again_does_all(store: Store) -> None:
    ids = settled(store, OF_THE_PROGRAM)
    untouched = everything(store)
    expected = come_of(store, ids, actor=ROBOT, run_id=store.run_id, why="kuttet", at_once=True)
    for statements in count():
        try:
            with clock.stopped_at(LATER), each_statement(KilledAfter(statements)):
                take_all_back(store, ids)
        except KilledError:
            assert everything(store) == untouched
        else:
            break
    assert statements > 15
    assert everything(store) | {"states": dict.fromkeys(ids, "effective")} == expected


def test_again_is_refused_and_changes_nothing(store: Store) -> None:
    ids = settled(store, OF_THE_PROGRAM)
    take_all_back(store, ids)
    once = everything(store)
    with pytest.raises(InputError) as refused:
        take_all_back(store, ids)
    assert refused.value.code == "settlement_undone"
    assert everything(store) == once


def test_none_at_all_is_nothing(store: Store) -> None:
    before = everything(store)
    assert take_all_back(store, []) == {}
    assert everything(store) == before


def undone(store: Store, row: int) -> str:
    made = posted(store, row)
    with store.database.writing() as session:
        undo(session, store.keys, made, actor=KARI, why="feil", limits=GENEROUS)
    return made


def wiped(store: Store, row: int) -> str:
    made = posted(store, row)
    with store.database.writing() as session:
        session.execute(
            update(Settlement).where(Settlement.id == made).values(wiped_at=clock.now())
        )
    return made


def missing(store: Store, row: int) -> str:
    return f"nothing {row}"


@pytest.mark.parametrize(
    ("wrong", "changed", "code"),
    [
        (undone, {}, "settlement_undone"),
        (wiped, {}, "settlement_wiped"),
        (missing, {}, "settlement_missing"),
        (decided, {}, "settlement_decided"),
        (asked, {"actor": KARI, "limits": STRICT}, "undo_proposed"),
        (in_part_and_the_rest, {"actor": KARI, "limits": GENEROUS}, "claim_gone_on"),
        (posted, {"actor": AUDITOR}, "role_missing"),
        (posted, {"run_id": None}, "not_a_person"),
        (posted, {"actor": KARI, "why": " "}, "reason_required"),
        (
            posted,
            {"actor": replace(KARI, units=frozenset({OTHER_UNIT.value}))},
            "settlement_missing",
        ),
    ],
)
def test_of_one_that_is_refused_all_are_left(
    store: Store,
    wrong: Callable[[Store, int], str],
    changed: dict[str, object],
    code: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also when the refused one is in another statement than the others."""
    ids = settled(store, [posted, in_no_books, wrong])
    before = everything(store)
    for most in (900, 1):
        monkeypatch.setattr("rutine.cases.batches._MOST", most)
        with pytest.raises((AccessDenied, InputError)) as refused:
            take_all_back(store, ids, **changed)
        assert refused.value.code == code
        assert everything(store) == before


def test_one_that_is_named_twice_is_refused(store: Store) -> None:
    (made,) = settled(store, [posted])
    with pytest.raises(InputError) as refused:
        take_all_back(store, [made, made])
    assert refused.value.code == "settlement_undone"


def test_a_source_that_is_named_twice_is_taken_back_once(store: Store) -> None:
    (made,) = settled(store, [posted])
    with store.database.writing() as session:
        both = [made, made, "nothing"]
        taken = take_back(session, store.keys, EMPLOYER, both, run_id=store.run_id)
        again = take_back(session, store.keys, EMPLOYER, both, run_id=store.run_id)
    assert (taken, again, books(store)) == (frozenset({made}), frozenset(), {})


def test_ten_times_as_many_take_no_more_statements(store: Store) -> None:
    few = settled(store, [posted] * 4)
    many = [posted(store, row) for row in range(1_000, 1_040)]
    assert _statements(store, many) == _statements(store, few)


def _statements(store: Store, ids: list[str]) -> int:
    seen: list[None] = []
    with each_statement(lambda: seen.append(None)):
        take_all_back(store, ids)
    return len(seen)


def test_the_counter_entry_is_of_the_newest_entry(store: Store) -> None:
    """Posted, taken back and posted again: the third entry is what stands, and is taken back."""
    other, made = settled(store, [posted, posted])
    before, sources = books(store), [other, made]
    draft = Draft(made, MONTH, entry_of(group(line(11), claim(11))))
    with store.database.writing() as session:
        take_back(session, store.keys, EMPLOYER, [made], run_id=None)
        record_postings(session, store.keys, EMPLOYER, [draft], run_id=None)
    assert (books(store), last_of(store, sources)) == (before, {other: 1, made: 3})
    with store.database.writing() as session:
        take_back(session, store.keys, EMPLOYER, sources, run_id=None)
    assert (books(store), last_of(store, sources)) == ({}, {other: 2, made: 4})


def last_of(store: Store, sources: list[str]) -> dict[str, int]:
    with store.database.reading() as session:
        return last_entries(session, sources)


def test_a_row_of_two_cases_that_open_again_is_the_first_ones(store: Store) -> None:
    first, second = record(
        store, difference(line(1), claim(1)), difference(line(2), employee_number="E-2")
    ).case_ids
    with store.database.writing() as session:
        for entry in session.scalars(select(CaseRowEntry)):
            entry.held = False
        session.flush()
        session.add(
            CaseRowEntry(
                case_id=second,
                side="claim",
                sha256="e" * 64,
                row=7,
                employer=EMPLOYER.value,
                claim_id="K1",
                held=False,
            )
        )
        session.flush()
        hold_again(session, [second, first])
    with store.database.reading() as session:
        held = session.execute(
            select(CaseRowEntry.case_id, CaseRowEntry.row).where(CaseRowEntry.held)
        ).all()
    assert {tuple(each) for each in held} == {(second, 2), (second, 7), (first, 1)}
