"""A backup is of neither engine: what was SQLite goes on as PostgreSQL, and the other way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rutine.cases.backup.checking import check_backup
from rutine.cases.backup.making import make_backup
from rutine.cases.backup.restoring import restore
from rutine.cases.backup.unfinished import UNFINISHED
from rutine.core.errors import InputError
from tests.small_books import Books, rows_of

pytestmark = pytest.mark.postgres


def moved(old: Books, new: Books) -> None:
    """Back up the one, and restore as the other; the rows are the same."""
    place = old.open()
    file = new.path.parent / f"{new.path.name}.backup"
    made = make_backup(place.database, old.path, file)
    assert check_backup(made.file, place.keys).rows["postings"] == 5
    new.path.mkdir()
    shutil.copy(old.settings.keys_file, new.settings.keys_file)
    restore(file, url=new.settings.database, home=new.path, keys=place.keys, mode="practice")
    other = new.open()
    before, after = rows_of(place.database), rows_of(other.database)
    assert before.pop("audit")[:-1] == after.pop("audit")[:-1]
    assert before == after
    place.database.close()
    other.database.close()


def test_from_sqlite_to_postgresql_and_on(url: str, tmp_path: Path) -> None:
    old, new = Books(tmp_path / "old"), Books(tmp_path / "new", url)
    old.september()
    moved(old, new)
    old.october()
    new.october()  # numbers that the server gives go on after the highest
    assert old.told() == new.told()
    back = Books(tmp_path / "back")
    place = new.open()
    with pytest.raises(InputError) as refused:
        restore(
            tmp_path / "new.backup",
            url=url,
            home=tmp_path / "third",
            keys=place.keys,
            mode="practice",
        )
    assert refused.value.code == "restore_not_empty"
    made = make_backup(place.database, new.path, tmp_path / "pg.backup")
    back.path.mkdir()
    shutil.copy(new.settings.keys_file, back.settings.keys_file)
    restore(made.file, url=back.settings.database, home=back.path, keys=place.keys, mode="practice")
    place.database.close()
    assert back.told() == new.told()


def test_interrupted_after_the_database_was_committed_it_is_done(url: str, tmp_path: Path) -> None:
    old, new = Books(tmp_path / "old"), Books(tmp_path / "new", url)
    old.september()
    moved(old, new)
    (new.path / UNFINISHED).mkdir()
    with pytest.raises(InputError) as stopped:
        new.open()
    assert stopped.value.code == "restore_unfinished"
    place = old.open()
    with pytest.raises(InputError) as told:
        restore(
            tmp_path / "new.backup",
            url=url,
            home=new.path,
            keys=place.keys,
            mode="practice",
        )
    assert told.value.code == "restore_done"
    place.database.close()
    assert new.told() == old.told()
