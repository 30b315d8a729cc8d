"""The backup by the clock: written, read again from end to end, and the oldest taken away.

None is taken away before the new one was proven. One that is not proven gets another name, so
that it never counts as one of those that are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rutine.cases.backup.checking import Checked, check_backup
from rutine.cases.backup.kept import (
    backups_in,
    key_copies_in,
    keys_name_at,
    needless_keys,
    superseded,
)
from rutine.cases.backup.key_copy import is_key_copy, locked, open_key_copy, refuse_lacking
from rutine.cases.backup.making import Made, note_backup, write_backup
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.formats.private_file import unwritable, write_private
from rutine.installation import Installation
from rutine.settings import Settings

RING: Final = "keys.json"
ERASED_FILE: Final = "erased.jsonl"
"""Ids of the erased, in the home and never in a backup: what an older backup brings back."""

DOUBTFUL: Final = ".not-verified"
"""What is put after the name of a backup that could not be read again."""

PATIENCE: Final = 3_600.0
"""Seconds that what runs by the clock waits for another backup or deletion."""

_SIGNING: Final = "keys/maskinporten.pem"


@dataclass(frozen=True, slots=True)
class Taken:
    """A backup that was made and proven.

    Attributes:
        made, checked: what was written, and what was found in it again.
        kept, deleted: how many backups there are now, and how many were taken away.
        keys_copied: whether the keys were copied too: only when they had changed.
    """

    made: Made
    checked: Checked
    kept: int
    deleted: int
    keys_copied: bool


def take_backup(place: Installation) -> Taken | None:
    """Make the backup that `[backup]` asks for, and prove it; None where no folder is set.

    Raises:
        InputError: `backup_folder_missing`, `backup_keys_beside`, `backup_keys_changed`,
            `file_unwritable`, `keeping_busy`, or what is wrong with the backup.
    """
    folder = _folder(place.settings, place.settings.backup.folder)
    if folder is None:
        return None
    refuse_keys_in(place.settings, folder)
    before = key_texts(place.settings)[RING]
    made = write_backup(place.database, place.settings.home_folder, folder, wait=PATIENCE)
    try:
        checked = check_backup(made.file, place.keys)
    except InputError:
        _set_aside(made.file)
        raise
    keys_copied = _copy_changed_keys(place.settings, before)
    note_backup(place.database, made)
    deleted = _thin_out(place.settings, folder)
    kept = len(backups_in(_names(folder)))
    return Taken(made, checked, kept, deleted, keys_copied)


def key_texts(settings: Settings) -> dict[str, str]:
    """The texts of the key files, by the names that they are restored under."""
    files = {RING: settings.keys_file}
    if settings.signing_key_file.is_file():
        files[_SIGNING] = settings.signing_key_file
    if (erased := settings.home_folder / ERASED_FILE).is_file():
        files[ERASED_FILE] = erased
    return {name: path.read_text("utf-8") for name, path in files.items()}


def refuse_keys_in(settings: Settings, folder: Path) -> None:
    """Put no backup where the key ring lies, or over it.

    Raises:
        InputError: `backup_keys_beside`.
    """
    for key in (settings.keys_file, settings.signing_key_file):
        if key.exists() and key.resolve().is_relative_to(folder.resolve()):
            raise beside()


def beside() -> InputError:
    """Backup and keys would lie together."""
    return InputError(
        "backup_keys_beside",
        "The keys would lie in the same folder as the backup.",
        "Give another place: whoever takes that folder would have both.",
    )


def newest_backup(settings: Settings) -> str | None:
    """The name of the newest backup in the folder that is set; None when none lies there.

    Raises:
        InputError: `backup_folder_missing`.
    """
    folder = _folder(settings, settings.backup.folder)
    found = [] if folder is None else backups_in(_names(folder))
    return found[-1] if found else None


def _folder(settings: Settings, folder: Path | None) -> Path | None:
    """A folder of the settings, which must be there: a share that is not mounted is none."""
    if folder is None:
        return None
    whole = settings.project / folder
    if not whole.is_dir():
        raise InputError(
            "backup_folder_missing",
            f"The folder {whole} is not there.",
            "Make it, or mount the share: it is never made by itself, so that no backup ends up "
            "on the machine that it should outlive.",
            folder=str(whole),
        )
    return whole


def _copy_changed_keys(settings: Settings, before: str) -> bool:
    """Copy the keys after the backup that needs them, when the newest copy has not the same."""
    texts = key_texts(settings)
    refuse_lacking(texts[RING], before)
    folder = _folder(settings, settings.backup.keys_folder)
    secret = settings.backup.passphrase
    if folder is None or secret is None:
        return False
    phrase, copies = secret.get_secret_value(), key_copies_in(_names(folder))
    if copies and _holds(folder / copies[-1], phrase, texts):
        return False
    write_private(folder / keys_name_at(clock.now()), locked(texts, phrase))
    return True


def _holds(file: Path, phrase: str, texts: dict[str, str]) -> bool:
    try:
        return is_key_copy(file) and open_key_copy(file, phrase) == texts
    except InputError:  # locked with the passphrase of before
        return False


def _thin_out(settings: Settings, folder: Path) -> int:
    """Take the oldest backups away, and copies of keys that belong to none; how many backups."""
    backups = backups_in(_names(folder))
    gone = superseded(backups, settings.backup.keep)
    _remove(folder, gone)
    if (keys := _folder(settings, settings.backup.keys_folder)) is not None:
        _remove(keys, needless_keys(key_copies_in(_names(keys)), backups[len(gone)]))
    return len(gone)


def _set_aside(file: Path) -> None:
    """Keep the newest of those that were not proven, for whoever finds out why."""
    aside = file.with_name(file.name + DOUBTFUL)
    try:
        for older in file.parent.glob(f"rutine-*{DOUBTFUL}"):
            older.unlink(missing_ok=True)
        file.replace(aside)
    except OSError as error:
        raise unwritable(aside, error) from None


def _remove(folder: Path, names: list[str]) -> None:
    for name in names:
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(folder / name, error) from None


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]
