"""The backup by the clock is proven, keeps the newest, and never lies beside its keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from rutine.backup_settings import Backup
from rutine.cases.backup import key_copy, making
from rutine.cases.backup.checking import check_backup
from rutine.cases.backup.kept import backups_in, needless_keys, superseded
from rutine.cases.backup.key_copy import open_key_copy
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.trail.audit import last_at
from rutine.cli.doctor.examination import Finding, Health
from rutine.cli.doctor.operation import examine_operation
from rutine.cli.keeping import backup as command
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.installation import Installation, open_installation
from rutine.settings import Mode, Settings
from rutine.steps import backing_up
from rutine.steps.backing_up import DOUBTFUL, Taken, take_backup

PHRASE = "hest batteri stift riktig ost"
NIGHT = datetime(2026, 11, 1, 1, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_copy, "_COST", 2**4)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    for name in ("share", "safe"):
        (tmp_path / name).mkdir()
    asked = Backup(
        folder=tmp_path / "share",
        keep=2,
        keys_folder=tmp_path / "safe",
        passphrase=SecretStr(PHRASE),
    )
    place = open_installation(Settings(home=tmp_path / "home", backup=asked))
    yield place
    place.database.close()


def take(place: Installation, night: int) -> Taken:
    with clock.stopped_at(NIGHT + timedelta(days=night)):
        taken = take_backup(place)
    assert taken is not None
    return taken


def doctor(place: Installation, **changed: Any) -> Finding:
    found = examine_operation(place.settings.model_copy(update=changed))
    return next(each for each in found if each.what == "Backup")


def test_each_night_is_proven_and_the_newest_are_kept(place: Installation, tmp_path: Path) -> None:
    (tmp_path / "share" / "rutine-og-annet.txt").write_text("somebody's own")
    taken = [take(place, night) for night in range(4)]
    assert [(each.kept, each.deleted) for each in taken] == [(1, 0), (2, 0), (2, 1), (2, 1)]
    assert all(sum(each.checked.rows.values()) for each in taken)
    names = sorted(path.name for path in (tmp_path / "share").iterdir())
    assert backups_in(names) == ["rutine-20261103T013000Z.backup", "rutine-20261104T013000Z.backup"]
    assert "rutine-og-annet.txt" in names


def test_a_backup_that_cannot_be_read_again_does_not_count_and_nothing_is_taken_away(
    place: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for night in range(2):
        take(place, night)
    kept = backups_in(path.name for path in (tmp_path / "share").iterdir())
    with place.database.reading() as session:
        proven = last_at(session, "backup_made")

    def cut_off(*args: Any, **named: Any) -> Any:
        made = write(*args, **named)
        made.file.write_bytes(made.file.read_bytes()[:-20])
        return made

    write = making.write_backup
    monkeypatch.setattr(backing_up, "write_backup", cut_off)
    for night in (2, 3):
        with pytest.raises(InputError) as refused:
            take(place, night)
        assert refused.value.code == "backup_damaged"
    names = [path.name for path in (tmp_path / "share").iterdir()]
    assert backups_in(names) == kept
    assert [name for name in names if name.endswith(DOUBTFUL)] == [
        f"rutine-20261104T013000Z.backup{DOUBTFUL}"
    ]
    with place.database.reading() as session:
        assert last_at(session, "backup_made") == proven


def test_the_keys_are_copied_when_they_have_changed_and_open_every_backup_that_is_kept(
    place: Installation, tmp_path: Path
) -> None:
    assert [take(place, night).keys_copied for night in (0, 1)] == [True, False]
    place.keys.rotate()
    assert take(place, 2).keys_copied
    copies = sorted((tmp_path / "safe").iterdir())
    assert [path.name for path in copies] == [
        "rutine-keys-20261101T013000Z.json",
        "rutine-keys-20261103T013000Z.json",
    ]
    newest = KeyRing.from_text(open_key_copy(copies[-1], PHRASE)["keys.json"])
    for file in sorted((tmp_path / "share").iterdir()):
        assert check_backup(file, newest).rows


def test_a_key_that_is_made_while_the_backup_is_written_is_in_the_copy(
    place: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(*args: Any, **named: Any) -> Any:
        place.keys.rotate()
        return make(*args, **named)

    make = making.make_backup
    monkeypatch.setattr(command, "make_backup", slowly)
    monkeypatch.setattr(command, "load_settings", lambda: place.settings)
    monkeypatch.setattr(command, "installation", lambda: _Open(place))
    phrase, safe = tmp_path / "phrase", tmp_path / "safe" / "keys.json"
    phrase.write_text(PHRASE)
    assert command.back_up(tmp_path / "share" / "x.backup", safe, phrase) == 0
    copied = KeyRing.from_text(open_key_copy(safe, PHRASE)["keys.json"])
    assert copied.newest == place.keys.newest == 2


def test_a_key_that_is_taken_away_meanwhile_is_said(
    place: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(*args: Any, **named: Any) -> Any:
        made = write(*args, **named)
        place.keys.retire({1})
        return made

    write = making.write_backup
    place.keys.rotate()
    monkeypatch.setattr(backing_up, "write_backup", meanwhile)
    with pytest.raises(InputError) as refused:
        take(place, 0)
    assert refused.value.code == "backup_keys_changed"


class _Open:
    def __init__(self, place: Installation) -> None:
        self._place = place

    def __enter__(self) -> Installation:
        return self._place

    def __exit__(self, *_: object) -> None:
        pass


def test_no_backup_is_put_where_the_keys_lie(place: Installation, tmp_path: Path) -> None:
    for folder in (tmp_path / "home", tmp_path):
        place.settings.__dict__["backup"] = Backup(folder=folder)
        with pytest.raises(InputError) as refused:
            take_backup(place)
        assert refused.value.code == "backup_keys_beside"
    place.settings.__dict__["backup"] = Backup(folder=tmp_path / "not mounted")
    with pytest.raises(InputError) as refused:
        take_backup(place)
    assert refused.value.code == "backup_folder_missing"
    place.settings.__dict__["backup"] = Backup()
    assert take_backup(place) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"folder": "/b", "keys_folder": "/b/keys", "passphrase": PHRASE},
        {"folder": "/b", "keys_folder": "/k", "passphrase": "for kort"},
        {"folder": "/b", "keys_folder": "/k"},
        {"keys_folder": "/k", "passphrase": PHRASE},
    ],
)
def test_settings_that_put_keys_beside_or_unlocked_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match=r"keys_folder|passphrase"):
        Backup.model_validate(wrong)


def test_the_doctor_names_a_backup_that_was_never_made_is_too_old_or_is_gone(
    place: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert doctor(place).health is Health.REMARK
    assert take_backup(place) is not None
    assert doctor(place).health is Health.GOOD
    for file in (tmp_path / "share").iterdir():
        file.unlink()
    gone = doctor(place)
    assert (gone.health, "none lies in its folder" in gone.found) == (Health.BAD, True)
    later = clock.now() + timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert doctor(place).health is Health.BAD
    assert doctor(place, backup=Backup(folder=tmp_path / "none")).health is Health.BAD


def test_in_production_no_backup_is_a_fault(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, mode=Mode.PRODUCTION)
    found = next(each for each in examine_operation(settings) if each.what == "Backup")
    assert found.health is Health.BAD


def test_copies_of_keys_stay_as_long_as_a_backup_needs_them() -> None:
    copies = [f"rutine-keys-2026110{day}T010000Z.json" for day in (1, 3, 5)]
    assert needless_keys(copies, "rutine-20261104T013000Z.backup") == copies[:1]
    assert needless_keys(copies, "rutine-20261101T000000Z.backup") == []
    assert superseded(["a", "b", "c"], 2) == ["a"]
    assert superseded(["a"], 2) == []
