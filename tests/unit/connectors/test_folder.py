"""The watched folder: complete files only, each taken once, and an empty folder proves little."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.folder import Claimed, DropFolder

Drop = Callable[..., Path]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "nav"
    folder.mkdir()
    return folder


@pytest.fixture
def folder(place: Path) -> DropFolder:
    return watch(place)


def watch(place: Path, keep: int = 30) -> DropFolder:
    return DropFolder(place, stable=timedelta(seconds=60), keep=timedelta(days=keep))


def drop(place: Path, name: str, data: bytes = b"report", *, age: float = 120) -> Path:
    file = place / name
    file.write_bytes(data)
    moment = file.stat().st_mtime - age
    os.utime(file, (moment, moment))
    return file


def take(folder: DropFolder) -> Claimed:
    (dropped,) = folder.discover().complete
    claimed = folder.fetch(dropped)
    assert claimed is not None
    return claimed


def test_a_file_that_nobody_writes_to_any_more_is_taken(place: Path, folder: DropFolder) -> None:
    drop(place, "rapport.csv", b"a\r\n")
    claimed = take(folder)
    assert claimed.data == b"a\r\n"
    assert claimed.name == "rapport.csv"
    assert not (place / "rapport.csv").exists()
    folder.accept(claimed)
    assert [file.read_bytes() for file in (place / "archive").iterdir()] == [b"a\r\n"]
    assert list((place / "work").iterdir()) == []


def test_a_file_just_written_waits(place: Path, folder: DropFolder) -> None:
    drop(place, "rapport.csv", age=0)
    listing = folder.discover()
    assert (listing.complete, listing.left) == ((), 1)


def test_a_marker_says_at_once_that_a_file_is_complete(place: Path, folder: DropFolder) -> None:
    drop(place, "rapport.csv", age=1)
    drop(place, "rapport.csv.done", b"", age=0)
    take(folder)
    assert not (place / "rapport.csv.done").exists()


def test_a_marker_left_by_yesterdays_file_says_nothing(place: Path, folder: DropFolder) -> None:
    drop(place, "rapport.csv.done", b"", age=86_400)
    drop(place, "rapport.csv", age=0)
    assert folder.discover().complete == ()


@pytest.mark.parametrize(
    "name", ["r.csv.part", "r.csv.filepart", "R.CSV.TMP", "r.crdownload", ".r.csv.x7", "~r.csv"]
)
def test_a_name_of_a_transfer_under_way_is_left(place: Path, folder: DropFolder, name: str) -> None:
    drop(place, name, age=86_400)
    listing = folder.discover()
    assert (listing.complete, listing.left) == ((), 1)


def test_folders_and_shortcuts_are_left_and_told_of(place: Path, folder: DropFolder) -> None:
    (place / "oktober").mkdir()
    (place / "snarvei.csv").symlink_to(drop(place.parent, "elsewhere.csv"))
    drop(place, "Thumbs.db")
    listing = folder.discover()
    assert (listing.complete, listing.left) == ((), 2)


def test_a_file_that_grew_after_it_was_listed_is_put_back(place: Path, folder: DropFolder) -> None:
    file = drop(place, "rapport.csv", b"half")
    (dropped,) = folder.discover().complete
    with file.open("ab") as still:
        still.write(b" and the other half")
    assert folder.fetch(dropped) is None
    assert file.read_bytes() == b"half and the other half"


def test_a_file_that_is_written_over_after_it_was_listed_is_put_back(
    place: Path, folder: DropFolder
) -> None:
    file = drop(place, "rapport.csv", b"old")
    (dropped,) = folder.discover().complete
    file.write_bytes(b"new")  # as long as before
    assert folder.fetch(dropped) is None
    assert file.read_bytes() == b"new"


def test_a_file_that_is_renamed_after_it_was_listed_is_taken_the_next_time(
    place: Path, folder: DropFolder
) -> None:
    file = drop(place, "rapport.csv")
    (dropped,) = folder.discover().complete
    file.rename(place / "rapport-2026-11.csv")
    assert folder.fetch(dropped) is None
    assert take(folder).data == b"report"


def test_two_workers_never_take_the_same_file(place: Path) -> None:
    names = [f"rapport {number}.csv" for number in range(40)]
    for name in names:
        drop(place, name)
    taken: list[str] = []
    start = threading.Barrier(4)

    def work() -> None:
        mine = watch(place)
        listing = mine.discover()
        start.wait()
        for dropped in listing.complete:
            claimed = mine.fetch(dropped)
            if claimed is not None:
                taken.append(claimed.name)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(taken) == sorted(names)


def test_what_a_dead_worker_had_claimed_comes_back(place: Path, folder: DropFolder) -> None:
    drop(place, "rapport.csv")
    take(folder)  # and the power goes
    assert folder.discover().complete == ()
    (lost,) = (place / "work").iterdir()
    lost.rename(lost.with_name(f"20250101T000000Z-{lost.name.split('-', 1)[1]}"))
    assert take(folder).name == "rapport.csv"


def test_a_dead_workers_file_does_not_overwrite_a_new_one(place: Path, folder: DropFolder) -> None:
    folder.discover()
    drop(place / "work", "20250101T000000Z-0123abcd-rapport.csv", b"old")
    drop(place, "rapport.csv", b"new")
    found = [folder.fetch(each) for each in folder.discover().complete]
    assert {each.data for each in found if each} == {b"old", b"new"}


def test_a_refused_file_has_a_text_beside_it(place: Path, folder: DropFolder) -> None:
    drop(place, "feil.csv")
    folder.refuse(take(folder), "Filen er tom.")
    file, text = sorted((place / "refused").iterdir())
    assert file.name.endswith("-feil.csv")
    assert text.name == f"{file.name}.txt"
    assert text.read_text("utf-8") == "Filen er tom.\n"
    assert text.stat().st_mode & 0o777 == 0o600


def test_a_very_long_name_is_no_hindrance(place: Path, folder: DropFolder) -> None:
    drop(place, "å" * 120 + ".csv")
    folder.refuse(take(folder), "Filen er tom.")
    assert len(list((place / "refused").iterdir())) == 2


def test_a_folder_that_is_gone_proves_nothing(place: Path, folder: DropFolder) -> None:
    place.rmdir()
    assert folder.prove_access(frozenset()) is FetchReason.FOLDER_UNREACHABLE
    assert not place.exists(), "a share that is not mounted must not be papered over"


def test_a_folder_that_can_not_be_written_is_told(
    folder: DropFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert folder.prove_access(frozenset()) is FetchReason.FOLDER_READ_ONLY


def test_an_empty_folder_is_proven_by_a_file_we_have_had(place: Path, folder: DropFolder) -> None:
    assert folder.prove_access(frozenset()) is FetchReason.NO_KNOWN_FILE
    drop(place, "rapport.csv", b"known")
    claimed = take(folder)
    folder.accept(claimed)
    assert folder.prove_access({claimed.sha256}) is None
    assert folder.prove_access({"0" * 64}) is FetchReason.NO_KNOWN_FILE


def test_the_archive_lets_go_of_the_old_and_keeps_the_newest(place: Path) -> None:
    folder = watch(place, keep=1)
    folder.discover()
    for stamp in ("20250101T000000Z", "20250201T000000Z"):
        drop(place / "archive", f"{stamp}-0123abcd-rapport.csv")
    drop(place / "archive", "somebody's own.csv", age=10**7)
    drop(place, "ny.csv")
    folder.accept(take(folder))
    left = sorted(file.name for file in (place / "archive").iterdir())
    assert len(left) == 2
    assert left[0].endswith("-ny.csv")
    assert left[1] == "somebody's own.csv"


def test_nothing_that_is_shown_holds_a_files_name(place: Path, folder: DropFolder) -> None:
    drop(place, "Kari Nordmann.csv", b"secret")
    listing = folder.discover()
    claimed = take(folder)
    assert "Kari" not in repr(listing) + repr(claimed)
    assert "secret" not in repr(claimed)
