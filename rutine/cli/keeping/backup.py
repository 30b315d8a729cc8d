"""`rutine backup` and `rutine restore`."""

from __future__ import annotations

import sys
from getpass import getpass
from pathlib import Path

from rich.console import Console

from rutine.cases.backup.checking import Checked, check_backup, check_keys
from rutine.cases.backup.key_copy import (
    copy_keys,
    is_key_copy,
    open_key_copy,
    refuse_lacking,
    refuse_short,
)
from rutine.cases.backup.making import make_backup
from rutine.cases.backup.restoring import restore
from rutine.cases.sealing.keys import KeyRing
from rutine.cli.keeping.verify import verify_all
from rutine.cli.outcome import Exit
from rutine.cli.texts.keep_texts import Texts, texts
from rutine.core.errors import InputError
from rutine.core.whole_file import write_whole
from rutine.formats.given_file import bytes_in
from rutine.formats.private_file import output_exists
from rutine.installation import installation
from rutine.settings import Settings, load_settings
from rutine.steps.backing_up import RING, beside, key_texts


def back_up(file: Path, keys_to: Path | None, passphrase_file: Path | None) -> int:
    """Write a backup, and a copy of the keys where that is asked for.

    Raises:
        InputError: `backup_exists`, `backup_keys_beside`, `passphrase_short`, `output_exists`,
            `file_unwritable`; `backup_keys_changed` when the backup is made and the keys no
            longer open it.
    """
    console = _console()
    settings = load_settings()
    say = texts(settings.language)
    folder = file if file.is_dir() else file.parent
    if folder.resolve() == settings.keys_file.parent.resolve():
        raise beside()
    phrase = ""
    if keys_to is not None:
        phrase = _phrase_for(say, folder, keys_to, passphrase_file)
    with installation() as place:
        before = key_texts(settings)[RING]
        made = make_backup(place.database, settings.home_folder, file)
    if keys_to is not None:
        # After the backup: a key that was made meanwhile may have sealed rows in it already.
        texts_now = key_texts(settings)
        refuse_lacking(texts_now[RING], before)
        copy_keys(texts_now, keys_to, phrase)
    megabytes = f"{made.size / 1_000_000:.1f}"
    if settings.language != "en":
        megabytes = megabytes.replace(".", ",")
    console.print(say("backup.made", file=made.file, megabytes=megabytes, files=made.files))
    console.print(say("backup.keys_apart"))
    if keys_to is None:
        console.print(say("backup.keys_how", file=made.file))
    else:
        console.print(say("backup.keys_made", file=keys_to))
    console.print(say("backup.not_in_it"))
    return Exit.CLEAN


def verify_backup(file: Path, keys: Path | None, passphrase_file: Path | None) -> int:
    """Read a backup from end to end, and say what is in it.

    Raises:
        InputError: what is wrong with it, or with the keys.
    """
    settings = load_settings()
    say, console = texts(settings.language), _console()
    files = _given_keys(settings, say, keys, passphrase_file)
    checked = check_backup(file, KeyRing.from_text(files[RING]))
    header = checked.header
    console.print(
        say("backup.verified", made_at=header.made_at, version=header.version, mode=header.mode)
    )
    console.print(_counts(say, checked))
    console.print(say("backup.chain", seq=checked.head.seq))
    return Exit.CLEAN


def restore_backup(file: Path, keys: Path | None, passphrase_file: Path | None) -> int:
    """Restore a backup into this home, which must be empty, and verify what came of it.

    Raises:
        InputError: `restore_not_empty`, `restore_keys_there`, or what is wrong with the backup.
    """
    settings = load_settings()
    say, console = texts(settings.language), _console()
    files = _given_keys(settings, say, keys, passphrase_file)
    home = settings.home_folder
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    _refuse_other_keys(settings, files)
    ring = KeyRing.from_text(files[RING])
    check_keys(file, ring)
    # The keys come first: a store without its keys is refused, and keys without a store are not.
    _put_keys(home, files)
    done = restore(file, url=settings.database, home=home, keys=ring, mode=settings.mode.value)
    header, checked = done.checked.header, done.checked
    rows = sum(checked.rows.values())
    when = header.made_at
    console.print(say("restore.done", made_at=when, rows=rows, files=checked.files))
    if done.upgraded:
        console.print(say("restore.upgraded", version=header.version))
    whole = verify_all()
    console.print(say("restore.lost", made_at=when))
    console.print(say("restore.now"))
    for step in ("now_posted", "now_fetch", "now_erased", "now_anchor"):
        console.print(say(f"restore.{step}", made_at=when, home=home))
    return whole


def _counts(say: Texts, checked: Checked) -> str:
    return say(
        "backup.counts",
        rows=sum(checked.rows.values()),
        tables=len(checked.rows),
        files=checked.files,
        originals=checked.originals,
    )


def _phrase_for(say: Texts, folder: Path, keys_to: Path, passphrase_file: Path | None) -> str:
    """The passphrase, once nothing is wrong with the place: before the work, not after."""
    if folder.resolve() == keys_to.parent.resolve():
        raise beside()
    phrase = _passphrase(say, passphrase_file, twice=True)
    refuse_short(phrase)
    if keys_to.exists():
        raise output_exists(keys_to)
    return phrase


def _given_keys(
    settings: Settings, say: Texts, keys: Path | None, passphrase_file: Path | None
) -> dict[str, str]:
    """The texts of the key files: from a locked copy, a bare ring, or the home's own."""
    file = keys or settings.keys_file
    if not file.is_file():
        raise InputError(
            "restore_keys_missing",
            f"There is no key ring at {file}.",
            "Give the copy that is kept apart from the backup, with --keys.",
            path=str(file),
        )
    if is_key_copy(file):
        return open_key_copy(file, _passphrase(say, passphrase_file, twice=False))
    return {RING: bytes_in(file).decode("utf-8", "replace")}


def _refuse_other_keys(settings: Settings, files: dict[str, str]) -> None:
    there = settings.keys_file
    if there.exists() and there.read_text("utf-8") != files[RING]:
        raise InputError(
            "restore_keys_there",
            f"{there} is another key ring than the one given.",
            "Restore into an empty folder: set RUTINE_HOME to a new one.",
            path=str(there),
        )


def _put_keys(home: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = home / name
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(path, text.encode())


def _passphrase(say: Texts, file: Path | None, *, twice: bool) -> str:
    if file is not None:
        return bytes_in(file).decode("utf-8", "replace").strip("\r\n")
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    phrase = getpass(say("backup.passphrase"))
    if twice and getpass(say("backup.again")) != phrase:
        raise InputError("passphrase_differs", "The two were not the same.", "Try again.")
    return phrase


def _console() -> Console:
    return Console(highlight=False, soft_wrap=True, markup=False)
