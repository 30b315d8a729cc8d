"""What a run, the review app and the command line work in: settings with the store opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rutine.cases.backup.unfinished import refuse_unfinished
from rutine.cases.database import Database, is_begun
from rutine.cases.deciding.control import Limits
from rutine.cases.reports.evidence import EvidenceArchive
from rutine.cases.sealing.keys import KeyRing
from rutine.core.errors import InputError
from rutine.core.money import Ore
from rutine.routines.review_terms import RoutineTerms
from rutine.settings import Settings, load_settings
from rutine.watching import begin_watching


@dataclass(frozen=True, eq=False)
class Installation:
    """One home with its database, evidence archive and keys."""

    settings: Settings
    database: Database
    archive: EvidenceArchive
    keys: KeyRing

    @cached_property
    def limits(self) -> Limits:
        """From which amounts a second person must agree: the settings', or a routine file's."""
        kroner = self.settings.two_persons
        return Limits(
            write_off=Ore(100 * kroner.write_off),
            loss=Ore(100 * kroner.loss),
            manual_match=Ore(100 * kroner.manual_match),
            undo=Ore(100 * kroner.undo),
            terms=RoutineTerms(self.settings.mappings),
        )


def open_installation(settings: Settings) -> Installation:
    """Open the home, making what is missing.

    Raises:
        InputError: `home_read_only` when nothing can be written there; `keys_missing` when a
            store is there without the keys it was made with, `home_not_shared` when its database
            was begun by another machine; `store_mode` when the home holds
            practice data and the settings say production, or the other way round;
            `restore_unfinished` when a restore into it was interrupted.
    """
    try:
        settings.home_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        refuse_unfinished(settings.home_folder)
        _refuse_lost_keys(settings)
        keys = KeyRing.load_or_create(settings.keys_file)
        archive = EvidenceArchive(settings.evidence_folder, keys)
        database = Database.open(settings.database, keys, mode=settings.mode.value)
    except OSError as error:
        raise InputError(
            "home_read_only",
            f"Nothing can be written in {settings.home_folder} ({error.strerror}).",
            "Make the folder writable, or choose another with RUTINE_HOME.",
            folder=str(settings.home_folder),
        ) from None
    return Installation(settings, database, archive, keys)


def open_read_only(settings: Settings) -> Installation:
    """Open a home that is there, to look at it: nothing in it is made or changed.

    Raises:
        InputError: `store_missing`, `store_older`, `store_mode`, `store_keys`, or the key ring
            can't be read.
    """
    _refuse_lost_keys(settings)
    if not settings.keys_file.exists():
        raise InputError(
            "store_missing",
            "There is no store here: no run has been made in this home.",
            "Go to the folder of the installation, or set RUTINE_HOME.",
        )
    keys = KeyRing.load_or_create(settings.keys_file)
    archive = EvidenceArchive(settings.evidence_folder, keys, read_only=True)
    database = Database.open_read_only(settings.database, keys, mode=settings.mode.value)
    return Installation(settings, database, archive, keys)


def _refuse_lost_keys(settings: Settings) -> None:
    """Never make new keys beside an old store: what is encrypted there would stay unread."""
    if settings.keys_file.exists():
        return
    if (settings.home_folder / "rutine.db").exists():
        raise InputError(
            "keys_missing",
            f"{settings.home_folder} holds a store, but {settings.keys_file.name} is gone.",
            "Restore the key file from backup; without it nothing in the store can be read.",
        )
    if settings.database_url is not None and is_begun(settings.database):
        raise InputError(
            "home_not_shared",
            f"The store was begun by a machine with a home of its own, and {settings.home_folder} "
            "has no keys to it.",
            "Mount the home of the other machines here, or set RUTINE_HOME to where it is; where "
            "there is one machine only, restore the key file from backup.",
            folder=str(settings.home_folder),
        )


@lru_cache(maxsize=1)
def current() -> Installation:
    """The installation of this process: tasks of one run share it."""
    settings = load_settings()
    begin_watching(settings.watch)
    return open_installation(settings)


@contextmanager
def installation() -> Iterator[Installation]:
    """Open the installation for one command, and close it after."""
    settings = load_settings()
    begin_watching(settings.watch)
    opened = open_installation(settings)
    try:
        yield opened
    finally:
        opened.database.close()
