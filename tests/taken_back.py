"""Settlements of every kind, and all that is stored once some of them were taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from typing import Any, Final
from unittest import mock

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from rutine.cases.access import Actor
from rutine.cases.books.outbox import Draft, record, uneven_vouchers
from rutine.cases.deciding.control import Limits
from rutine.cases.deciding.decisions import approve, decide
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.settling import undoing
from rutine.cases.settling.applying import apply_decisions
from rutine.cases.settling.settlements import record_groups
from rutine.cases.settling.undoing import undo, undo_all
from rutine.cases.tables import AppliedDecision, Base, Case, ClosedPeriod, DecisionEntry
from rutine.cases.trail.audit import verify
from rutine.core import clock
from rutine.core.differences import Action, Difference
from rutine.core.errors import AccessDenied, InputError
from rutine.core.money import Ore
from tests.unit.cases import books, samples
from tests.unit.cases.samples import EMPLOYER, GENEROUS, KARI, LIV, Store, claim, group, line

CLOSED: Final = "2026-05"
LATER: Final = datetime(2026, 11, 2, 8, tzinfo=UTC)
FULL: Final = Ore(1_431_000)
PERMITTED: Final = (*samples.PERMITTED, Action.ACCEPT_PART)

_ROWS: Final = 10
"""Row numbers that one settlement has to itself."""


def posted(store: Store, row: int) -> str:
    (made,) = books.settle(store, group(line(row), claim(row)))
    return made


def in_a_closed_month(store: Store, row: int) -> str:
    (made,) = books.settle(store, group(line(row), claim(row)), month=CLOSED)
    return made


def in_no_books(store: Store, row: int) -> str:
    whole = group(line(row), claim(row))
    with store.database.writing() as session:
        made = record_groups(session, store.keys, store.run_id, [whole])
    return made.settlement_of[line(row)]


def several(store: Store, row: int) -> str:
    """Two lines for three claims, and not to the øre."""
    rows = (line(row), line(row + 1), claim(row), claim(row + 1), claim(row + 2))
    (made,) = books.settle(store, group(*rows, claimed=Ore(300_000), paid=Ore(299_951)))
    return made


def asked(store: Store, row: int) -> str:
    """Somebody waits for another to agree to its undoing."""
    made = posted(store, row)
    with store.database.writing() as session:
        undo(session, store.keys, made, actor=KARI, why="feil person")
    return made


def once_more(store: Store, row: int) -> str:
    """Undone, and settled again."""
    before = posted(store, row)
    with store.database.writing() as session:
        undo(session, store.keys, before, actor=KARI, why="feil", limits=GENEROUS)
    return posted(store, row)


def decided(store: Store, row: int) -> str:
    return _applied(store, row, Action.ACCEPT_PAID)


def decided_and_posted(store: Store, row: int) -> str:
    made = _applied(store, row, Action.ACCEPT_PAID)
    with store.database.writing() as session:
        decision = _decision_of(session, made)
        entry = books.entry_of(group(line(row), claim(row)))
        record(session, store.keys, EMPLOYER, [Draft(decision, books.MONTH, entry)], run_id=None)
    return made


def by_two(store: Store, row: int) -> str:
    return _applied(store, row, Action.WRITE_OFF)


def in_part(store: Store, row: int) -> str:
    """What is left of the claim is in another case meanwhile, which nobody has decided."""
    made = _applied(store, row, Action.ACCEPT_PART)
    samples.record(store, _case(row, line(row + 1), claim(row), paid=Ore(100)))
    return made


def in_part_and_the_rest(store: Store, row: int) -> str:
    """The part; what was left of the claim is settled too."""
    made = in_part(store, row)
    with store.database.reading() as session:
        rest = session.scalars(select(Case.id).order_by(Case.number.desc())).first()
    assert rest is not None
    _carried_out(store, rest, Action.ACCEPT_PAID)
    return made


OF_THE_PROGRAM: Final = (posted, in_a_closed_month, in_no_books, several, asked, once_more)
OF_PEOPLE: Final = (decided, decided_and_posted, by_two, in_part)
Kind = Callable[[Store, int], str]


def settled(store: Store, kinds: Sequence[Kind]) -> list[str]:
    """A settlement of each kind, in this order; then the month is closed that some are in."""
    made = [kind(store, place * _ROWS + 1) for place, kind in enumerate(kinds)]
    with store.database.writing() as session:
        session.execute(
            insert(ClosedPeriod),
            {
                "employer": EMPLOYER.value,
                "period": CLOSED,
                "controls": "[]",
                "by_id": LIV.id,
                "by_name": LIV.name,
                "closed_at": clock.now(),
            },
        )
    return made


def come_of(
    store: Store,
    settlement_ids: Sequence[str],
    *,
    actor: Actor,
    limits: Limits = GENEROUS,
    run_id: str | None = None,
    why: str = "feil",
    at_once: bool,
) -> dict[str, Any]:
    """What would be stored once they were taken back, or why they can't be; nothing is kept."""
    found: dict[str, Any] = {}
    shared = {"actor": actor, "why": why, "run_id": run_id, "limits": limits}
    with (
        clock.stopped_at(LATER),
        _numbered_requests(),
        suppress(_EnoughError),
        store.database.writing() as session,
    ):
        try:
            if at_once:
                found["states"] = undo_all(session, store.keys, settlement_ids, **shared)
            else:
                found["states"] = {
                    each: undo(session, store.keys, each, **shared) for each in settlement_ids
                }
        except (InputError, AccessDenied) as refused:
            found = {"refused": refused.code}
        else:
            assert verify(session) is None
            assert uneven_vouchers(session) == ()
            found |= stored(session, store.keys)
        raise _EnoughError
    return found


