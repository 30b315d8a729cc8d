"""The files that a run reads beside NAV's reports, and how it is noted which they were.

Each input has a name (`claim`, `absence`, `bank 2026-10`) and is kept in the evidence archive;
the run's summary says which bytes it read under each name. So the run can be done over again:
then its scope names the bytes, and nothing is looked for on the disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rutine.installation import Installation
from rutine.steps.list_files import bytes_of

CLAIMS: Final = "claim"
"""The name of payroll's open claims."""

NAV_LISTS: Final = "nav_lists"
"""The name of one fetch of NAV's own lists of sick leave."""


def bank_of(month: str) -> str:
    """The name of a month's bank statement, `YYYY-MM`."""
    return f"bank {month}"


@dataclass(frozen=True, slots=True)
class Opened:
    """An input's bytes, and what it is called in cases and faults."""

    data: bytes = field(repr=False)
    source: str


@dataclass(frozen=True, slots=True)
class InputFiles:
    """Where a run's inputs come from, and which it has read.

    Attributes:
        place: the installation.
        given: name -> sha256 in the evidence archive, when the run is done over again: exactly
            these are read. None: the configured files.
        noted: name -> sha256 of everything that was read.
    """

    place: Installation
    given: Mapping[str, str] | None = None
    noted: dict[str, str] = field(default_factory=dict)

    def open(self, name: str, path: Path | None, what: str) -> Opened | None:
        """The bytes of an input; None when there is none.

        Args:
            name: of the input.
            path: where it is configured to lie.
            what: it is called in errors.

        Raises:
            InputError: a configured file can't be read; or the archive lacks what is given.
        """
        if self.given is not None:
            return self.kept(self.given[name]) if name in self.given else None
        return None if path is None else Opened(bytes_of(path, what), path.name)

    def kept(self, sha256: str) -> Opened:
        """An original of the archive.

        Raises:
            InputError: the archive lacks it, or it was changed.
        """
        return Opened(self.place.archive.get(sha256), self.place.archive.describe(sha256).label)

    def keep(self, name: str, opened: Opened, kind: str) -> None:
        """Note that it was read, and keep it as evidence."""
        self.noted[name] = self.place.archive.put(opened.data, kind=kind, label=opened.source)
