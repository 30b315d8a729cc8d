"""The archive keeps the bytes, and gives away nothing."""

from __future__ import annotations

import stat
from hashlib import sha256
from pathlib import Path

import pytest

from rutine.cases.reports.evidence import EvidenceArchive, LayeredArchive
from rutine.cases.sealing.keys import KeyRing
from rutine.core.errors import InputError
from tests.unit.cases.samples import FNRS

LINE = f"8020;{FNRS[0]};ØVREBØ KARI;0000143100 ;\r\n".encode("latin-1")


@pytest.fixture
def archive(tmp_path: Path, keys: KeyRing) -> EvidenceArchive:
    return EvidenceArchive(tmp_path / "evidence", keys)


def files(tmp_path: Path) -> list[Path]:
    return sorted(path for path in (tmp_path / "evidence").rglob("*") if path.is_file())


def test_the_bytes_come_back_unchanged_under_their_hash(archive: EvidenceArchive) -> None:
    digest = archive.put(LINE, kind="nav_settlement", label="report 1128")

    assert digest == sha256(LINE).hexdigest()
    assert archive.get(digest) == LINE
    assert digest in archive
    about = archive.describe(digest)
    assert archive.read(digest) == (about, LINE)
    assert (about.kind, about.label, about.size) == ("nav_settlement", "report 1128", len(LINE))


def test_an_empty_file_is_kept_too(archive: EvidenceArchive) -> None:
    assert archive.get(archive.put(b"", kind="nav_settlement", label="report 1")) == b""


def test_keeping_the_same_bytes_again_changes_nothing(
    archive: EvidenceArchive, tmp_path: Path
) -> None:
    archive.put(LINE, kind="nav_settlement", label="report 1128")
    before = [(path, path.stat().st_mtime_ns) for path in files(tmp_path)]

    archive.put(LINE, kind="nav_settlement", label="report 1128, again")

    assert [(path, path.stat().st_mtime_ns) for path in files(tmp_path)] == before
    assert len(before) == 1


def test_files_and_folders_are_for_their_owner_only(
    archive: EvidenceArchive, tmp_path: Path
) -> None:
    archive.put(LINE, kind="nav_settlement", label="report 1128")

    (file,) = files(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for folder in (tmp_path / "evidence", file.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_neither_names_nor_contents_tell_what_is_inside(
    archive: EvidenceArchive, tmp_path: Path
) -> None:
    digest = archive.put(LINE, kind="nav_settlement", label="report 1128")

    (file,) = files(tmp_path)
    stored = file.read_bytes()
    assert digest not in f"{file.parent.name}{file.name}"
    for secret in (FNRS[0].encode(), b"KARI", b"report 1128", digest.encode()):
        assert secret not in stored


def test_a_changed_file_is_found_out(archive: EvidenceArchive, tmp_path: Path) -> None:
    digest = archive.put(LINE, kind="nav_settlement", label="report 1128")
    (file,) = files(tmp_path)
    stored = bytearray(file.read_bytes())
    stored[-1] ^= 1
    file.write_bytes(stored)

    with pytest.raises(InputError) as refused:
        archive.get(digest)

    assert refused.value.code == "original_damaged"


def test_two_files_that_changed_places_are_found_out(
    archive: EvidenceArchive, tmp_path: Path
) -> None:
    digests = [archive.put(text, kind="k", label="l") for text in (b"one", b"two")]
    one, two = files(tmp_path)
    swapped = one.read_bytes(), two.read_bytes()
    two.write_bytes(swapped[0])
    one.write_bytes(swapped[1])

    for digest in digests:
        with pytest.raises(InputError, match="changed"):
            archive.get(digest)


def test_a_missing_original_is_named_by_the_start_of_its_hash(archive: EvidenceArchive) -> None:
    with pytest.raises(InputError) as refused:
        archive.get("f" * 64)

    assert refused.value.code == "original_missing"
    assert "ffffffffffff…" in refused.value.message


def test_another_key_ring_finds_nothing(archive: EvidenceArchive, tmp_path: Path) -> None:
    digest = archive.put(LINE, kind="nav_settlement", label="report 1128")
    other = EvidenceArchive(tmp_path / "evidence", KeyRing.load_or_create(tmp_path / "other"))

    assert digest not in other


def test_a_killed_write_leaves_no_half_file(
    archive: EvidenceArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(InputError) as refused:
        archive.put(LINE, kind="nav_settlement", label="report 1128")

    assert refused.value.code == "archive_folder"
    assert files(tmp_path) == []


def test_a_place_that_is_no_folder_has_its_sentence(tmp_path: Path, keys: KeyRing) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(InputError, match="can't be used"):
        EvidenceArchive(tmp_path / "file", keys)


def test_over_another_archive_only_what_is_new_is_written(
    archive: EvidenceArchive, tmp_path: Path, keys: KeyRing
) -> None:
    known = archive.put(LINE, kind="nav_settlement", label="report 1128")
    before = [path.read_bytes() for path in files(tmp_path)]
    own = LayeredArchive(tmp_path / "own", keys.beside(), archive)
    assert own.put(LINE, kind="other", label="other") == known
    new = own.put(b"new", kind="claims", label="claims.csv")
    assert (own.get(known), own.get(new)) == (LINE, b"new")
    assert (own.describe(known).label, own.describe(new).label) == ("report 1128", "claims.csv")
    assert known in own
    assert new in own
    assert new not in archive
    assert [path.read_bytes() for path in files(tmp_path)] == before
    assert len([path for path in (tmp_path / "own").rglob("*") if path.is_file()]) == 1


def test_to_look_at_an_archive_makes_no_folder(tmp_path: Path, keys: KeyRing) -> None:
    archive = EvidenceArchive(tmp_path / "evidence", keys, read_only=True)
    assert sha256(LINE).hexdigest() not in archive
    assert list(tmp_path.glob("evidence")) == []
