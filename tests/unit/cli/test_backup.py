"""`rutine backup` and `rutine restore` as whoever runs the machine types them."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from rutine.cases.backup import key_copy
from rutine.cli.texts.keep_texts import catalogue
from tests.command_line import rutine
from tests.small_books import Books

PHRASE = "hest batteri stift riktig ost"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    books = Books(tmp_path_factory.mktemp("backed") / "home")
    books.september()
    return books.path


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_copy, "_COST", 2**4)


def test_from_backup_to_an_empty_machine_and_on(home: Path, tmp_path: Path) -> None:
    backup, safe = tmp_path / "share" / "night.backup", tmp_path / "safe" / "keys.json"
    backup.parent.mkdir()
    safe.parent.mkdir()
    made = rutine("backup", backup, "--keys-to", safe, home=home, stdin=f"{PHRASE}\n")
    assert made.returncode == 0, made.stderr
    assert "Nøkkelringen er IKKE med" in made.stdout
    assert {stat.S_IMODE(each.stat().st_mode) for each in (backup, safe)} == {0o600}
    assert "lookup" not in safe.read_text()

    new = tmp_path / "new"
    checked = rutine("backup", backup, "--verify", "--keys", safe, home=new, stdin=f"{PHRASE}\n")
    assert checked.returncode == 0, checked.stderr
    assert "Sikkerhetskopien er hel" in checked.stdout
    assert not new.exists()

    done = rutine("restore", backup, "--keys", safe, home=new, stdin=f"{PHRASE}\n")
    assert done.returncode == 0, done.stderr
    assert "audit trail whole; 1 reports as they were fetched" in done.stdout
    assert "les dem ikke inn to ganger" in done.stdout
    assert stat.S_IMODE((new / "keys.json").stat().st_mode) == 0o600
    assert rutine("verify", home=new).returncode == 0

    again = rutine("restore", backup, "--keys", safe, home=new, stdin=f"{PHRASE}\n")
    assert (again.returncode, "bare i et tomt sted" in again.stderr) == (2, True)


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (("backup", "{}/a/x", "--keys-to", "{}/a/y"), PHRASE, "samme mappe"),
        (("backup", "{}/a/x", "--keys-to", "{}/y"), "for kort", "færre enn 16"),
        (("backup", "{}/none/x"), "", "Det går ikke å skrive"),
        (("backup", "{}/none/x", "--verify"), "", "kan ikke leses"),
        (("backup", "{}/a/text", "--verify"), "", "ikke en sikkerhetskopi"),
        (("restore", "{}/a/text", "--keys", "{}/none"), "", "ingen nøkkelring"),
    ],
)
def test_what_can_be_wrong_is_said_with_what_to_do(
    home: Path, tmp_path: Path, words: tuple[str, ...], typed: str, said: str
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "text").write_text("no backup")
    given = [word.format(tmp_path) for word in words]
    answer = rutine(*given, home=home, stdin=f"{typed}\n")
    assert (answer.returncode, said in answer.stderr) == (2, True), answer.stderr
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["text"]


def test_a_wrong_phrase_and_other_keys_restore_nothing(home: Path, tmp_path: Path) -> None:
    backup, safe = tmp_path / "x.backup", tmp_path / "safe" / "keys.json"
    safe.parent.mkdir()
    rutine("backup", backup, "--keys-to", safe, home=home, stdin=f"{PHRASE}\n")
    new = tmp_path / "new"
    wrong = rutine("restore", backup, "--keys", safe, home=new, stdin="en helt annen frase\n")
    assert "åpner ikke" in wrong.stderr
    other = tmp_path / "other"
    rutine("verify", home=other)
    mixed = rutine("restore", backup, "--keys", other / "keys.json", home=new)
    assert "en annen nøkkelring" in mixed.stderr
    assert not (new / "keys.json").exists()


def test_the_texts_are_the_same_in_every_language() -> None:
    keys = {
        language: {(part, key) for part, texts in catalogue(language).items() for key in texts}
        for language in ("nb", "nn", "en")
    }
    assert keys["nb"] == keys["nn"] == keys["en"]
