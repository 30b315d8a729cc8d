"""Secrets come from files, the environment, a key store or blocks, and are never shown."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from rutine.cli.scheduling.secret_block import offer_blocks
from rutine.core.errors import InputError
from rutine.secret_source import SecretFiles
from rutine.settings import Settings, load_settings

HIDDEN = "postgresql://rutine:a-long-password@db/rutine"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUTINE_HOME", str(tmp_path))


def kept(folder: Path, text: str = f"{HIDDEN}\n", *, mode: int = 0o600, name: str = "db") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def database() -> str | None:
    found = load_settings().database_url
    return found and found.get_secret_value()


def test_a_file_is_named_as_the_value_or_beside_it(tmp_path: Path, monkeypatch) -> None:
    path = kept(tmp_path)
    monkeypatch.setenv("RUTINE_DATABASE_URL", f"file:{path}")
    assert database() == HIDDEN
    assert HIDDEN not in repr(load_settings())
    monkeypatch.delenv("RUTINE_DATABASE_URL")
    monkeypatch.setenv("RUTINE_DATABASE_URL_FILE", str(path))
    assert database() == HIDDEN


def test_the_environment_may_have_its_own_name(monkeypatch) -> None:
    monkeypatch.setenv("DATABASE", HIDDEN)
    monkeypatch.setenv("RUTINE_DATABASE_URL", "env:DATABASE")
    assert database() == HIDDEN


def test_mounted_secrets_are_found_by_their_names(tmp_path: Path) -> None:
    for name in ("rutine_database_url", "rutine_notices__password", "another_database_url"):
        kept(tmp_path, name=name)
    assert SecretFiles(Settings, tmp_path)() == {
        "database_url": f"file:{tmp_path / 'rutine_database_url'}",
        "notices": {"password": f"file:{tmp_path / 'rutine_notices__password'}"},
    }


def test_a_secret_inside_a_section_may_be_a_reference(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("RUTINE_WATCH__METRICS_TOKEN", f"file:{kept(tmp_path)}")
    token = load_settings().watch.metrics_token
    assert token is not None
    assert token.get_secret_value() == HIDDEN


@pytest.mark.parametrize(
    ("text", "mode", "told"),
    [
        (HIDDEN, 0o640, "others than its owner"),
        (" \n", 0o600, "empty or missing"),
        (None, 0, "can't be read"),
    ],
)
def test_a_file_that_others_read_or_that_is_empty_is_refused(
    tmp_path: Path, monkeypatch, text: str | None, mode: int, told: str
) -> None:
    path = tmp_path / "secret-of-the-town"
    if text is not None:
        kept(tmp_path, text, mode=mode, name=path.name)
    monkeypatch.setenv("RUTINE_DATABASE_URL", f"file:{path}")
    with pytest.raises(InputError, match=told) as refused:
        load_settings()
    assert "secret-of-the-town" not in refused.value.message


def test_the_key_store_of_the_operating_system(monkeypatch) -> None:
    class KeyringError(Exception):
        pass

    def get_password(service: str, name: str) -> str | None:
        if service == "locked":
            raise KeyringError(HIDDEN)
        return {("rutine", "database_url"): HIDDEN}.get((service, name))

    store, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    store.get_password = get_password
    errors.KeyringError = KeyringError
    monkeypatch.setitem(sys.modules, "keyring", store)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    monkeypatch.setenv("RUTINE_DATABASE_URL", "keyring:rutine/database_url")
    assert database() == HIDDEN
    for wrong, told in (
        ("keyring:rutine/other", "empty or missing"),
        ("keyring:locked/x", "can't be opened"),
        ("keyring:rutine", "SERVICE/NAME"),
    ):
        monkeypatch.setenv("RUTINE_DATABASE_URL", wrong)
        with pytest.raises(InputError, match=told):
            load_settings()
    monkeypatch.setitem(sys.modules, "keyring", None)
    monkeypatch.setenv("RUTINE_DATABASE_URL", "keyring:rutine/database_url")
    with pytest.raises(InputError, match="not installed"):
        load_settings()


def test_a_block_needs_a_server_and_is_told_nothing_of(monkeypatch) -> None:
    offer_blocks()
    monkeypatch.setenv("RUTINE_DATABASE_URL", "prefect:town-database")
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    with pytest.raises(InputError, match="needs a Prefect server"):
        load_settings()

    def load(name: str, **_: object) -> object:
        if name != "town-database":
            raise LookupError(HIDDEN)
        return SimpleNamespace(get=lambda: HIDDEN)

    blocks = ModuleType("prefect.blocks.system")
    blocks.Secret = SimpleNamespace(load=load)
    monkeypatch.setitem(sys.modules, "prefect.blocks.system", blocks)
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:4200/api")
    assert database() == HIDDEN
    monkeypatch.setenv("RUTINE_DATABASE_URL", "prefect:other")
    with pytest.raises(InputError, match="does not give") as refused:
        load_settings()
    assert HIDDEN not in refused.value.message
