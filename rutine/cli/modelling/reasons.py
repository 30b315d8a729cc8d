"""`rutine reasons`: every reason code and what to do about it, as a page."""

from __future__ import annotations

from pathlib import Path

import typer

from rutine.cli.outcome import Exit
from rutine.core.errors import InputError
from rutine.core.reason_texts import Language
from rutine.routines.reason_page import PAGES, reason_page
from rutine.routines.tables import load_tables
from rutine.settings import load_settings


def show_reasons(out: Path | None) -> int:
    """Print the page in the installation's language, or write all languages to a folder.

    Raises:
        InputError: `reasons_not_written`, or the tables can't be read.
    """
    settings = load_settings()
    tables = load_tables(settings.mappings / "tables").tables
    # The newest numbers, so that the page is the same whatever day it is made.
    day = max(row.first for row in tables.numbers)
    if out is None:
        typer.echo(reason_page(Language(settings.language), tables, day), nl=False)
        return Exit.CLEAN
    try:
        out.mkdir(parents=True, exist_ok=True)
        for language, name in PAGES.items():
            text = reason_page(language, tables, day)
            (out / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(
            "reasons_not_written",
            f"Nothing can be written in {out} ({error.strerror}).",
            "Choose another folder.",
            folder=str(out),
        ) from None
    return Exit.CLEAN
