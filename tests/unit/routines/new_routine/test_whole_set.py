"""Files that belong together are all written, or none of them is, and what was there is back."""

from __future__ import annotations

from pathlib import Path

import pytest

from rutine.core.errors import InputError
from rutine.routines.new_routine import whole_set
from rutine.routines.new_routine.whole_set import write_set


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(each.relative_to(folder)): each.read_bytes() if each.is_file() else b"/"
        for each in folder.rglob("*")
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "prefect.yaml").write_bytes(b"old")
    return tmp_path


def test_all_are_written_with_their_folders(folder: Path) -> None:
    files = {folder / "a" / "b" / "one.yaml": b"1", folder / "prefect.yaml": b"new"}
    write_set(files, {folder / "prefect.yaml": b"old"})
    assert {path: path.read_bytes() for path in files} == files
    assert {path.stat().st_mode & 0o777 for path in files} == {0o644}


@pytest.mark.parametrize("fails_at", [0, 1, 2, 3])
@pytest.mark.parametrize("fault", [OSError(28, "No space left"), KeyboardInterrupt()])
def test_whatever_happens_on_the_way_nothing_is_left(
    folder: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int, fault: BaseException
) -> None:
    before, written, real = contents(folder), 0, whole_set.write_whole

    def failing(path: Path, data: bytes, *, replace: bool = True) -> None:
        nonlocal written
        if written == fails_at:
            written += 1
            raise fault
        written += 1
        real(path, data, replace=replace)

    monkeypatch.setattr(whole_set, "write_whole", failing)
    files = {
        folder / "flows" / "x.py": b"1",
        folder / "prefect.yaml": b"new",
        folder / "a" / "b" / "c.csv": b"2",
        folder / "a" / "d.md": b"3",
    }
    with pytest.raises((InputError, KeyboardInterrupt)) as caught:
        write_set(files, {folder / "prefect.yaml": b"old"})
    assert contents(folder) == before
    if isinstance(fault, OSError):
        assert getattr(caught.value, "code", "") == "set_unwritable"


def test_what_is_there_is_never_written_over(folder: Path) -> None:
    before = contents(folder)
    with pytest.raises(InputError) as caught:
        write_set({folder / "new.md": b"1", folder / "prefect.yaml": b"2"}, {})
    assert caught.value.code == "output_exists"
    assert contents(folder) == before


def test_what_somebody_changed_meanwhile_is_left_alone(folder: Path) -> None:
    before = contents(folder)
    with pytest.raises(InputError) as caught:
        write_set({folder / "prefect.yaml": b"new"}, {folder / "prefect.yaml": b"older"})
    assert caught.value.code == "changed_meanwhile"
    assert contents(folder) == before
