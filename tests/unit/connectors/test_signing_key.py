"""The key: made once, readable by its owner only, never shown."""

import stat
from pathlib import Path

import pytest

from rutine.connectors.signing_key import SigningKey
from rutine.core.errors import InputError


def test_a_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "maskinporten.pem"
    first = SigningKey.load_or_create(path, bits=2048)
    again = SigningKey.load_or_create(path)
    assert first.public_pem == again.public_pem
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["maskinporten.pem"]


def test_only_the_public_half_is_ever_shown(tmp_path: Path) -> None:
    key = SigningKey.load_or_create(tmp_path / "key.pem", bits=2048)
    assert key.public_pem.startswith("-----BEGIN PUBLIC KEY-----")
    assert "PRIVATE" not in f"{key!r}{key.public_pem}"


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    SigningKey.load_or_create(path, bits=2048)
    path.chmod(0o640)
    with pytest.raises(InputError) as told:
        SigningKey.load(path)
    assert told.value.code == "signing_key_exposed"
    assert "chmod 600" in told.value.remedy


@pytest.mark.parametrize("content", [b"", b"-----BEGIN PUBLIC KEY-----", b"\x00\xff"])
def test_what_is_no_key_is_refused_without_being_repeated(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(InputError) as told:
        SigningKey.load(path)
    assert told.value.code == "signing_key_damaged"


def test_a_missing_key_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="connect nav"):
        SigningKey.load(tmp_path / "gone.pem")
