"""`rutine document`: a routine file as a process document, for Word or for a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

import typer

from rutine.cli.modelling.draw import chosen_language, write_open
from rutine.cli.modelling.routine_choice import find_routine
from rutine.cli.outcome import Exit
from rutine.core.errors import InputError
from rutine.routines.document.blocks import ProcessDocument
from rutine.routines.document.example_words import shown_by
from rutine.routines.document.process_document import process_document
from rutine.routines.drawing.drawing_texts import DrawingTexts
from rutine.routines.routine_file import load_routine
from rutine.settings import load_settings

Form = Literal["docx", "html"]
FORMS: Final[tuple[Form, ...]] = ("docx", "html")


def write_document(
    name: str, forms: tuple[Form, ...], out: Path | None, language: str | None
) -> int:
    """Write the document in the forms that are asked for, else in the one that `out` ends with.

    Raises:
        InputError: no such routine, a file with faults, an ending that is neither, or nowhere to
            write.
    """
    settings = load_settings()
    spoken = chosen_language(settings, language)
    wanted = forms or _form(out)
    routine = load_routine(find_routine(settings, name))
    examples = settings.mappings / "examples" / routine.name
    document = process_document(routine, shown_by(examples, routine.examples), spoken)
    for form in wanted:
        path = (out or Path(routine.name)).with_suffix(f".{form}")
        write_open(path, _written(document, form))
        typer.echo(DrawingTexts(spoken)("written", path=path))
    return Exit.CLEAN


def _form(out: Path | None) -> tuple[Form, ...]:
    """The form that a file's ending asks for; a page for the browser where there is no file."""
    if out is None or not out.suffix:
        return ("html",)
    ending = out.suffix.casefold()
    found: tuple[Form, ...] = tuple(form for form in FORMS if ending == f".{form}")
    if not found:
        raise InputError(
            "document_form_unknown",
            f"{out.name} is neither a .docx nor an .html.",
            "Choose one of the two, or say --docx or --html.",
            name=out.name,
        )
    return found


def _written(document: ProcessDocument, form: Form) -> bytes:
    if form == "html":
        from rutine.routines.document.html_page import html_page  # noqa: PLC0415

        return html_page(document).encode()
    from rutine.routines.document.docx_file import docx_file  # noqa: PLC0415 - only when needed

    return docx_file(document)
