"""The files that a proposal is about: read as they are, and checked as they would be."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rutine.core.errors import InputError
from rutine.installation import Installation
from rutine.project import MARKER
from rutine.routines.check.checker import findings_of
from rutine.routines.check.finding import Finding
from rutine.routines.check.surroundings import Surroundings
from rutine.routines.proposals.edits import Edit, FormatWord
from rutine.routines.proposals.patches import diff, patched
from rutine.temporary import PREFIX

_BOM: Final = "\ufeff"


@dataclass(frozen=True, slots=True)
class Patch:
    """One file before and after a change.

    Attributes:
        file: its name within the mappings.
        path: where it is.
        before, after: its text; the file's mark (BOM), if it has one, is part of both.
    """

    file: str
    path: Path
    before: str
    after: str

    @property
    def base(self) -> str:
        """Sha256 of the file as it is."""
        return sha256_of(self.before)

    @property
    def made(self) -> str:
        """Sha256 of the file as it would be."""
        return sha256_of(self.after)

    @property
    def diff(self) -> str:
        """The change as a unified diff."""
        return diff(self.before, self.after, self.file)


def sha256_of(text: str) -> str:
    """Of a text as a file's bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def file_of(edit: Edit, routine: str) -> str:
    """Which file a change is about, within the mappings."""
    return (
        f"formats/{edit.format}.yaml"
        if isinstance(edit, FormatWord)
        else f"routines/{routine}.yaml"
    )


def patch_of(mappings: Path, edit: Edit, routine: str) -> Patch:
    """The change, on the file as it is now.

    Raises:
        InputError: `mapping_missing`: the file can't be read; or `proposal_unpatchable`.
    """
    file = file_of(edit, routine)
    path = mappings / file
    try:
        before = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        why = getattr(fault, "strerror", None) or type(fault).__name__
        raise InputError(
            "mapping_missing",
            f"{path} can't be read: {why}.",
            "Check the file's name and that you may read it.",
            path=str(path),
            why=why,
        ) from None
    mark = _BOM if before.startswith(_BOM) else ""
    return Patch(file, path, before, mark + patched(edit, before.removeprefix(mark)))


@contextmanager
def changed_mappings(mappings: Path, patch: Patch) -> Iterator[Path]:
    """A copy of the mappings with the change made, that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))  # 0700
    try:
        copy = folder / "mappings"
        shutil.copytree(mappings, copy, ignore=shutil.ignore_patterns("examples"))
        (copy / patch.file).write_bytes(patch.after.encode())
        yield copy
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_findings(place: Installation, patch: Patch, changed: Path) -> list[Finding]:
    """What `rutine check` would say of the changed file that it does not say of it now."""
    settings = place.settings
    around = Surroundings(
        mappings=settings.mappings,
        project=settings.project if (settings.project / MARKER).is_file() else None,
        two_persons=settings.two_persons.model_dump(),
    )
    known = {_named(each) for each in findings_of(patch.path, around)}
    return [each for each in findings_of(changed / patch.file, around) if _named(each) not in known]


def _named(finding: Finding) -> tuple[object, ...]:
    """What a finding says, wherever it stands now."""
    return finding.code, finding.level, finding.where, tuple(sorted(finding.words.items()))