class _EnoughError(Exception):
    """Nothing of it is to be kept."""


@contextmanager
def _numbered_requests() -> Iterator[None]:
    numbers = (f"request {number}" for number in count(1))
    with mock.patch.object(undoing, "uuid4", side_effect=numbers):
        yield


def stored(session: Session, keys: KeyRing) -> dict[str, list[tuple[Any, ...]]]:
    """Table -> its rows; what taking back seals is opened, since no sealing is like another."""
    found = {}
    for table in Base.metadata.sorted_tables:
        rows = [dict(row) for row in session.execute(select(table)).mappings()]
        for row in rows:
            for column, context in _SEALED.get(table.name, {}).items():
                if row[column] is not None:
                    row[column] = keys.decrypt(row[column], context.format_map(row))
        found[table.name] = sorted((tuple(row.values()) for row in rows), key=repr)
    return found


_SEALED: Final = {
    "settlements": {"undone_why": "undone:{id}"},
    "undo_requests": {"why": "undo request:{id}"},
    "postings": {"sealed": "posting:{key}"},
}


def without_order(found: dict[str, Any]) -> dict[str, Any]:
    """The trail as what was done, whichever came first: requests come before what is done."""
    if "audit" not in found:
        return found
    columns = list(Base.metadata.tables["audit"].columns.keys())
    told = [columns.index(name) for name in ("actor", "action", "case_id", "data")]
    trail = sorted((tuple(row[place] for place in told) for row in found["audit"]), key=repr)
    return found | {"audit": trail}


def _case(row: int, *rows: Any, **changed: Any) -> Difference:
    given = {"paid": Ore(1_287_900), "permitted": PERMITTED} | changed
    return samples.difference(*rows, employee_number=f"E-{row}", **given)


def _applied(store: Store, row: int, action: Action) -> str:
    """A case that was decided so, and became a settlement."""
    (case_id,) = samples.record(store, _case(row, line(row), claim(row))).case_ids
    return _carried_out(store, case_id, action)


def _carried_out(store: Store, case_id: str, action: Action) -> str:
    with store.database.writing() as session:
        decide(
            *(session, store.keys, case_id),
            version=session.get_one(Case, case_id).version,
            actor=KARI,
            action=action,
            comment="etter avtale",
            limits=GENEROUS,
        )
        version = session.get_one(Case, case_id).version
        if action is Action.WRITE_OFF:
            approve(session, store.keys, case_id, version=version, actor=LIV)
        apply_decisions(session, store.keys, store.run_id, EMPLOYER, "d" * 64)
        return session.scalars(
            select(AppliedDecision.settlement_id)
            .join(DecisionEntry, DecisionEntry.id == AppliedDecision.decision_id)
            .where(DecisionEntry.case_id == case_id)
        ).one()


def _decision_of(session: Session, settlement_id: str) -> str:
    return session.scalars(
        select(AppliedDecision.decision_id).where(AppliedDecision.settlement_id == settlement_id)
    ).one()
