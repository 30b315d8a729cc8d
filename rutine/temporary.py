"""An installation for one command: made in a folder of its own, and gone with it.

Its key ring is in memory only. Should the process be killed or the machine stop in the middle,
the folder stays: only its owner may read it (0700), and what is encrypted (national ids and
the files that were read) nobody can. Amounts, claim ids and sub-units stand in it in clear.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from rutine.cases.database import Database
from rutine.cases.reports.evidence import EvidenceArchive, LayeredArchive
from rutine.cases.sealing.keys import KeyRing
from rutine.core.errors import InputError
from rutine.formats.yaml_source import MappingInvalid, mapping_invalid
from rutine.installation import Installation
from rutine.project import MARKER
from rutine.routines.routine_file import load_refund_routine, load_routine
from rutine.settings import Settings

PREFIX: Final = "rutine-temporary-"
"""What the folder's name begins with."""

_NOT_RULES: Final = ("examples",)


@contextmanager
def temporary_installation(
    settings: Settings,
    *,
    over: Installation | None = None,
    **changed: Any,
) -> Iterator[Installation]:
    """Make an installation that is deleted afterwards, whatever happens in between.

    Args:
        settings: the real ones; the home and the store's address are not used.
        over: another installation, whose archive is read through this one's, and whose cases
            have the same fingerprints here. It is never written to.
        changed: further settings that are to be different.

    Raises:
        InputError: `temporary_folder`: there is no room for it.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))  # 0700
    except OSError as error:
        raise InputError(
            "temporary_folder",
            f"No temporary folder can be made ({error.strerror}).",
            "Make room on the disk, or choose another place with TMPDIR.",
        ) from None
    try:
        as_they_are = {name: getattr(settings, name) for name in Settings.model_fields}
        own = Settings(**{**as_they_are, "database_url": None, "home": folder, **changed})
        keys = KeyRing.in_memory() if over is None else over.keys.beside()
        archive = (
            EvidenceArchive(own.evidence_folder, keys)
            if over is None
            else LayeredArchive(own.evidence_folder, keys, over.archive)
        )
        database = Database.open(own.database, keys, mode=own.mode.value)
        try:
            yield Installation(own, database, archive, keys)
        finally:
            database.close()
    finally:
        _remove(folder)


def under_rules(
    place: Installation, *, mappings: Path | None = None, routine: tuple[str, Path] | None = None
) -> Installation:
    """The same temporary installation under other rules: one store, another mappings folder.

    Args:
        place: the installation.
        mappings: the folder of routines, formats and tables, instead of the one it has.
        routine: the name of a routine, and the file to use for it.

    Raises:
        InputError: `file_unreadable`: a file that is given can't be read; `mapping_invalid`: the
            routine file has faults, told by the name that was given, not that of its copy.
    """
    if mappings is None and routine is None:
        return place
    project = Path(tempfile.mkdtemp(dir=place.settings.home_folder, prefix="rules-"))
    try:
        (project / MARKER).touch()
        shutil.copytree(
            mappings or place.settings.mappings,
            project / "mappings",
            ignore=shutil.ignore_patterns(*_NOT_RULES),
        )
        if routine is not None:
            name, path = routine
            shutil.copyfile(path, project / "mappings" / "routines" / f"{name}.yaml")
    except (OSError, shutil.Error) as error:
        given = routine[1] if routine is not None and mappings is None else mappings
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise InputError(
            "file_unreadable",
            f"{given} can't be read ({reason}).",
            "Check the path, and that you may read the file.",
            path=str(given),
        ) from None
    if routine is not None:
        _check(*routine, project / "mappings" / "routines")
    as_they_are = {name: getattr(place.settings, name) for name in Settings.model_fields}
    return replace(place, settings=Settings(**{**as_they_are, "project": project}))


def _check(name: str, given: Path, folder: Path) -> None:
    path = folder / f"{name}.yaml"
    try:
        read = load_routine(path)
        if read.kind in {None, "match"} and read.lists is None:
            load_refund_routine(path)
    except MappingInvalid as fault:
        raise mapping_invalid(given, fault.faults) from None


def _remove(folder: Path) -> None:
    """Take it away also when somebody is impatient and interrupts once more."""
    try:
        shutil.rmtree(folder)
    except KeyboardInterrupt:
        shutil.rmtree(folder, ignore_errors=True)
        raise
