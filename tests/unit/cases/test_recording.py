"""Differences become cases once; people's decisions stand while the evidence stands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from rutine.cases.lifecycle.closing import withdraw
from rutine.cases.lifecycle.recording import record_differences
from rutine.cases.settling.settlements import record_groups
from rutine.cases.tables import AuditEntry, Case, CaseRowEntry, DecisionEntry
from rutine.cases.trail.audit import head
from rutine.cases.views import CaseStatus, DecisionState
from rutine.core.differences import Action, Difference, Evidence
from rutine.core.errors import InputError
from rutine.core.identifiers import Fnr
from rutine.core.money import Ore
from tests.unit.cases.samples import (
    EMPLOYER,
    FNRS,
    OTHER_UNIT,
    ROUTINE,
    Store,
    claim,
    difference,
    facts_of,
    group,
    line,
    record,
    report_difference,
    settle,
    tally,
)

NEXT_CLAIMS = "e" * 64
PAIR = difference(line(1), claim(1))


def case_of(store: Store, case_id: str) -> Case:
    with store.database.reading() as session:
        return session.get_one(Case, case_id)


def held(store: Store, case_id: str) -> set[tuple[str, str, int]]:
    with store.database.reading() as session:
        return {
            (entry.side, entry.sha256, entry.row)
            for entry in session.scalars(select(CaseRowEntry))
            if entry.case_id == case_id and entry.held
        }


def happened(store: Store, case_id: str) -> list[str]:
    with store.database.reading() as session:
        return list(
            session.scalars(
                select(AuditEntry.action)
                .where(AuditEntry.case_id == case_id)
                .order_by(AuditEntry.seq)
            )
        )


def paying(paid: int, *rows, **changed) -> Difference:
    """The pair with another sum and the evidence that goes with it."""
    evidence = (Evidence(field="amount", kind="ore", left="1431000", right=str(paid), equal=False),)
    return difference(*(rows or (line(1), claim(1))), paid=Ore(paid), evidence=evidence, **changed)


def test_a_difference_becomes_a_case_that_holds_its_rows(store: Store) -> None:
    recorded = record(store, PAIR)

    assert tally(recorded) == (1, 0, 0, 0, 0)
    (case_id,) = recorded.case_ids
    assert recorded.case_of == {line(1): case_id, claim(1): case_id}
    case = case_of(store, case_id)
    assert (case.number, case.status, case.version) == (1, "open", 1)
    assert held(store, case_id) == {("line", "a" * 64, 1), ("claim", "c" * 64, 1)}
    assert happened(store, case_id) == ["created"]


def test_the_same_differences_again_change_nothing(store: Store) -> None:
    both = (PAIR, report_difference())
    first = record(store, *both)
    with store.database.reading() as session:
        before = head(session)

    again = record(store, *both)

    assert tally(again) == (0, 0, 0, 2, 0)
    assert again.case_ids == first.case_ids
    with store.database.reading() as session:
        assert head(session) == before


def test_next_months_file_with_the_same_claim_is_the_same_case(store: Store) -> None:
    (case_id,) = record(store, difference(claim(1))).case_ids
    moved = claim(5, NEXT_CLAIMS)
    facts = {moved: facts_of(moved, claim_id="K1", label="claims 2026-09")}

    with store.database.writing() as session:
        again = record_differences(
            session, store.keys, store.run_id, ROUTINE, [difference(moved)], facts=facts
        )

    assert (again.unchanged, again.case_ids) == (1, (case_id,))
    assert again.case_of == {moved: case_id}


def test_a_better_explanation_updates_an_open_case(store: Store) -> None:
    (case_id,) = record(store, PAIR).case_ids

    again = record(store, PAIR.model_copy(update={"reason": "D43"}))

    assert (tally(again), again.case_ids) == ((0, 1, 0, 0, 0), (case_id,))
    case = case_of(store, case_id)
    assert (case.reason, case.version, case.status) == ("D43", 2, "open")
    assert happened(store, case_id) == ["created", "updated"]


def test_a_better_explanation_does_not_undo_what_a_person_decided(store: Store) -> None:
    (case_id,) = record(store, PAIR).case_ids
    settle(store, case_id)

    again = record(store, PAIR.model_copy(update={"reason": "D43", "suggestion": None}))

    assert tally(again) == (0, 0, 0, 1, 0)
    assert (case_of(store, case_id).status, case_of(store, case_id).reason) == ("done", "D00")


@pytest.mark.parametrize(
    ("action", "comment", "before"),
    [
        (Action.ACCEPT_PAID, "", CaseStatus.DONE),
        (Action.SEND_TO_NAV, "", CaseStatus.WAITING),
        (Action.WRITE_OFF, "for lite", CaseStatus.APPROVAL),
    ],
)
def test_changed_evidence_opens_the_case_again_and_the_decision_is_history(
    store: Store, action: Action, comment: str, before: CaseStatus
) -> None:
    (case_id,) = record(store, PAIR).case_ids
    settle(store, case_id, action, comment)
    assert case_of(store, case_id).status == before

    assert tally(record(store, PAIR)) == (0, 0, 0, 1, 0)
    again = record(store, paying(1_300_000))

    assert (tally(again), again.case_ids) == ((0, 0, 1, 0, 0), (case_id,))
    assert (case_of(store, case_id).status, case_of(store, case_id).paid) == ("open", 1_300_000)
    assert held(store, case_id) == {("line", "a" * 64, 1), ("claim", "c" * 64, 1)}
    assert happened(store, case_id)[-1] == "reopened"
    with store.database.reading() as session:
        assert session.scalars(select(DecisionEntry.state)).all() == [DecisionState.OVERTAKEN]


def test_what_is_settled_does_not_become_a_case(store: Store) -> None:
    with store.database.writing() as session:
        record_groups(session, store.keys, store.run_id, [group(line(1), claim(1))])

    for row in (line(1), claim(1)):
        with pytest.raises(InputError) as refused:
            record(store, difference(row))
        assert refused.value.code == "row_settled_already"


def test_a_row_on_two_differences_is_refused_and_nothing_is_stored(store: Store) -> None:
    with pytest.raises(InputError) as refused:
        record(store, difference(line(1), claim(1)), difference(line(2), claim(1)))

    assert refused.value.code == "row_in_two_cases"
    with store.database.reading() as session:
        assert session.scalars(select(Case)).all() == []


def test_a_claim_without_payrolls_key_is_refused(store: Store) -> None:
    with pytest.raises(InputError) as refused, store.database.writing() as session:
        record_differences(session, store.keys, store.run_id, ROUTINE, [PAIR], facts={})

    assert refused.value.code == "claim_ids_missing"


def test_one_report_can_fail_two_controls_but_not_one_twice(store: Store) -> None:
    assert record(store, report_difference("D36"), report_difference("D37")).new == 2

    with pytest.raises(InputError) as refused:
        record(store, report_difference("D38"), report_difference("D38"))
    assert refused.value.code == "case_twice"


def test_cases_of_reports_and_fetches_close_when_their_cause_is_gone(store: Store) -> None:
    fetch = report_difference("D38", kind="fetch", reference=None)
    ids = record(
        store, report_difference(), report_difference(reference="report 1129"), fetch
    ).case_ids

    with store.database.writing() as session:
        closed = withdraw(
            session,
            store.run_id,
            ROUTINE,
            EMPLOYER,
            kind="report",
            references={"report 1129", "report 1"},
        )
        assert closed == 1
        assert withdraw(session, store.run_id, ROUTINE, EMPLOYER, kind="fetch") == 1
        assert withdraw(session, store.run_id, ROUTINE, EMPLOYER, kind="fetch") == 0

    assert [case_of(store, case_id).status for case_id in ids] == [
        "open",
        "auto_closed",
        "auto_closed",
    ]


def test_what_a_person_decided_is_not_withdrawn(store: Store) -> None:
    (case_id,) = record(store, report_difference()).case_ids
    settle(store, case_id, Action.ACKNOWLEDGE)

    with store.database.writing() as session:
        assert withdraw(session, store.run_id, ROUTINE, EMPLOYER, kind="report") == 0


def test_another_routine_has_cases_of_its_own(store: Store) -> None:
    first = record(store, report_difference())

    with store.database.writing() as session:
        other = record_differences(
            session, store.keys, store.run_id, "other_routine", [report_difference()], facts={}
        )

    assert other.new == 1
    assert other.case_ids != first.case_ids


def test_new_cases_are_numbered_on_and_one_persons_stand_together(store: Store) -> None:
    record(store, report_difference())
    people = [
        difference(claim(n), employee_number=f"90011{n % 2}", sub_unit=OTHER_UNIT) for n in range(4)
    ]

    recorded = record(store, *people)

    numbers = [case_of(store, case_id).number for case_id in recorded.case_ids]
    assert sorted(numbers) == [2, 3, 4, 5]
    assert {*numbers[::2]} == {2, 3}


def test_a_new_name_reaches_the_person_of_an_old_case(store: Store) -> None:
    (case_id,) = record(store, PAIR).case_ids

    again = record(store, PAIR.model_copy(update={"name": "Nytt, Navn"}))

    assert again.unchanged == 1
    assert case_of(store, case_id).subject_id is not None


def test_a_correction_of_the_person_is_another_version_of_the_same_case(store: Store) -> None:
    record(store, PAIR)

    again = record(store, PAIR.model_copy(update={"person": Fnr(FNRS[1])}))

    assert again.updated == 1


def test_settling_again_is_known_and_doing_it_differently_is_refused(store: Store) -> None:
    pair, other = group(line(1), claim(1)), group(line(2), claim(2))
    with store.database.writing() as session:
        first = record_groups(session, store.keys, store.run_id, [pair, other])
        again = record_groups(session, store.keys, store.run_id, [pair])
        moved = claim(9, NEXT_CLAIMS)
        later = replace(pair, rows=(line(1), moved))
        next_month = record_groups(session, store.keys, store.run_id, [later])

    assert (first.new, again.new, again.known, next_month.known) == (2, 0, 1, 1)
    assert again.settlement_of[line(1)] == first.settlement_of[line(1)]
    assert next_month.settlement_of[moved] == first.settlement_of[claim(1)]
    for wrong in (
        [group(line(1), claim(2))],
        [group(line(1))],
        [group(line(1), claim(1), claim(7))],
        [group(line(7), claim(7)), group(line(8), claim(7))],
        [replace(pair, rows=(line(3), claim(3)), claim_ids=())],
    ):
        with pytest.raises(InputError) as refused, store.database.writing() as session:
            record_groups(session, store.keys, store.run_id, wrong)
        assert refused.value.code in {"row_settled_twice", "claim_ids_missing"}
