"""A restore that is killed leaves nothing that runs, and is done whole by the next."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from rutine.cases.backup.making import Made, make_backup
from rutine.cases.backup.restoring import restore
from rutine.cases.backup.unfinished import UNFINISHED
from rutine.cases.sealing.keys import KeyRing
from rutine.core import whole_file
from rutine.core.errors import InputError
from tests.small_books import Books, rows_of


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    books = Books(tmp_path_factory.mktemp("september") / "home")
    books.september()
    place = books.open()
    made = make_backup(place.database, books.path, books.path.parent / "one.backup")
    place.database.close()
    return made


@pytest.fixture
def home(made: Made, tmp_path: Path) -> Books:
    """An empty home with the keys in it."""
    (tmp_path / "new").mkdir()
    shutil.copy(made.file.parent / "home" / "keys.json", tmp_path / "new" / "keys.json")
    return Books(tmp_path / "new")


def put_back(made: Made, home: Books) -> None:
    keys = KeyRing.load_or_create(home.settings.keys_file)
    restore(made.file, url=home.settings.database, home=home.path, keys=keys, mode="practice")


class _Killed(BaseException):
    """Ends the work as a kill would: nothing is tidied up after it."""


@pytest.mark.parametrize("point", [1, 9, 19, 24, 26, 1000])
def test_killed_at_any_step_the_next_one_restores_whole(
    made: Made, home: Books, point: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = point

    def step(do: Any) -> Any:
        def done(*given: Any, **named: Any) -> Any:
            nonlocal left
            left -= 1
            if left <= 0:
                raise _Killed
            return do(*given, **named)

        return done

    with monkeypatch.context() as dying:
        # From the step of the kill on nothing works any more, so that nothing is cleared away.
        dying.setattr(Path, "replace", step(Path.replace))
        dying.setattr(os, "fsync", step(os.fsync))
        dying.setattr(shutil, "rmtree", step(shutil.rmtree))
        dying.setattr(whole_file.os, "fdopen", step(os.fdopen))
        try:
            put_back(made, home)
        except _Killed:
            killed = True
        else:
            killed = False
    if killed and (home.path / UNFINISHED).exists():
        assert code(home.open) == "restore_unfinished"
    if killed and (home.path / "rutine.db").exists():
        assert code(lambda: put_back(made, home)) in {"restore_done", "restore_not_empty"}
    elif killed:
        put_back(made, home)
    assert killed is (point < 1000)
    place = home.open()
    rows = rows_of(place.database)
    assert len(rows["postings"]) == 5
    assert len(list(home.settings.evidence_folder.rglob("*"))) > 3
    place.database.close()
    assert not (home.path / UNFINISHED).exists()


def test_a_fault_while_restoring_leaves_the_place_empty(
    made: Made, home: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full_disk:
        full_disk.setattr("rutine.cases.backup.restoring.write_whole", full)
        assert code(lambda: put_back(made, home)) == "restore_unwritable"
    assert {path.name for path in home.path.iterdir()} == {"keys.json", "keeping.lock"}
    put_back(made, home)


def code(wanted: Any) -> str:
    with pytest.raises(InputError) as refused:
        wanted()
    return refused.value.code
