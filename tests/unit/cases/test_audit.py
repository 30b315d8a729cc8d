"""The trail is append-only, and a forged entry is named."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import delete, text, update

from rutine.cases.access import ROBOT
from rutine.cases.tables import AuditEntry
from rutine.cases.trail.audit import (
    START,
    AuditHead,
    AuditProblem,
    Event,
    append,
    append_all,
    head,
    verify,
)
from rutine.core.errors import ConnectorError, InputError
from tests.unit.cases.samples import KARI, Store


@pytest.fixture
def trail(store: Store) -> AuditHead:
    """Ten entries and their head (the run's own are the first)."""
    with store.database.writing() as session:
        while head(session).seq < 10:
            append(session, KARI, "decided", data={"choice": "accept_paid", "n": 1})
        return head(session)


def forge(folder: Path, *statements: str) -> None:
    """Change the file behind the program's back, triggers removed."""
    connection = sqlite3.connect(folder / "rutine.db")
    for statement in (
        "DROP TRIGGER audit_no_update",
        "DROP TRIGGER audit_no_delete",
        *statements,
    ):
        connection.execute(statement)
    connection.commit()
    connection.close()


def problem(store: Store, *kept: AuditHead) -> AuditProblem | None:
    with store.database.reading() as session:
        return verify(session, *kept)


def test_a_whole_trail_has_no_problem(store: Store, trail: AuditHead) -> None:
    assert problem(store, trail) is None


def test_the_first_entry_follows_nothing(store: Store) -> None:
    with store.database.reading() as session:
        first = session.get(AuditEntry, 1)

    assert first is not None
    assert first.prev == START


def test_entries_appended_together_are_chained_in_their_order(store: Store) -> None:
    with store.database.writing() as session:
        before = head(session)
        after = append_all(session, ROBOT, [Event("created", "1"), Event("updated", "1")])

    assert after.seq == before.seq + 2
    assert problem(store) is None


def test_appending_nothing_moves_nothing(store: Store) -> None:
    with store.database.writing() as session:
        assert append_all(session, ROBOT, []) == head(session)


@pytest.mark.parametrize("change", [update(AuditEntry).values(actor="robot"), delete(AuditEntry)])
def test_the_engine_refuses_to_change_or_remove_an_entry(store: Store, change) -> None:
    with (
        pytest.raises((ConnectorError, InputError)),
        store.database.writing() as session,
    ):
        session.execute(change)

    assert problem(store) is None


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE audit SET actor = 'user:x' WHERE seq = 7", AuditProblem(7, "forged")),
        ("UPDATE audit SET data = '{}' WHERE seq = 7", AuditProblem(7, "forged")),
        ("UPDATE audit SET at = '2020' WHERE seq = 7", AuditProblem(7, "forged")),
        ("UPDATE audit SET case_id = 'x' WHERE seq = 7", AuditProblem(7, "forged")),
        ("UPDATE audit SET action = 'approved' WHERE seq = 7", AuditProblem(7, "forged")),
        ("UPDATE audit SET prev = 'e' WHERE seq = 7", AuditProblem(7, "unchained")),
        ("UPDATE audit SET hash = 'e' WHERE seq = 7", AuditProblem(7, "forged")),
        ("DELETE FROM audit WHERE seq = 7", AuditProblem(7, "missing")),
        ("DELETE FROM audit WHERE seq = 1", AuditProblem(1, "missing")),
        ("UPDATE audit SET seq = 77 WHERE seq = 7", AuditProblem(7, "missing")),
    ],
)
def test_with_the_trigger_dropped_a_forged_entry_is_named(
    store: Store, trail: AuditHead, tmp_path: Path, statement: str, found: AuditProblem
) -> None:
    forge(tmp_path, statement)

    assert problem(store) == found


def test_entries_cut_off_the_end_show_against_a_head_kept_elsewhere(
    store: Store, trail: AuditHead, tmp_path: Path
) -> None:
    forge(tmp_path, "DELETE FROM audit WHERE seq > 8")

    assert problem(store) is None
    assert problem(store, trail) == AuditProblem(9, "truncated")


def test_a_rewritten_end_shows_against_a_head_kept_elsewhere(
    store: Store, trail: AuditHead, tmp_path: Path
) -> None:
    forge(tmp_path, "DELETE FROM audit WHERE seq = 10")
    with store.database.writing() as session:
        append(session, KARI, "decided", data={"choice": "write_off"})

    assert problem(store) is None
    assert problem(store, trail) == AuditProblem(10, "truncated")


def test_every_head_kept_elsewhere_must_still_be_there(store: Store, trail: AuditHead) -> None:
    with store.database.reading() as session:
        fifth = session.get_one(AuditEntry, 5)
    early, other = AuditHead(5, fifth.hash), AuditHead(5, "e" * 64)

    assert problem(store, early, trail) is None
    assert problem(store, AuditHead(0, START), early) is None
    assert problem(store, other, trail) == AuditProblem(5, "truncated")
    assert problem(store, other, early) == AuditProblem(5, "truncated")
    assert problem(store, AuditHead(0, "e" * 64)) == AuditProblem(1, "truncated")


def test_a_fork_is_refused_by_the_engine(store: Store, trail: AuditHead) -> None:
    with pytest.raises(InputError) as refused, store.database.writing() as session:
        session.execute(
            text(
                "INSERT INTO audit (seq, at, actor, action, data, prev, hash)"
                " SELECT 11, at, actor, action, data, prev, 'x' FROM audit WHERE seq = 10"
            )
        )

    assert refused.value.code == "store_conflict"
