"""The key ring seals what it should, and says no to the rest."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from rutine.cases.sealing.keys import KeyRing
from rutine.core.errors import InputError


def test_what_is_sealed_opens_again_in_the_same_context(keys: KeyRing) -> None:
    sealed = keys.encrypt(b"plain", "case:1")

    assert keys.decrypt(sealed, "case:1") == b"plain"
    assert b"plain" not in sealed


def test_the_same_text_is_sealed_differently_each_time(keys: KeyRing) -> None:
    assert keys.encrypt(b"plain", "x") != keys.encrypt(b"plain", "x")


def test_a_sealed_value_moved_to_another_place_does_not_open(keys: KeyRing) -> None:
    sealed = keys.encrypt(b"plain", "case:1")

    with pytest.raises(InputError) as refused:
        keys.decrypt(sealed, "case:2")

    assert refused.value.code == "sealed_unreadable"


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x07" + bytes(40), b"\x01" + bytes(60)])
def test_what_this_ring_did_not_seal_does_not_open(keys: KeyRing, sealed: bytes) -> None:
    with pytest.raises(InputError, match="decrypted"):
        keys.decrypt(sealed, "case:1")


def test_the_file_is_for_its_owner_only_and_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "home" / "keys"
    first = KeyRing.load_or_create(path)
    second = KeyRing.load_or_create(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert second.decrypt(first.encrypt(b"plain", "x"), "x") == b"plain"
    assert second.lookup("14829000100", "fnr") == first.lookup("14829000100", "fnr")
    assert sorted(p.name for p in path.parent.iterdir()) == ["keys"]


def test_after_rotation_the_new_key_seals_and_the_old_still_opens(tmp_path: Path) -> None:
    keys = KeyRing.load_or_create(tmp_path / "keys")
    old, found = keys.encrypt(b"old", "x"), keys.lookup("a", "b")

    assert keys.rotate() == 2

    again = KeyRing.load_or_create(tmp_path / "keys")
    assert again.decrypt(old, "x") == b"old"
    assert again.decrypt(keys.encrypt(b"new", "x"), "x") == b"new"
    assert keys.encrypt(b"new", "x")[:5] != old[:5]
    assert again.lookup("a", "b") == found


def test_lookups_for_different_purposes_differ(keys: KeyRing) -> None:
    assert keys.lookup("1", "fnr") != keys.lookup("1", "employee number")


def test_a_ring_that_others_may_read_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    KeyRing.load_or_create(path)
    path.chmod(0o640)

    with pytest.raises(InputError) as refused:
        KeyRing.load_or_create(path)

    assert refused.value.code == "keys_exposed"
    assert "chmod 600" in refused.value.remedy


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        '{"version": 1, "lookup": "AAAA", "keys": {}}',
        '{"version": 1, "lookup": "AAAA", "keys": {"1": "AAAA"}}',
        '{"version": 2, "lookup": "AAAA", "keys": {"1": "AAAA"}}',
    ],
)
def test_a_damaged_ring_is_refused_and_never_replaced(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys"
    path.write_text(text)
    path.chmod(0o600)

    with pytest.raises(InputError) as refused:
        KeyRing.load_or_create(path)

    assert refused.value.code == "keys_damaged"
    assert path.read_text() == text


def test_a_place_where_nothing_can_be_made_has_its_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(InputError) as refused:
        KeyRing.load_or_create(tmp_path / "file" / "keys")

    assert refused.value.code == "keys_unreadable"


def test_a_ring_beside_another_finds_the_same_and_reads_nothing_of_it(tmp_path: Path) -> None:
    ring = KeyRing.load_or_create(tmp_path / "keys.json")
    before = (tmp_path / "keys.json").read_bytes()
    beside = ring.beside()
    assert beside.lookup("K1", "claim") == ring.lookup("K1", "claim")
    for one, other in ((ring, beside), (beside, ring)):
        with pytest.raises(InputError, match="can't be decrypted"):
            other.decrypt(one.encrypt(b"ill", "case:1"), "case:1")
    assert (tmp_path / "keys.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]


def test_a_ring_in_memory_is_each_time_another() -> None:
    one, other = KeyRing.in_memory(), KeyRing.in_memory()
    assert one.lookup("K1", "claim") != other.lookup("K1", "claim")
