"""No page reads a large table from end to end: every question is answered by an index.

A store of some years has hundreds of thousands of cases, and a missing index is not felt in a
small one. So the plan of each statement is read, not its time. SQLite plans by the tables alone
(nobody has counted their rows), so a small store has the plans of a large one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event, text

from rutine.cases.runs import newest_run

LARGE = ("cases", "case_rows", "decisions", "audit", "settlements", "settled_rows", "subjects")
_WALK = re.compile(
    rf"^SCAN ({'|'.join(LARGE)})(_\d+)?\b|^SEARCH .* AUTOMATIC "
    # Runs are fewer, and each may be large: their index may be walked, and they may not.
    r"|^SCAN runs\b(?! USING COVERING INDEX)"
)
_CLOCK = "min(cases.found_at)"
"""How the tests' own app finds the day it is, in a transaction of its own."""
_NEWEST = re.compile(r"FROM audit (WHERE audit.action = \? )?ORDER BY audit.seq DESC LIMIT")
"""The head of the trail, or the last that says something: from the end, in the table's order."""
_PER_EMPLOYER = re.compile(r"SEARCH anon_1 USING AUTOMATIC PARTIAL COVERING INDEX \(employer=\?\)")
"""When each employer's last run ended, found once and then looked up: as many as there are."""

PAGES = (
    "/saker",
    "/saker?status=mine",
    "/saker?status=waiting&sort=due",
    "/saker?status=today",
    "/saker?status=done&page=2",
    "/saker?sort=stake&med=less-r.D43",
    "/saker?reason=D43&sort=newest",
    "/saker/{number}",
    "/saker/{number}/tidligere",
    "/saker/{number}/like",
    "/status",
    "/status?tilstand=well",
    "/kjoringer",
    "/kjoringer?rutine=nav_refunds&page=2",
    "/kjoringer?arbeidsgiver=910000004",
    "/kjoringer?kjoring=1",
)


@contextmanager
def asked() -> Iterator[list[tuple[str, object]]]:
    """The statements that are sent meanwhile, with their parameters."""
    found: list[tuple[str, object]] = []

    def note(_connection, _cursor, statement, parameters, _context, many):
        if not many and statement.startswith(("SELECT", "UPDATE", "DELETE")):
            found.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def _walks(step: str) -> bool:
    return _WALK.match(step) is not None and not _PER_EMPLOYER.match(step)


def walked(store, statements) -> list[str]:
    """The large tables that a statement reads from end to end, and which statement."""
    found = []
    with store.database.reading() as session:
        connection = session.connection()
        for statement, parameters in statements:
            if _NEWEST.search(" ".join(statement.split())):
                continue
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            found += [f"{row[3]}: {statement}" for row in plan if _walks(row[3])]
    return found


@pytest.mark.parametrize("address", PAGES)
def test_a_page_walks_no_large_table(visitor, store, address):
    number = visitor.number("D43")
    with asked() as statements:
        answer = visitor.get(address.format(number=number))
    assert answer.status_code == 200
    assert len(statements) > 4
    assert walked(store, statements) == []


@pytest.mark.parametrize(("address", "most"), [("/saker", 13), ("/saker/{number}", 20)])
def test_a_page_asks_no_more_than_it_must_and_begins_twice(visitor, address, most):
    """Each is a round trip to PostgreSQL: who it is in one transaction, the page in another."""
    number = visitor.number("D43")
    visitor.get(address.format(number=number))
    begun = []

    def note(connection):
        begun.append(connection)

    event.listen(Engine, "begin", note)
    try:
        with asked() as statements:
            visitor.get(address.format(number=number))
    finally:
        event.remove(Engine, "begin", note)
    clock = sum(_CLOCK in statement for statement, _ in statements)
    assert len(statements) - clock <= most
    assert len(begun) - clock == 2


