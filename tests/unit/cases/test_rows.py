"""Every row of a run has one outcome, and the store can prove it."""

from __future__ import annotations

import time as stopwatch

import pytest

from rutine.cases.deciding.decisions import decide
from rutine.cases.lifecycle.rows import (
    OutcomeCount,
    RowOutcome,
    Unaccounted,
    outcomes,
    record_outcomes,
    rows_in_cases,
    unaccounted,
)
from rutine.cases.settling.settlements import (
    record_groups,
    settled_claims,
    settled_rows,
    settled_total,
)
from rutine.cases.views import CaseStatus
from rutine.core.differences import Action, Outcome, Side
from rutine.core.errors import InputError
from rutine.core.money import Ore
from tests.unit.cases.samples import (
    CLAIMS,
    EMPLOYER,
    GENEROUS,
    KARI,
    OTHER_EMPLOYER,
    REPORT,
    Store,
    claim,
    difference,
    group,
    line,
    record,
)

LINES_IN = {(Side.LINE, REPORT): 3}


def carried(row: int) -> RowOutcome:
    return RowOutcome(Side.CLAIM, CLAIMS, row, Outcome.CARRIED, f"K{row}")


def rejected(row: int) -> RowOutcome:
    return RowOutcome(Side.LINE, REPORT, row, Outcome.REJECTED)


def test_outcomes_are_counted_by_file(store: Store) -> None:
    with store.database.writing() as session:
        entered = record_outcomes(
            session, store.run_id, [*map(rejected, range(1, 4)), carried(1), carried(2)]
        )
    with store.database.reading() as session:
        counted = outcomes(session, store.run_id)
        missing = unaccounted(session, store.run_id, LINES_IN | {(Side.CLAIM, CLAIMS): 2})

    assert entered == 5
    assert counted == (
        OutcomeCount(Side.CLAIM, CLAIMS, Outcome.CARRIED, 2),
        OutcomeCount(Side.LINE, REPORT, Outcome.REJECTED, 3),
    )
    assert missing == ()


def test_a_lost_row_and_an_unknown_file_are_named(store: Store) -> None:
    with store.database.writing() as session:
        record_outcomes(session, store.run_id, [rejected(1), rejected(2), carried(1)])
    with store.database.reading() as session:
        missing = unaccounted(session, store.run_id, LINES_IN)

    assert missing == (
        Unaccounted(Side.CLAIM, CLAIMS, 0, 1),
        Unaccounted(Side.LINE, REPORT, 3, 2),
    )


def test_a_row_has_no_second_outcome_in_a_run(store: Store) -> None:
    with pytest.raises(InputError) as refused, store.database.writing() as session:
        record_outcomes(session, store.run_id, [rejected(1), rejected(1)])

    assert refused.value.code == "store_conflict"


@pytest.mark.parametrize("outcome", [Outcome.SETTLED, Outcome.CASE])
def test_an_outcome_names_its_case_or_settlement(store: Store, outcome: Outcome) -> None:
    with store.database.writing() as session, pytest.raises(InputError) as refused:
        record_outcomes(session, store.run_id, [RowOutcome(Side.LINE, REPORT, 1, outcome)])

    assert refused.value.code == "outcome_without_reference"


def test_outcomes_belong_to_a_run_that_is_there(store: Store) -> None:
    with store.database.writing() as session, pytest.raises(InputError) as refused:
        record_outcomes(session, "nothing", [rejected(1)])

    assert refused.value.code == "run_missing"


def test_ten_thousand_rows_are_entered_in_less_than_two_seconds(store: Store) -> None:
    groups = [group(line(n), claim(n)) for n in range(2500)]
    differences = [difference(line(n), claim(n)) for n in range(2500, 5000)]
    started = stopwatch.process_time()

    with store.database.writing() as session:
        settled = record_groups(session, store.keys, store.run_id, groups)
    recorded = record(store, *differences)
    ends = [
        RowOutcome(ref.side, ref.sha256, ref.row, Outcome.SETTLED, None, settlement)
        for ref, settlement in settled.settlement_of.items()
    ] + [
        RowOutcome(ref.side, ref.sha256, ref.row, Outcome.CASE, None, None, case_id)
        for ref, case_id in recorded.case_of.items()
    ]
    stored = stopwatch.process_time()
    with store.database.writing() as session:
        assert record_outcomes(session, store.run_id, ends) == 10_000

    assert stopwatch.process_time() - stored < 2
    assert stored - started < 10  # groups and cases, with encryption and trail; for a slow machine


def test_settled_rows_and_claims_are_known_in_the_next_run(store: Store) -> None:
    with store.database.writing() as session:
        recorded = record_groups(
            session, store.keys, store.run_id, [group(line(1), line(2), claim(1))]
        )
    with store.database.reading() as session:
        settlement = recorded.settlement_of[line(1)]
        assert settled_claims(session, EMPLOYER) == {"K1": settlement}
        assert settled_rows(session, EMPLOYER) == {
            (REPORT, 1): settlement,
            (REPORT, 2): settlement,
        }
        assert settled_claims(session, OTHER_EMPLOYER) == {}
        assert settled_total(session, store.run_id) == Ore(1_431_000)
        assert settled_total(session, "another") == Ore(0)


def test_rows_tell_their_case_and_what_was_decided(store: Store) -> None:
    decided, waiting = record(store, difference(line(1), claim(1)), difference(claim(2))).case_ids
    record(store, difference(claim(3)))
    record(store, difference(line(3), claim(3)))  # the same case goes on
    with store.database.writing() as session:
        for case_id, action in ((decided, Action.ACCEPT_PAID), (waiting, Action.SEND_TO_NAV)):
            decide(
                session,
                store.keys,
                case_id,
                version=1,
                actor=KARI,
                action=action,
                limits=GENEROUS,
            )

    with store.database.reading() as session:
        rows = rows_in_cases(session, EMPLOYER)
        assert rows_in_cases(session, OTHER_EMPLOYER) == ()

    found = {(row.side, row.row): (row.status, row.action, row.claim_id) for row in rows}
    assert found == {
        (Side.LINE, 1): (CaseStatus.DONE, Action.ACCEPT_PAID, None),
        (Side.CLAIM, 1): (CaseStatus.DONE, Action.ACCEPT_PAID, "K1"),
        (Side.CLAIM, 2): (CaseStatus.WAITING, Action.SEND_TO_NAV, "K2"),
        (Side.LINE, 3): (CaseStatus.OPEN, None, None),
        (Side.CLAIM, 3): (CaseStatus.OPEN, None, "K3"),
    }
    assert len(rows) == len(found)
