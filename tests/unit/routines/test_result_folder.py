"""All files of a result are new, or none is."""

from __future__ import annotations

from pathlib import Path

import pytest

from rutine.core.errors import InputError
from rutine.routines.result_folder import make_folder, whole_result

NAMES = ("one.csv", "two.csv", "three.csv")


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in folder.iterdir() if path.is_file()}


def write(folder: Path, **files: str) -> None:
    with whole_result(folder, NAMES) as place:
        for name, text in files.items():
            (place / f"{name}.csv").write_text(text, "utf-8")


def test_files_are_replaced_and_those_not_written_again_are_gone(tmp_path: Path) -> None:
    write(tmp_path, one="old", two="old")
    (tmp_path / "notes.txt").write_text("mine")
    write(tmp_path, two="new", three="new")
    assert contents(tmp_path) == {"two.csv": "new", "three.csv": "new", "notes.txt": "mine"}
    assert [path for path in tmp_path.iterdir() if path.is_dir()] == []


def test_a_file_that_cannot_be_replaced_leaves_the_others_as_they_were(tmp_path: Path) -> None:
    write(tmp_path, one="old")
    (tmp_path / "three.csv").mkdir()
    with pytest.raises(InputError) as refused:
        write(tmp_path, one="new", two="new", three="new")
    assert refused.value.code == "output_in_use"
    assert refused.value.details["file"] == "three.csv"
    assert contents(tmp_path) == {"one.csv": "old"}


def test_a_failure_while_writing_leaves_the_old_files(tmp_path: Path) -> None:
    write(tmp_path, one="old")
    with pytest.raises(InputError) as refused:
        write(tmp_path, **{"one": "half", "no/such/folder": "fails"})
    assert refused.value.code == "output_unwritable"
    assert contents(tmp_path) == {"one.csv": "old"}


def test_a_file_in_the_folders_place_is_said_before_any_work(tmp_path: Path) -> None:
    file = tmp_path / "out"
    file.write_text("")
    for place in (file, file / "under"):
        with pytest.raises(InputError) as refused:
            make_folder(place)
        assert refused.value.code == "output_not_a_folder"


def test_a_place_where_nothing_can_be_made_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        make_folder(Path("/proc/nowhere"))
    assert refused.value.code == "output_unwritable"
    make_folder(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []
