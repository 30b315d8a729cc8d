"""A backup holds all of a store, nobody can read it without the keys, and it restores whole."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import select

from rutine.cases.backup import making
from rutine.cases.backup.checking import Checked, check_backup
from rutine.cases.backup.making import Made, keeping, make_backup
from rutine.cases.backup.restoring import Restored, restore
from rutine.cases.reports.ledger import add_report
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import Run
from rutine.cases.trail.audit import AuditHead, head, verify
from rutine.core.errors import InputError
from rutine.installation import Installation
from tests.small_books import Books, rows_of
from tests.small_office import PEOPLE
from tests.unit.cases.test_ledger import FETCHED


@pytest.fixture(scope="module")
def september(tmp_path_factory: pytest.TempPathFactory) -> Books:
    books = Books(tmp_path_factory.mktemp("september") / "home")
    books.september()
    return books


@pytest.fixture(scope="module")
def made(september: Books) -> Made:
    with_store = september.open()
    made = make_backup(with_store.database, september.path, september.path.parent / "one.backup")
    with_store.database.close()
    return made


@pytest.fixture
def keys(september: Books) -> KeyRing:
    return KeyRing.load_or_create(september.settings.keys_file)


def restored(file: Path, keys: KeyRing, path: Path, **changed: str) -> Restored:
    path.mkdir(exist_ok=True)
    given = {"url": f"sqlite:///{path / 'rutine.db'}", "mode": "practice", **changed}
    return restore(file, home=path, keys=keys, **given)


def give_keys(september: Books, path: Path) -> Books:
    (path / "keys.json").write_bytes(september.settings.keys_file.read_bytes())
    (path / "keys.json").chmod(0o600)
    return Books(path)


def test_what_is_restored_is_every_row_and_every_file(
    september: Books, made: Made, keys: KeyRing, tmp_path: Path
) -> None:
    done = restored(made.file, keys, tmp_path / "new")
    assert not done.upgraded
    new = give_keys(september, tmp_path / "new")
    old_store, new_store = september.open().database, new.open().database
    before, after = rows_of(old_store), rows_of(new_store)
    assert before.pop("audit")[:-1] == after["audit"][:-1]  # `backup_made` here, `restored` there
    assert [row[3] for row in after.pop("audit")[-1:]] == ["restored"]
    assert before == after
    assert len(before) > 12
    for folder in ("evidence", "output"):
        assert files_of(september.path / folder) == files_of(new.path / folder) != {}
    assert {stat.S_IMODE(p.stat().st_mode) for p in new.path.rglob("*") if p.is_dir()} == {0o700}
    assert {stat.S_IMODE(p.stat().st_mode) for p in new.path.rglob("*") if p.is_file()} <= {
        0o600,
        0o644,  # the lock file of SQLite's own, if any
    }
    with new_store.reading() as session:
        assert verify(session, done.checked.head) is None
    old_store.close()
    new_store.close()


def copied(september: Books, path: Path) -> Books:
    shutil.copytree(september.path, path)
    return Books(path)


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_run_after_restoring_does_nothing_twice(
    september: Books, made: Made, keys: KeyRing, tmp_path: Path
) -> None:
    restored(made.file, keys, tmp_path / "new")
    new, whole = give_keys(september, tmp_path / "new"), copied(september, tmp_path / "whole")
    new.september_again()  # carries out what was decided
    decided = new.told()
    new.september_again()
    assert new.told() == decided
    whole.september_again()
    assert whole.told() == decided
    new.october()  # closes September
    whole.october()
    assert new.told() == whole.told()
    place = new.open()
    closed = make_backup(place.database, new.path, tmp_path / "closed.backup")
    place.database.close()
    restored(closed.file, keys, tmp_path / "closed")
    assert give_keys(september, tmp_path / "closed").told() == whole.told()


def test_nothing_of_a_person_or_the_keys_can_be_read_in_it(september: Books, made: Made) -> None:
    data = made.file.read_bytes()
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    ring = september.settings.keys_file.read_text().split('"')
    keys = [text for text in ring if len(text) > 40]
    assert len(keys) == 2
    secrets = [*PEOPLE, "Øvelsesen", "970001018", "nav_refunds", *keys]
    assert [each for each in secrets if each.encode() in data] == []
    assert str(september.path) not in data.decode("latin-1")


def test_another_ring_opens_nothing(made: Made) -> None:
    assert code(lambda: check_backup(made.file, KeyRing.in_memory())) == "backup_keys"


def test_a_backup_that_was_changed_anywhere_is_refused_and_leaves_nothing(
    made: Made, keys: KeyRing, tmp_path: Path
) -> None:
    whole = made.file.read_bytes()
    places = [*range(16, 700, 97), *range(700, len(whole), len(whole) // 25), len(whole) - 1]
    other = tmp_path / "changed.backup"
    for place in places:
        other.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        found = code(lambda: check_backup(other, keys))
        assert found in {"backup_damaged", "backup_unknown", "backup_keys"}, place
    for end in (0, 10, 300, len(whole) // 2, len(whole) - 1):
        other.write_bytes(whole[:end])
        found = code(lambda: restored(other, keys, tmp_path / "new"))
        assert found in {"backup_damaged", "backup_unknown"}, end
        assert files_of(tmp_path / "new").keys() <= {"keeping.lock"}
    other.write_bytes(whole + b"\0")
    assert code(lambda: check_backup(other, keys)) == "backup_damaged"


def test_it_is_never_written_over_another_and_never_into_a_place_in_use(
    september: Books, made: Made, keys: KeyRing
) -> None:
    place, before = september.open(), made.file.read_bytes()
    assert code(lambda: make_backup(place.database, september.path, made.file)) == "backup_exists"
    assert made.file.read_bytes() == before
    rows = rows_of(place.database)
    assert code(lambda: restored(made.file, keys, september.path)) == "restore_not_empty"
    assert rows_of(place.database) == rows
    place.database.close()


@pytest.mark.parametrize("left", ["rutine.db", "evidence/ab/cd", "output/x/report.html"])
def test_a_place_with_anything_of_a_store_in_it_is_refused(
    made: Made, keys: KeyRing, tmp_path: Path, left: str
) -> None:
    (tmp_path / "new" / left).parent.mkdir(parents=True)
    (tmp_path / "new" / left).write_text("something")
    assert code(lambda: restored(made.file, keys, tmp_path / "new")) == "restore_not_empty"
    assert (tmp_path / "new" / left).read_text() == "something"


def test_practice_and_production_are_never_exchanged(
    made: Made, keys: KeyRing, tmp_path: Path
) -> None:
    wrong = code(lambda: restored(made.file, keys, tmp_path / "new", mode="production"))
    assert wrong == "backup_mode"


def test_a_backup_of_a_newer_version_is_refused(
    september: Books, keys: KeyRing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "LATEST", "9999")
    place = september.open()
    newer = make_backup(place.database, september.path, tmp_path / "newer.backup")
    place.database.close()
    assert code(lambda: restored(newer.file, keys, tmp_path / "new")) == "backup_newer"


def test_one_at_a_time(september: Books, tmp_path: Path) -> None:
    place = september.open()
    with keeping(september.path):
        wanted = lambda: make_backup(place.database, september.path, tmp_path / "x")  # noqa: E731
        assert code(wanted) == "keeping_busy"
    place.database.close()


def test_a_report_that_comes_between_rows_and_files_is_harmless(
    september: Books, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = copied(september, tmp_path / "home")
    place = books.open()
    rows_first = making.parts_of

    def then_a_report(connection: Any) -> Iterator[tuple[str, bytes]]:
        yield from rows_first(connection)
        report_comes(place, 1)

    monkeypatch.setattr(making, "parts_of", then_a_report)
    made = make_backup(place.database, books.path, tmp_path / "one.backup")
    checked = check_backup(made.file, place.keys)
    assert checked.rows["reports"] == 1
    restored(made.file, place.keys, tmp_path / "new")
    place.database.close()
    new = give_keys(books, tmp_path / "new").open()
    report_comes(new, 1)  # fetched again: its original is there already, and it counts once
    assert len(rows_of(new.database)["reports"]) == 2
    new.database.close()


def test_files_before_rows_would_lose_an_original(
    september: Books, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order is what does it: turned round, the same report is missed, and the check sees it."""
    books = copied(september, tmp_path / "home")
    place = books.open()
    seen_before = list(making._files(books.path))
    monkeypatch.setattr(making, "_files", lambda _: iter(seen_before))
    report_comes(place, 1)
    made = make_backup(place.database, books.path, tmp_path / "one.backup")
    assert code(lambda: check_backup(made.file, place.keys)) == "backup_originals"
    place.database.close()


