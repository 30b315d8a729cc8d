"""`rutine schema`: what may stand in the files people edit, for editors and for readers."""

from __future__ import annotations

from pathlib import Path

import typer

from rutine.cli.outcome import Exit
from rutine.core.errors import InputError
from rutine.core.reason_texts import Language
from rutine.routines.routine_page import PAGES, routine_page
from rutine.routines.schema import write_schemas
from rutine.settings import load_settings


def show_schemas(out: Path | None, pages: Path | None) -> int:
    """Print the reference in the installation's language, or write schemas and pages.

    Raises:
        InputError: `schemas_not_written`.
    """
    if out is None and pages is None:
        typer.echo(routine_page(Language(load_settings().language)), nl=False)
        return Exit.CLEAN
    folder = out or pages
    try:
        if out is not None:
            write_schemas(out)
        if pages is not None:
            folder = pages
            pages.mkdir(parents=True, exist_ok=True)
            for language, name in PAGES.items():
                text = routine_page(language)
                (pages / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(
            "schemas_not_written",
            f"Nothing can be written in {folder} ({error.strerror}).",
            "Choose another folder.",
            folder=str(folder),
        ) from None
    return Exit.CLEAN
