"""A case goes on with its history when rows come and go, and says what is new."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from rutine.cases.deciding.decisions import approve
from rutine.cases.lists.queue import case_view
from rutine.cases.settling.settlements import record_groups
from rutine.cases.tables import AuditEntry, Case, CaseRowEntry
from rutine.core.differences import Action, Difference, Evidence
from rutine.core.errors import InputError
from rutine.core.money import Ore
from tests.unit.cases.samples import (
    KARI,
    LIV,
    Store,
    claim,
    difference,
    group,
    line,
    record,
    settle,
    tally,
)

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
        query = select(AuditEntry.action).where(AuditEntry.case_id == case_id)
        return list(session.scalars(query.order_by(AuditEntry.seq)))


def paying(paid: int) -> Difference:
    """The pair with another sum and the evidence that goes with it."""
    evidence = (Evidence(field="amount", kind="ore", left="1431000", right=str(paid), equal=False),)
    return difference(line(1), claim(1), paid=Ore(paid), evidence=evidence)


def news(store: Store, case_id: str) -> list[tuple[str, str, str | None, str | None]]:
    """What has changed since somebody last said something."""
    with store.database.reading() as session:
        view = case_view(session, store.keys, case_id, KARI)
    return [(each.field, each.side, each.before, each.after) for each in view.news]


def test_an_undecided_case_goes_on_with_more_rows(store: Store) -> None:
    (old,) = record(store, difference(claim(1))).case_ids

    recorded = record(store, difference(line(1), claim(1)))

    assert (tally(recorded), recorded.case_ids) == ((0, 1, 0, 0, 0), (old,))
    assert (case_of(store, old).status, len(held(store, old))) == ("open", 2)
    assert happened(store, old) == ["created", "updated"]
    assert tally(record(store, difference(line(1), claim(1)))) == (0, 0, 0, 1, 0)


def test_a_proposal_is_overtaken_when_a_line_comes_and_the_case_says_so(store: Store) -> None:
    (case_id,) = record(store, difference(claim(1))).case_ids
    settle(store, case_id, Action.WRITE_OFF, "for lite")

    record(store, paying(1_300_000))

    assert case_of(store, case_id).status == "open"
    assert news(store, case_id) == [
        ("lines_added", "right", None, "1"),
        ("report", "right", None, "1128"),
        ("amount", "right", "1287900", "1300000"),
    ]
    with store.database.writing() as session, pytest.raises(InputError) as refused:
        approve(session, store.keys, case_id, version=3, actor=LIV)
    assert refused.value.code == "case_not_for_approval"


def test_what_was_new_is_old_once_somebody_has_decided_again(store: Store) -> None:
    (case_id,) = record(store, PAIR).case_ids
    settle(store, case_id, Action.SEND_TO_NAV)
    record(store, paying(1_300_000))
    assert news(store, case_id) == [("amount", "right", "1287900", "1300000")]

    settle(store, case_id, Action.SEND_TO_NAV)
    record(store, paying(1_400_000))

    assert news(store, case_id) == [("amount", "right", "1300000", "1400000")]


def test_what_changed_lies_nowhere_in_clear(store: Store, tmp_path: Path) -> None:
    (case_id,) = record(store, PAIR).case_ids
    settle(store, case_id, Action.SEND_TO_NAV)
    evidence = (Evidence(field="grade", kind="text", left="77 prosent", right=None, equal=False),)
    record(store, PAIR.model_copy(update={"evidence": evidence}))

    assert ("grade", "left", None, "77 prosent") in news(store, case_id)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert b"77 prosent" not in path.read_bytes()


def test_of_two_cases_that_become_one_the_older_goes_on(store: Store) -> None:
    one, two = record(store, difference(claim(1)), difference(claim(2))).case_ids
    older, younger = sorted((one, two), key=lambda each: case_of(store, each).number)

    recorded = record(store, difference(line(1), claim(1), claim(2)))

    assert (tally(recorded), recorded.case_ids) == ((0, 1, 0, 0, 1), (older,))
    assert (case_of(store, younger).status, held(store, younger)) == ("auto_closed", set())
    with store.database.reading() as session:
        closed = case_view(session, store.keys, younger, KARI).history[-1]
    assert (closed.action, closed.cause, closed.joined) == (
        "auto_closed",
        "overtaken",
        case_of(store, older).number,
    )


def test_a_case_that_was_overtaken_opens_when_its_rows_are_alone_again(store: Store) -> None:
    apart = (difference(claim(1)), difference(claim(2)))
    ids = record(store, *apart).case_ids
    record(store, difference(claim(1), claim(2)))

    again = record(store, *apart)

    assert (tally(again), set(again.case_ids)) == ((0, 1, 1, 0, 0), set(ids))
    assert {case_of(store, each).status for each in ids} == {"open"}


def test_rows_may_change_cases_within_one_run(store: Store) -> None:
    first = record(store, difference(line(1), claim(1)), difference(line(2), claim(2)))

    second = record(store, difference(line(1), claim(2)), difference(line(2), claim(1)))

    assert tally(second) == (0, 2, 0, 0, 0)
    assert second.case_ids == first.case_ids  # each goes with its line


def test_a_case_closes_when_all_its_rows_are_settled(store: Store) -> None:
    (case_id,) = record(store, difference(claim(1), line(1))).case_ids
    with store.database.writing() as session:
        recorded = record_groups(session, store.keys, store.run_id, [group(line(1), claim(1))])

    assert recorded.closed_cases == 1
    assert case_of(store, case_id).status == "auto_closed"
    assert happened(store, case_id) == ["created", "auto_closed"]


def test_a_case_goes_on_with_the_rows_that_are_not_settled(store: Store) -> None:
    (case_id,) = record(store, difference(claim(1), claim(2))).case_ids
    settle(store, case_id, Action.SEND_TO_NAV)
    with store.database.writing() as session:
        recorded = record_groups(session, store.keys, store.run_id, [group(line(1), claim(1))])
    assert recorded.closed_cases == 0

    remainder = record(store, difference(claim(2)))

    assert (tally(remainder), remainder.case_ids) == ((0, 0, 1, 0, 0), (case_id,))
    assert news(store, case_id) == [("claims_gone", "left", None, "1")]