def test_while_reports_keep_coming_every_backup_is_whole(september: Books, tmp_path: Path) -> None:
    books = copied(september, tmp_path / "home")
    place, stop, numbers = books.open(), Event(), iter(range(1, 10_000))

    def come() -> None:
        while not stop.is_set():
            report_comes(place, next(numbers))

    coming = Thread(target=come)
    coming.start()
    try:
        seen = [backed_up(place, books, tmp_path / f"{n}.backup") for n in range(6)]
    finally:
        stop.set()
        coming.join()
    place.database.close()
    counts = [checked.rows["reports"] for checked in seen]
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]
    assert all(checked.originals >= checked.rows["reports"] for checked in seen)


def backed_up(place: Installation, books: Books, file: Path) -> Checked:
    return check_backup(make_backup(place.database, books.path, file).file, place.keys)


def report_comes(place: Installation, number: int) -> None:
    """As a run takes one in: the bytes first, then the ledger."""
    data = f"report {number}".encode()
    sha256 = place.archive.put(data, kind="nav_settlement", label="a report")
    with place.database.writing() as session:
        run_id = session.scalars(select(Run.id)).first()
        assert run_id is not None
        add_report(session, run_id, replace(FETCHED, sha256=sha256, report_id=number))


def test_anchors_from_before_the_backup_still_hold(
    september: Books, made: Made, keys: KeyRing, tmp_path: Path
) -> None:
    done = restored(made.file, keys, tmp_path / "new")
    new = give_keys(september, tmp_path / "new").open()
    with new.database.reading() as session:
        newest = head(session)
        assert newest.seq == done.checked.head.seq + 1
        assert verify(session, done.checked.head, newest) is None
        assert verify(session, AuditHead(newest.seq + 3, "f" * 64)) is not None
    new.database.close()


def code(wanted: Any) -> str:
    with pytest.raises(InputError) as refused:
        wanted()
    return refused.value.code
