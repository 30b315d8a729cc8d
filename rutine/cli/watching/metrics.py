"""`rutine metrics`: the installation's figures, for a program that reads a file or a pipe."""

from __future__ import annotations

import sys
from pathlib import Path

from rutine.cases.figures.measures import measures
from rutine.cli.outcome import Exit
from rutine.cli.scheduling.run_plan import patience
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.whole_file import write_whole
from rutine.exposition import exposition
from rutine.installation import open_read_only
from rutine.settings import load_settings


def show_metrics(out: Path | None) -> int:
    """Write the figures to a file, whole, or to the screen. Nothing in the store is changed.

    Raises:
        InputError: `store_missing`, or `file_unwritable`.
    """
    settings = load_settings()
    place = open_read_only(settings)
    try:
        with place.database.reading() as session:
            text = exposition(measures(session, clock.now(), patience(settings).stuck))
    finally:
        place.database.close()
    if out is None:
        sys.stdout.write(text.decode())
        return Exit.CLEAN
    try:
        write_whole(out, text)
        out.chmod(0o644)  # the collector is another user, and it is nobody's data
    except OSError as error:
        raise InputError(
            "file_unwritable",
            f"{out} can't be written ({error.strerror}).",
            "Choose another folder with --out.",
            path=str(out),
        ) from None
    return Exit.CLEAN
