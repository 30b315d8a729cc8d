"""Files that the copies of a case have rows of their own in: lines and claims that nobody shares.

Two cases with the same row contest it, and none of them can be decided before a run has looked.
So each copy's rows are in another part of a file, as large as a greater employer's would be.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import uuid4

from benchmarks.reviewing_parts.bulk import StoredRow
from rutine.installation import Installation

PARTS: Final = 10
"""How often the original stands in a file made of it."""

_ENDS: Final = b"\n"


class OwnFiles:
    """The originals of a store, so many times over that every copy has rows of its own.

    Each file is archived, and where the original is a report, so is what was made of it.

    Args:
        place: the installation whose archive has the originals.
        reports: sha256 -> the columns of the report.
    """

    def __init__(self, place: Installation, reports: Mapping[str, StoredRow]) -> None:
        self._place = place
        self._originals = reports
        self._files: dict[tuple[str, int], tuple[str, int]] = {}
        self.reports: list[StoredRow] = []

    def row(self, sha256: str, row: int, copy: int) -> tuple[str, int]:
        """Where the original's row is in this copy: the file's sha256, and the row there."""
        number, part = divmod(copy, PARTS)
        if (sha256, number) not in self._files:
            self._files[sha256, number] = self._archived(sha256, number)
        file, rows = self._files[sha256, number]
        return file, part * rows + row

    def _archived(self, sha256: str, number: int) -> tuple[str, int]:
        about, data = self._place.archive.read(sha256)
        whole = data if data.endswith(_ENDS) else data + _ENDS
        made = self._place.archive.put(
            whole * PARTS + b"%d" % number + _ENDS, kind=about.kind, label=about.label
        )
        if (report := self._originals.get(sha256)) is not None:
            own = {"id": str(uuid4()), "sha256": made, "source": f"{report['source']}-{number}"}
            self.reports.append({**report, **own})
        return made, whole.count(_ENDS)
