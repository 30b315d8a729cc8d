"""`rutine keys`, as IT types it, in a home with somebody in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy import func

from rutine.cases.people.register import subject_for
from rutine.cases.tables import Subject
from rutine.core.identifiers import Fnr
from rutine.installation import open_installation
from rutine.settings import Settings
from tests.command_line import rutine
from tests.unit.cases.samples import FNRS, NAMES

ENGLISH = {"RUTINE_LANGUAGE": "en"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    place = open_installation(Settings(home=tmp_path))
    with place.database.writing() as session:
        for number, name in zip(FNRS, NAMES, strict=False):
            subject_for(session, place.keys, Fnr(number), name)
    place.archive.put(b"lonely", kind="x", label="x")
    place.database.close()
    return tmp_path


def test_keys_are_made_shown_and_taken_away(home: Path) -> None:
    assert "1" in rutine("keys", "show", home=home, **ENGLISH).stdout
    made = rutine("keys", "rotate", home=home, **ENGLISH)
    assert made.returncode == 0
    assert "Key 2 is made" in made.stdout
    assert "3 values are encrypted anew" in made.stdout
    shown = rutine("keys", "show", home=home, **ENGLISH).stdout.splitlines()
    first, second = (line.split() for line in shown[1:3])
    assert first[-3:] == ["0", "0", "1"]
    assert second[-5:] == ["3", "0", "0", "encrypts", "now"]
    kept = rutine("keys", "retire", "--alone", home=home, **ENGLISH)
    assert "No key can be taken away" in kept.stdout  # the original that nothing points at
    for path in (home / "evidence").rglob("*"):
        if path.is_file():
            path.unlink()
    assert "less than a day" in rutine("keys", "retire", home=home, **ENGLISH).stdout
    gone = rutine("keys", "retire", "--alone", home=home, **ENGLISH)
    assert "Taken away: key 1" in gone.stdout
    place = open_installation(Settings(home=home))
    with place.database.reading() as session:
        assert session.scalar(func.count(Subject.id)) == 3
    place.database.close()


def test_lookups_get_a_new_key_in_bokmaal(home: Path) -> None:
    changed = rutine("keys", "rotate", "--lookup", home=home)
    assert changed.returncode == 0
    assert "oppslag har fått en ny nøkkel" in changed.stdout
    assert "2 nøkkel eller nøkler" in rutine("keys", "show", home=home).stdout
    assert rutine("verify", home=home).returncode == 0


def test_two_commands_do_not_change_the_keys_at_once(home: Path) -> None:
    with FileLock(home / "keeping.lock"):
        refused = rutine("keys", "rotate", home=home)
    assert refused.returncode == 2
    assert "Vent" in refused.stderr