def test_what_was_gained_is_counted_from_what_people_decided(visitor, store):
    """Decisions alone are read from end to end: a routine's cases may be all there are."""
    with asked() as statements:
        assert visitor.get("/gevinst").status_code == 200
    assert any("decisions" in statement for statement, _ in statements)
    assert [step for step in walked(store, statements) if "SCAN decisions" not in step] == []
    with store.database.reading() as session:
        for statement, parameters in statements:
            plan = session.connection().exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", parameters
            )
            whole = re.compile(r"(SEARCH|SCAN) cases .*\(routine=\?\)$")
            assert not [row[3] for row in plan if whole.match(row[3])]


@pytest.mark.parametrize("address", ["/status", "/gevinst"])
def test_open_cases_are_counted_from_an_index_alone(visitor, store, address):
    """Or each of them is looked up: a quarter of a second for 230 000, and more on a slow disk."""
    with asked() as statements:
        assert visitor.get(address).status_code == 200
    counted = [each for each in statements if "count(" in each[0] and "FROM cases" in each[0]]
    assert counted
    found = set()
    with store.database.reading() as session:
        for statement, parameters in counted:
            plan = session.connection().exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", parameters
            )
            found |= {row[3] for row in plan if " cases " in row[3]}
    assert found
    of_one_person = re.compile(r"SEARCH cases USING INDEX ix_cases_assignee \(assignee=\?\)")
    assert not [step for step in found if "COVERING" not in step and not of_one_person.match(step)]


def test_how_every_routine_stands_is_asked_by_the_index_of_runs(visitor, store, cases):
    """One that failed is looked back at; the rows of no other employer's runs are read."""
    with store.database.writing() as session:
        run = cases.open_run(session, "nav_refunds", cases.EMPLOYER, None, {})
        cases.finish_run(session, run, cases.RunSummary(state=cases.RunState.FAILED))
    with asked() as statements:
        visitor.get("/status")
    plans = []
    with store.database.reading() as session:
        for statement, parameters in statements:
            plan = session.connection().exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", parameters
            )
            plans += [row[3] for row in plan]
    assert "SEARCH runs USING COVERING INDEX ix_runs_routine (routine=? AND employer=?)" in plans


@pytest.mark.parametrize("employer", [False, True])
def test_the_newest_run_is_found_by_the_index_of_runs(store, cases, employer):
    """Not by sorting what all of the routine's runs came to."""
    with asked() as statements, store.database.reading() as session:
        run = newest_run(session, "nav_refunds", cases.EMPLOYER if employer else None)
    assert run is not None
    with store.database.reading() as session:
        (found,) = [
            [
                row[3]
                for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {q}", with_)
            ]
            for q, with_ in statements
        ]
    assert [step for step in found if "runs" in step] == [
        "SEARCH runs USING INDEX sqlite_autoindex_runs_2 (number=?)",
        "SEARCH runs USING COVERING INDEX ix_runs_routine "
        + ("(routine=? AND employer=?)" if employer else "(routine=?)"),
    ]


def test_nor_does_a_decision_or_the_page_after_it(visitor, store):
    number = visitor.number("D43")
    visitor.get(f"/saker/{number}")
    with asked() as statements:
        answer = visitor.post(
            f"/saker/{number}/avgjor", action="accept_paid", version=visitor.version(), comment="Ok"
        )
        assert answer.status_code == 303
        visitor.get(answer.headers["location"])
    assert any("case_rows_2.held" in statement for statement, _ in statements)
    assert walked(store, statements) == []


def test_a_table_that_is_walked_is_found(store):
    """Or the tests above could not fail."""
    with asked() as statements, store.database.reading() as session:
        session.execute(text("SELECT id FROM case_rows, cases WHERE permitted = 'x'"))
    assert len(walked(store, statements)) == 2


def test_held_rows_are_found_by_their_index(store):
    """SQLite uses a partial index only where its condition is repeated word for word."""
    query = "SELECT 1 FROM case_rows INDEXED BY uq_case_rows_held WHERE side = 'line' AND held = 1"
    with store.database.reading() as session:
        session.execute(text(query))  # refused where the index does not fit
