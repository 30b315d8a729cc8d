"""A store, or a backup, of every earlier revision is upgraded, and what was in it still reads."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, select

from rutine.cases import migrations
from rutine.cases.access import Actor, UserRole
from rutine.cases.backup import making
from rutine.cases.backup.making import make_backup
from rutine.cases.backup.restoring import restore
from rutine.cases.backup.rows import Part, RowsInto, part_from, parts_of, tables_of
from rutine.cases.database import LATEST, Database
from rutine.cases.engines import connect
from rutine.cases.lists.queue import case_view
from rutine.cases.people.register import name_of
from rutine.cases.tables import Case
from rutine.cases.trail.audit import verify
from rutine.installation import Installation
from tests.small_books import Books

EARLIER = [
    script.revision
    for script in reversed(
        list(ScriptDirectory.from_config(migrations.configuration()).walk_revisions())
    )
    if script.revision != LATEST
]
AUDITOR = Actor("user:00000000-0000-0000-0000-00000000000d", "Ane", frozenset({UserRole.AUDITOR}))
_RENAMED = {("settlements", "amount"): "paid"}  # since revision 0002


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """Two months: settled, decided, matched by hand, reopened, posted, one of them closed."""
    books = Books(tmp_path_factory.mktemp("lived") / "home")
    books.september()
    books.october()
    return books


def parts(books: Books) -> list[Part]:
    place = books.open()
    with place.database.reading() as session:
        found = [part_from(data) for _, data in parts_of(session.connection())]
    place.database.close()
    return found


def as_it_was(part: Part, columns: dict[str, list[str]]) -> Part | None:
    """The rows with the columns that the table had."""
    had = columns.get(part.table)
    if had is None:
        return None
    names = [_RENAMED.get((part.table, name), name) for name in had]
    places = [part.columns.index(name) for name in names]
    return Part(part.table, tuple(had), [[row[place] for place in places] for row in part.rows])


def made_at(revision: str, file: Path, filled: list[Part]) -> list[Part]:
    """A database of that revision with the rows in it; what was put there."""
    both = connect(f"sqlite:///{file}")
    with both.writing.begin() as connection:
        migrations.upgrade(connection, revision)
        columns = {
            table.name: [each.name for each in table.columns] for table in tables(connection)
        }
        put = [old for part in filled if (old := as_it_was(part, columns)) is not None]
        rows = RowsInto(connection)
        for part in put:
            rows.put(part)
    both.dispose()
    return put


def tables(connection: Connection) -> Iterator[Any]:
    return iter(tables_of(connection))


@pytest.mark.parametrize("revision", EARLIER)
def test_a_store_of_every_earlier_revision_still_reads(
    revision: str, lived: Books, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(lived.path, home, ignore=shutil.ignore_patterns("rutine.db*"))
    put = made_at(revision, home / "rutine.db", parts(lived))
    assert sum(len(part.rows) for part in put) > 40
    place = Books(home).open()
    all_is_there(place, put)
    place.database.close()


def all_is_there(place: Installation, put: list[Part]) -> None:
    now: dict[str, list[dict[str, Any]]] = {}
    with place.database.reading() as session:
        assert verify(session) is None
        for _, data in parts_of(session.connection()):
            part = part_from(data)
            now.setdefault(part.table, []).extend(part.records())
        for part in put:
            names = [_RENAMED.get((part.table, name), name) for name in part.columns]
            kept = [[row[name] for name in names] for row in now[part.table]]
            before = part.rows
            assert kept[: len(before)] == before, part.table
        for case in session.scalars(select(Case)).all():
            view = case_view(session, place.keys, case.id, AUDITOR)
            assert view.number == case.number
            assert case.subject_id is not None
            assert name_of(session, place.keys, case.subject_id)
        assert now["name_lookups"]  # people are found by name, also where nobody could be


@pytest.mark.parametrize("revision", ["0001", EARLIER[-1]])
def test_a_backup_of_an_older_version_is_upgraded_on_the_way(
    revision: str, lived: Books, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "old"
    shutil.copytree(lived.path, old, ignore=shutil.ignore_patterns("rutine.db*"))
    put = made_at(revision, tmp_path / "old.db", parts(lived))
    keys = Books(old).open().keys
    older = Database(connect(f"sqlite:///{tmp_path / 'old.db'}"), keys, "practice")
    with monkeypatch.context() as then:
        then.setattr(making, "LATEST", revision)
        made = make_backup(older, old, tmp_path / "old.backup")
    older.close()
    new = tmp_path / "new"
    new.mkdir()
    done = restore(
        made.file, url=f"sqlite:///{new / 'rutine.db'}", home=new, keys=keys, mode="practice"
    )
    assert done.upgraded
    shutil.copy(old / "keys.json", new / "keys.json")
    place = Books(new).open()
    if revision > "0006":
        all_is_there(place, put)
    with place.database.reading() as session:
        assert verify(session, done.checked.head) is None
    place.database.close()
