"""An installation for one command: nobody else's to read, and gone whatever happens."""

from __future__ import annotations

import shutil
import stat
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import SQLAlchemyError

from rutine.cases.tables import Home as HomeRow
from rutine.core import clock
from rutine.core.errors import ConnectorError, InputError
from rutine.installation import open_installation, open_read_only
from rutine.settings import Settings
from rutine.steps.scope import load_rules
from rutine.temporary import PREFIX, temporary_installation, under_rules
from tests.lived_history import routine_with


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_it_is_for_its_owner_only_and_gone_afterwards(tmp_path: Path) -> None:
    real = Settings(home=tmp_path / "real", language="nn")
    with temporary_installation(real) as place:
        home = place.settings.home_folder
        assert home.parent == tmp_path
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        assert place.settings.language == "nn"
        assert not place.settings.keys_file.exists()
        sealed = place.archive.put(b"ill", kind="claims", label="claims.csv")
        assert all(b"ill" not in file.read_bytes() for file in home.rglob("*") if file.is_file())
        assert place.archive.get(sealed) == b"ill"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_it_is_gone_when_the_work_fails(tmp_path: Path, error: type[BaseException]) -> None:
    with pytest.raises(error), temporary_installation(Settings(home=tmp_path / "real")):
        raise error
    assert list(tmp_path.iterdir()) == []


def test_it_is_gone_when_somebody_interrupts_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove, times = shutil.rmtree, []

    def impatient(path: Path, **how: bool) -> None:
        times.append(path)
        if len(times) == 1:
            raise KeyboardInterrupt
        remove(path, **how)

    settings = Settings(home=tmp_path / "real")
    with pytest.raises(KeyboardInterrupt), temporary_installation(settings):
        monkeypatch.setattr(shutil, "rmtree", impatient)
    assert list(tmp_path.glob(f"{PREFIX}*")) == []


def test_other_rules_have_the_same_store(tmp_path: Path) -> None:
    file = tmp_path / "changed.yaml"
    file.write_text(routine_with({"exact"}), encoding="utf-8")
    with temporary_installation(Settings(home=tmp_path / "real")) as place:
        other = under_rules(place, routine=("nav_refunds", file))
        assert [each.name for each in load_rules(other).routine.passes] == ["exact"]
        assert len(load_rules(place).routine.passes) > 1
        assert other.database is place.database
        assert under_rules(place) is place
        with pytest.raises(InputError, match=r"gone\.yaml"):
            under_rules(place, routine=("nav_refunds", tmp_path / "gone.yaml"))


def test_what_is_wrong_with_other_rules_is_told_of_the_file_that_was_given(tmp_path: Path) -> None:
    file = tmp_path / "changed.yaml"
    file.write_text("version: 2\nname: nav_refunds\ntitle: {nb: Uten regler}\n", "utf-8")
    with temporary_installation(Settings(home=tmp_path / "real")) as place:
        with pytest.raises(InputError) as caught:
            under_rules(place, routine=("nav_refunds", file))
        assert caught.value.message.startswith(f"{file} has ")
        assert "the key 'match' is missing" in caught.value.message


def test_to_look_at_a_store_writes_nothing(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "real")
    with pytest.raises(InputError) as missing:
        open_read_only(settings)
    assert missing.value.code == "store_missing"
    assert not (tmp_path / "real").exists()
    open_installation(settings).database.close()
    place = open_read_only(settings)
    row = {"id": 2, "mode": "practice", "key_check": "x" * 64, "made_at": clock.now()}
    with pytest.raises((ConnectorError, SQLAlchemyError)), place.database.writing() as session:
        session.execute(insert(HomeRow), [row])
    place.database.close()


def test_a_store_of_another_version_is_not_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path / "real")
    open_installation(settings).database.close()
    before = (tmp_path / "real" / "rutine.db").read_bytes()
    monkeypatch.setattr("rutine.cases.database.LATEST", "9999")
    with pytest.raises(InputError) as older:
        open_read_only(settings)
    assert older.value.code == "store_older"
    assert (tmp_path / "real" / "rutine.db").read_bytes() == before


def test_a_disk_without_room_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(InputError) as refused, temporary_installation(Settings(home=tmp_path)):
        pass
    assert refused.value.code == "temporary_folder"
