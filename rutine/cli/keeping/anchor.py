"""`rutine anchor`: the head of the audit trail, to keep where the store's owner can't change it.

A file of anchors holds one JSON object a line; `rutine verify --anchor FILE` checks that the
trail still holds every one of them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from rutine.cases.trail.audit import AuditHead, head
from rutine.cli.outcome import Exit
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.installation import installation


class Anchor(BaseModel):
    """One line of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    seq: Annotated[int, Field(ge=0)]
    hash: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    at: AwareDatetime


def anchor(file: Path | None) -> int:
    """Print the head, or add it to the end of a file.

    Raises:
        InputError: `file_unwritable`.
    """
    with installation() as place, place.database.reading() as session:
        newest = head(session)
    line = Anchor(seq=newest.seq, hash=newest.hash, at=clock.now()).model_dump_json() + "\n"
    if file is None:
        sys.stdout.write(line)
        return Exit.CLEAN
    try:
        with file.open("a", encoding="utf-8") as out:
            out.write(line)
    except OSError as error:
        raise InputError(
            "file_unwritable",
            f"{file} can't be written ({error.strerror}).",
            "Check that the folder is there, may be written to and has room; then run again.",
            path=str(file),
        ) from None
    return Exit.CLEAN


def read_anchors(file: Path) -> tuple[AuditHead, ...]:
    """Every head in the file.

    Raises:
        InputError: `anchor_unreadable`, also for a file without a single head: it proves nothing.
    """
    try:
        lines = file.read_text("utf-8").splitlines()
        found = [Anchor.model_validate_json(line) for line in lines if line.strip()]
    except (OSError, UnicodeDecodeError, ValidationError):
        found = []
    if not found:
        raise InputError(
            "anchor_unreadable",
            f"{file} can't be read as anchors.",
            "Give a file that `rutine anchor` wrote, unchanged.",
        )
    return tuple(AuditHead(each.seq, each.hash) for each in found)
