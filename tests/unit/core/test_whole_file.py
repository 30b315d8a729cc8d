"""A file is there whole or not at all, for its owner only, and its name lasts."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from rutine.core.whole_file import write_whole


def test_a_new_file_is_for_its_owner_and_an_old_one_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    for data in (b"first", b"second, and longer"):
        write_whole(path, data)
        assert path.read_bytes() == data
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_not_to_be_replaced_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    write_whole(path, b"somebody's work", replace=False)
    with pytest.raises(FileExistsError):
        write_whole(path, b"another", replace=False)
    assert path.read_bytes() == b"somebody's work"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_when_it_fails_the_old_file_stands_and_nothing_lies_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "list.csv"
    write_whole(path, b"old")
    monkeypatch.setattr(*{"fsync": (os, "fsync"), "replace": (Path, "replace")}[failing], full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_two_who_write_at_once_do_not_write_into_each_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, sync, inner = tmp_path / "list.csv", os.fsync, [b"the other's"]

    def meanwhile(descriptor: int) -> None:
        sync(descriptor)
        if inner:
            write_whole(path, inner.pop())

    monkeypatch.setattr(os, "fsync", meanwhile)
    write_whole(path, b"ours")
    assert path.read_bytes() == b"ours"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="a folder can't be opened there")
def test_the_contents_last_before_the_name_and_the_name_before_it_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, sync = tmp_path / "list.csv", os.fsync
    seen: list[tuple[str, bool]] = []

    def noted(descriptor: int) -> None:
        kind = "folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file"
        seen.append((kind, path.exists()))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    write_whole(path, b"data")
    assert seen == [("file", False), ("folder", True)]
