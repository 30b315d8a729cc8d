"""`rutine format list`: every format file and how sure it is, as a page."""

from __future__ import annotations

from pathlib import Path

import typer

from rutine.cli.outcome import Exit
from rutine.core.errors import InputError
from rutine.core.reason_texts import Language
from rutine.routines.format_page import PAGES, format_page, load_formats
from rutine.settings import load_settings


def list_formats(out: Path | None) -> int:
    """Print the page in the installation's language, or write all languages to a folder.

    Raises:
        InputError: `formats_not_written`, or a format file is wrong.
    """
    settings = load_settings()
    formats = load_formats(settings.mappings / "formats")
    if out is None:
        typer.echo(format_page(Language(settings.language), formats), nl=False)
        return Exit.CLEAN
    try:
        out.mkdir(parents=True, exist_ok=True)
        for language, name in PAGES.items():
            text = format_page(language, formats)
            (out / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(
            "formats_not_written",
            f"Nothing can be written in {out} ({error.strerror}).",
            "Choose another folder.",
            folder=str(out),
        ) from None
    return Exit.CLEAN
