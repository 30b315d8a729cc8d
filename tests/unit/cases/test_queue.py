"""What the review app reads."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

import pytest

from rutine.cases.access import ROBOT, Actor, UserRole
from rutine.cases.deciding.decisions import decide
from rutine.cases.lists.queue import case_id_of, case_view, counts, next_case, open_cases
from rutine.cases.people.register import reveal
from rutine.cases.views import CaseStatus, CaseView, Filters, QueuePage
from rutine.core.differences import Action, Evidence
from rutine.core.errors import AccessDenied, InputError
from rutine.core.identifiers import Fnr
from rutine.core.money import Ore
from tests.unit.cases.samples import (
    AUDITOR,
    CONSULTANT,
    EMPLOYER,
    FNRS,
    KARI,
    NAMES,
    OTHER_UNIT,
    RULES,
    UNIT,
    Store,
    claim,
    difference,
    line,
    record,
    report_difference,
    sqlite_store,
)

IN_OTHER_UNIT = Actor(
    "user:x", "Nina", frozenset({UserRole.REVIEWER}), frozenset({OTHER_UNIT.value})
)


@pytest.fixture
def numbers(store: Store) -> list[int]:
    """Six cases: four about persons in two units, one report, one fetch; the fourth is done."""
    ids = record(
        store,
        difference(line(1), claim(1)),
        difference(claim(2), reason="D14", paid=Ore(0)),
        difference(claim(3), reason="D14", sub_unit=OTHER_UNIT, employee_number="E-900222"),
        difference(line(4), person=Fnr(FNRS[1]), name=NAMES[1], employee_number=None, benefit="7"),
        report_difference(),
        report_difference("D38", kind="fetch", reference=None),
    ).case_ids
    with store.database.reading() as session:
        views = [case_view(session, store.keys, case_id, KARI) for case_id in ids]
    with store.database.writing() as session:
        decide(session, store.keys, ids[3], version=1, actor=KARI, action=Action.ACCEPT_PAID)
    return [view.number for view in views]


def page(store: Store, filters: Filters, viewer: Actor = KARI, **paging: int) -> QueuePage:
    with store.database.reading() as session:
        return open_cases(session, store.keys, viewer, filters, **paging)


def shown(store: Store, filters: Filters, viewer: Actor = KARI) -> set[int]:
    return {row.number for row in page(store, filters, viewer).rows}


def seen(store: Store, number: int, viewer: Actor = KARI) -> CaseView:
    with store.database.reading() as session:
        return case_view(session, store.keys, case_id_of(session, number), viewer)


def test_the_queue_shows_open_cases_oldest_first(store: Store, numbers: list[int]) -> None:
    found = page(store, Filters())

    assert [row.number for row in found.rows] == sorted(set(numbers) - {numbers[3]})
    assert (found.total, found.page, found.pages) == (5, 1, 1)


def test_a_row_has_what_the_list_shows(store: Store, numbers: list[int]) -> None:
    (row,) = page(store, Filters(search=str(numbers[0]))).rows

    assert (row.claimed, row.paid, row.difference) == (
        Ore(1_431_000),
        Ore(1_287_900),
        Ore(-143_100),
    )
    assert (row.employee_number, row.sub_unit, row.benefit) == ("E-900117", UNIT.value, "4")
    assert (row.reason, row.status, row.suggestion, row.has_person) == (
        "D00",
        CaseStatus.OPEN,
        Action.CHANGE_CLAIM,
        True,
    )


def test_filters_narrow_the_queue(store: Store, numbers: list[int]) -> None:
    a, b, c, d, report, fetch = numbers

    assert shown(store, Filters(reason="D14")) == {b, c}
    assert shown(store, Filters(sub_unit=UNIT.value)) == {a, b}
    assert shown(store, Filters(reason="D14", sub_unit=OTHER_UNIT.value)) == {c}
    assert shown(store, Filters(status=CaseStatus.DONE)) == {d}
    assert shown(store, Filters(status=None)) == {a, b, c, d, report, fetch}
    assert shown(store, Filters(reason="D99")) == set()


def test_search_is_by_employee_number_or_case_number(store: Store, numbers: list[int]) -> None:
    # The first three are one person with two jobs.
    assert shown(store, Filters(search="E-900117")) == set(numbers[:2])
    assert shown(store, Filters(search=" E-900222 ")) == {numbers[2]}
    assert shown(store, Filters(search=str(numbers[4]))) == {numbers[4]}
    assert shown(store, Filters(search="  ")) == set(numbers) - {numbers[3]}
    for nothing in ("9", FNRS[0], "%", "9" * 40, "²"):
        assert shown(store, Filters(search=nothing)) == set()


def test_pages_follow_each_other_and_one_past_the_end_is_the_last(
    store: Store, numbers: list[int]
) -> None:
    pages = [page(store, Filters(), page=n, size=2) for n in (1, 2, 3, 9, 0)]

    assert [p.page for p in pages] == [1, 2, 3, 3, 1]
    assert [len(p.rows) for p in pages] == [2, 2, 1, 1, 2]
    assert {p.pages for p in pages} == {3}


def test_an_empty_queue_is_one_empty_page(store: Store) -> None:
    found = page(store, Filters())

    assert (found.rows, found.total, found.page, found.pages) == ((), 0, 1, 1)


def test_counts_are_of_what_the_viewer_sees(store: Store, numbers: list[int]) -> None:
    with store.database.reading() as session:
        everything = counts(session, KARI)
        unit = counts(session, IN_OTHER_UNIT, None)

    assert (everything.to_do, everything.done) == (5, 1)
    assert everything.statuses[CaseStatus.WAITING] == 0
    assert everything.reasons == {"D00": 1, "D14": 2, "D37": 1, "D38": 1}
    assert everything.units == {UNIT.value: 2, OTHER_UNIT.value: 1}
    assert (unit.to_do, unit.reasons) == (1, {"D14": 1})


def test_one_who_sees_one_unit_sees_nothing_else(store: Store, numbers: list[int]) -> None:
    assert shown(store, Filters(status=None), IN_OTHER_UNIT) == {numbers[2]}
    for hidden in (numbers[0], numbers[4]):
        with pytest.raises(InputError) as refused:
            seen(store, hidden, IN_OTHER_UNIT)
        assert refused.value.code == "case_missing"


@pytest.mark.parametrize("viewer", [ROBOT, CONSULTANT])
def test_cases_are_for_those_with_the_role(store: Store, numbers: list[int], viewer: Actor) -> None:
    for look in (
        lambda: page(store, Filters(), viewer),
        lambda: seen(store, numbers[0], viewer),
    ):
        with pytest.raises(AccessDenied):
            look()
    with store.database.reading() as session, pytest.raises(AccessDenied):
        counts(session, viewer)


def test_the_next_case_is_in_the_same_list_and_goes_round(store: Store, numbers: list[int]) -> None:
    waiting = sorted([numbers[1], numbers[2]])
    with store.database.reading() as session:

        def after(number: int, filters: Filters) -> int | None:
            return next_case(session, store.keys, KARI, filters, after=number)

        assert after(waiting[0], Filters(reason="D14")) == waiting[1]
        assert after(waiting[1], Filters(reason="D14")) == waiting[0]
        assert after(numbers[4], Filters(reason="D37")) is None


@pytest.mark.parametrize("number", [0, -1, 99, 2**40])
def test_a_number_that_is_no_case_is_not_found(
    store: Store, numbers: list[int], number: int
) -> None:
    with store.database.reading() as session, pytest.raises(InputError) as refused:
        case_id_of(session, number)

    assert refused.value.code == "case_missing"


def test_a_case_shows_both_sides_with_their_facts(store: Store, numbers: list[int]) -> None:
    view = seen(store, numbers[0])

    assert [row.ref for row in view.lines] == [line(1)]
    assert [(row.ref, row.claim_id) for row in view.claims] == [(claim(1), "K1")]
    facts = view.claims[0].facts
    assert facts is not None
    assert (facts.first, facts.amount, facts.benefit) == (date(2026, 8, 3), Ore(1_431_000), "4")
    assert view.evidence == (
        Evidence(field="amount", kind="ore", left="1431000", right="1287900", equal=False),
    )
    assert (view.employer, view.sub_unit, view.benefit) == (EMPLOYER, UNIT.value, "4")
    assert (view.difference, view.rules, view.routine) == (Ore(-143_100), RULES, "nav_refunds")
    assert view.subject is not None
    assert (view.subject.name, view.subject.employee_number) == (NAMES[0], "E-900117")


def test_a_case_about_a_report_has_no_person(store: Store, numbers: list[int]) -> None:
    view = seen(store, numbers[4])

    assert (view.subject, view.may_reveal, view.reference) == (None, False, "report 1128")


def test_a_case_says_what_this_reader_may_do(store: Store, numbers: list[int]) -> None:
    mine, read = seen(store, numbers[0]), seen(store, numbers[0], AUDITOR)

    assert Action.ACCEPT_PAID in mine.permitted
    assert mine.comment_required == {
        Action.WRITE_OFF,
        Action.CHANGE_CLAIM,
        Action.CANNOT_DETERMINE,
        Action.WAIT_UNTIL,
    }
    assert mine.second_person_for == {
        Action.WRITE_OFF,
        Action.ACCEPT_PAID,
        Action.ACCEPT_PART,
        Action.SETTLE_AS_CLAIMED,
    }
    assert mine.may_reveal
    assert (read.permitted, read.may_reveal) == ((), False)
    assert seen(store, numbers[3]).permitted == ()


def test_a_long_side_is_shown_in_part_and_counted_in_full(store: Store) -> None:
    (case_id,) = record(store, difference(*(line(n) for n in range(250)), claim(1))).case_ids

    with store.database.reading() as session:
        view = case_view(session, store.keys, case_id, KARI)

    assert (len(view.lines), view.line_count, view.claim_count) == (200, 250, 1)
    assert [row.ref.row for row in view.lines[:3]] == [0, 1, 2]


def test_the_history_tells_who_looked_up_the_number_and_why(
    store: Store, numbers: list[int]
) -> None:
    view = seen(store, numbers[0])
    assert view.subject is not None
    with store.database.writing() as session:
        reveal(
            session,
            store.keys,
            view.subject.subject_id,
            actor=KARI,
            reason="ringer NAV",
            case_id=view.case_id,
        )

    last = seen(store, numbers[0]).history[-1]
    assert (last.action, last.by_name, last.comment) == ("revealed", "Kari K", "ringer NAV")


def test_nothing_that_is_read_prints_its_contents(store: Store, numbers: list[int]) -> None:
    view, found = seen(store, numbers[0]), page(store, Filters(search="E-900117"))
    printed = " ".join(
        f"{thing!r} {thing}"
        for thing in (
            view,
            found,
            view.subject,
            view.claims,
            view.claims[0].facts,
            view.history,
            Filters(search="E-900117"),
        )
    )

    for secret in (NAMES[0], "E-900117", "E-900222", "1431000", "K1", "etter"):
        assert secret not in printed


def test_nothing_stored_or_read_reaches_the_log_even_at_debug(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    # The engine looks at the level when it is made, so the store is opened under it.
    with (
        caplog.at_level(logging.DEBUG),
        caplog.at_level(logging.DEBUG, "sqlalchemy"),
        sqlite_store(tmp_path) as store,
    ):
        recorded = record(store, difference(line(1), claim(1)), report_difference())
        found = page(store, Filters(search="E-900117"))
        with store.database.reading() as session:
            case_view(session, store.keys, recorded.case_ids[0], KARI)

    assert found.total == 1
    for secret in (*FNRS, NAMES[0], "E-900117", "1431000", "1287900", "K1", "report 1128"):
        assert secret not in caplog.text
