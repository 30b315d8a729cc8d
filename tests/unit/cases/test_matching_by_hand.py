"""Two at once: a row is proposed once, a proposal is agreed to once, and it is settled once."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from rutine.cases.access import Actor, UserRole
from rutine.cases.deciding.decisions import approve
from rutine.cases.deciding.matching_by_hand import preview, propose_match
from rutine.cases.deciding.similar import Chosen, decide_together
from rutine.cases.lifecycle.identity import RowKey
from rutine.cases.lifecycle.recording import record_differences
from rutine.cases.settling.applying import apply_decisions
from rutine.cases.settling.carried import Carried, record_carried
from rutine.cases.settling.undo_requests import approve_undo
from rutine.cases.settling.undoing import undo
from rutine.cases.tables import (
    AuditEntry,
    CarriedClaim,
    Case,
    CaseRowEntry,
    Settlement,
    UndoRequest,
)
from rutine.cases.trail.audit import verify
from rutine.core.differences import Action, Difference
from rutine.core.errors import InputError, RutineError
from rutine.core.identifiers import Fnr
from rutine.core.money import Ore
from tests.unit.cases.books import settle
from tests.unit.cases.samples import (
    CLAIMS,
    EMPLOYER,
    FNRS,
    KARI,
    PER,
    REPORT,
    ROUTINE,
    Store,
    claim,
    difference,
    facts_of,
    group,
    line,
    record,
    report_difference,
)
from tests.unit.cases.workbooks import ACCEPT, choose, codes, edited, export, row_of, taken

FULL = Ore(1_431_000)
K9: RowKey = ("claim", EMPLOYER.value, "K9")
APPROVERS = tuple(
    Actor(f"user:00000000-0000-0000-0000-0000000000{n}", f"Nr {n}", frozenset({UserRole.APPROVER}))
    for n in range(20, 28)
)


def line_key(row: int) -> RowKey:
    return ("line", REPORT, str(row))


def unmatched(store: Store, *rows: int) -> list[str]:
    """A case for each line that nobody claimed; K9 waits for NAV."""
    found = [difference(line(row), claimed=Ore(0), paid=FULL, reference=str(row)) for row in rows]
    cases = record(store, *found).case_ids
    carry(store)
    return [*cases]


def carry(store: Store, amount: Ore = FULL, sha256: str = CLAIMS) -> None:
    ref = claim(9, sha256)
    with store.database.writing() as session:
        record_carried(
            session,
            store.keys,
            EMPLOYER,
            [Carried(ref, Fnr(FNRS[0]), facts_of(ref, claim_id="K9", amount=amount))],
        )


def propose(store: Store, case_id: str, row: int, actor: Actor = KARI) -> str:
    picks = [line_key(row), K9]
    try:
        with store.database.reading() as session:
            seal = preview(session, store.keys, case_id, picks, actor=actor).seal
            version = session.get_one(Case, case_id).version
        with store.database.writing() as session:
            propose_match(
                *(session, store.keys, case_id, picks),
                version=version,
                seal=seal,
                actor=actor,
                comment="samme fravær",
            )
    except RutineError as error:
        return error.code
    return "proposed"


def test_two_who_pick_the_same_claim_propose_it_once(store: Store) -> None:
    cases = unmatched(store, 1, 2)
    with ThreadPoolExecutor(4) as pool:
        told = Counter(pool.map(lambda n: propose(store, cases[n % 2], 1 + n % 2), range(4)))

    assert told["proposed"] == 1
    assert set(told) <= {"proposed", "row_proposed", "case_not_open", "case_changed"}


def test_eight_who_agree_at_once_agree_once_and_it_is_settled_once(store: Store) -> None:
    (case_id,) = unmatched(store, 1)
    assert propose(store, case_id, 1) == "proposed"
    with store.database.reading() as session:
        version = session.get_one(Case, case_id).version

    def agree(actor: Actor) -> str:
        try:
            with store.database.writing() as session:
                approve(session, store.keys, case_id, version=version, actor=actor)
        except RutineError as error:
            return error.code
        return "approved"

    with ThreadPoolExecutor(8) as pool:
        told = Counter(pool.map(agree, APPROVERS))

    assert told == {"approved": 1, "case_changed": 7}
    for _ in range(2):
        with store.database.writing() as session:
            apply_decisions(session, store.keys, store.run_id, EMPLOYER, "d" * 64)
    with store.database.reading() as session:
        (settlement,) = session.scalars(select(Settlement))
        assert (settlement.claimed, settlement.paid) == (FULL, FULL)
        assert session.scalars(select(CarriedClaim)).all() == []
        assert verify(session) is None
        told = session.scalars(
            select(AuditEntry.data).where(AuditEntry.action.in_(("proposed", "approved")))
        ).all()
    seals = {json.loads(each)["picked"] for each in told}
    assert (len(told), len(seals)) == (2, 1)  # what was agreed to is what was proposed


def test_eight_who_agree_to_an_undoing_take_it_back_once(store: Store) -> None:
    (settlement_id,) = settle(store, group(line(1), claim(1)))
    with store.database.writing() as session:
        undo(session, store.keys, settlement_id, actor=KARI, why="feil")
    with store.database.reading() as session:
        request_id = session.scalars(select(UndoRequest.id)).one()

    def agree(actor: Actor) -> str:
        try:
            with store.database.writing() as session:
                approve_undo(session, store.keys, request_id, actor=actor)
        except RutineError as error:
            return error.code
        return "undone"

    with ThreadPoolExecutor(8) as pool:
        assert Counter(pool.map(agree, APPROVERS)) == {"undone": 1, "request_missing": 7}


def test_the_same_claims_of_the_same_file_are_left_alone_and_others_are_read_anew(
    store: Store,
) -> None:
    unmatched(store, 1)

    def stored() -> tuple[bytes, int, str]:
        with store.database.reading() as session:
            entry = session.scalars(select(CarriedClaim)).one()
            return entry.sealed, entry.amount, entry.sha256

    first = stored()
    carry(store)
    assert stored() == first
    carry(store, Ore(5))
    assert stored()[1] == 5
    carry(store, sha256="b" * 64)
    assert stored()[1:] == (FULL, "b" * 64)


def test_a_row_whose_amount_is_not_known_is_not_matched(store: Store) -> None:
    (case_id,) = unmatched(store, 1)
    with store.database.writing() as session:
        session.scalars(select(CaseRowEntry)).one().sealed = None
    assert propose(store, case_id, 1) == "row_without_amount"


def test_a_case_that_somebody_else_has_is_not_matched(store: Store) -> None:
    (case_id,) = unmatched(store, 1)
    with store.database.writing() as session:
        session.get_one(Case, case_id).assignee = PER.id
    assert propose(store, case_id, 1) == "case_held"
    assert propose(store, case_id, 1, PER) == "proposed"


def test_too_many_rows_and_another_employers_are_refused(store: Store) -> None:
    (case_id,) = unmatched(store, 1)
    with store.database.reading() as session:
        for picks, code in (
            ([line_key(row) for row in range(1, 70)], "too_many"),
            ([line_key(1), ("claim", "999999999", "K9")], "row_missing"),
        ):
            with pytest.raises(InputError) as refused:
                preview(session, store.keys, case_id, picks, actor=KARI)
            assert refused.value.code == code


def test_no_path_decides_a_case_whose_rows_wait_in_another(store: Store) -> None:
    first, second = unmatched(store, 1, 2)
    carry(store, Ore(2 * FULL))
    picks = [line_key(1), line_key(2), K9]
    with store.database.reading() as session:
        seal = preview(session, store.keys, first, picks, actor=KARI).seal
    data = export(store)
    with store.database.writing() as session:
        propose_match(
            *(session, store.keys, first, picks),
            version=1,
            seal=seal,
            actor=KARI,
            comment="samme fravær",
        )

    row = row_of(data, second)
    assert codes(taken(store, edited(data, choose(row, ACCEPT)))) == [
        (row, "status", "case_in_match")
    ]
    with store.database.reading() as session:
        number = session.get_one(Case, second).number
    together = decide_together(
        store.database,
        store.keys,
        [Chosen(number, 1)],
        actor=KARI,
        action=Action.ACCEPT_PAID,
    )
    assert together.refused == ((number, "case_in_match"),)


@pytest.mark.parametrize(
    ("about", "code"),
    [
        (difference(line(3), claimed=Ore(0), paid=FULL), "match_not_of_case"),
        (report_difference(), "match_kind"),
    ],
)
def test_a_match_is_proposed_in_a_case_of_its_rows(
    store: Store, about: Difference, code: str
) -> None:
    unmatched(store, 1)
    (other,) = record(
        store, difference(line(1), claimed=Ore(0), paid=FULL, reference="1"), about
    ).case_ids[1:]
    with store.database.reading() as session:
        seal = preview(session, store.keys, other, [line_key(1), K9], actor=KARI).seal
    with store.database.writing() as session, pytest.raises(InputError) as refused:
        propose_match(
            *(session, store.keys, other, [line_key(1), K9]),
            version=1,
            seal=seal,
            actor=KARI,
            comment="samme fravær",
        )
    assert refused.value.code == code


def test_rows_of_nobody_known_are_not_matched(store: Store) -> None:
    nobody = difference(
        line(1), line(2), person=None, name=None, sub_unit=None, claimed=Ore(0), paid=Ore(0)
    )
    facts = {
        line(row): facts_of(line(row), amount=Ore(amount), sub_unit=None)
        for row, amount in ((1, 500), (2, -500))
    }
    with store.database.writing() as session:
        (case_id,) = record_differences(
            session, store.keys, store.run_id, ROUTINE, [nobody], facts=facts
        ).case_ids
    picks = [line_key(1), line_key(2)]
    with store.database.reading() as session:
        seen = preview(session, store.keys, case_id, picks, actor=KARI)
    assert seen.across
    with store.database.writing() as session, pytest.raises(InputError) as refused:
        propose_match(
            *(session, store.keys, case_id, picks),
            version=1,
            seal=seen.seal,
            actor=KARI,
            comment="trukket tilbake",
        )
    assert refused.value.code == "match_nobody"
