"""`rutine draw` and `rutine document`: what a routine file says, for people to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rutine.cli.finish import finish


def draw(  # noqa: PLR0917 - options, given by name
    routine: Annotated[str, typer.Argument(help="A routine file: its name or its path.")],
    today: Annotated[bool, typer.Option("--today", help="Only as it is done today.")] = False,
    to_be: Annotated[bool, typer.Option("--to-be", help="Only as it will be.")] = False,
    svg: Annotated[bool, typer.Option("--svg", help="Only as pictures.")] = False,
    bpmn: Annotated[
        bool, typer.Option("--bpmn", help="Only as BPMN 2.0, for bpmn.io and Camunda Modeler.")
    ] = False,
    out: Annotated[Path, typer.Option(help="The folder to write to.")] = Path(),
    language: Annotated[
        str | None, typer.Option(help="nb, nn or en; default: the installation's.")
    ] = None,
) -> None:
    """Draw a routine's procedure, as it is done today and as it will be."""
    from rutine.cli.modelling.draw import FORMS, WHICH, draw_routine  # noqa: PLC0415

    which = tuple(name for name, on in zip(WHICH, (today, to_be), strict=True) if on)
    forms = tuple(name for name, on in zip(FORMS, (svg, bpmn), strict=True) if on)
    finish(lambda: draw_routine(routine, which, forms, out, language))


def document(
    routine: Annotated[str, typer.Argument(help="A routine file: its name or its path.")],
    docx: Annotated[bool, typer.Option("--docx", help="For Word.")] = False,
    html: Annotated[bool, typer.Option("--html", help="For a browser, and to print.")] = False,
    out: Annotated[
        Path | None, typer.Option(help="The file to write; default: <routine>.html here.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="nb, nn or en; default: the installation's.")
    ] = None,
) -> None:
    """Write a routine's process document: steps, systems, rules, exceptions, controls, gains."""
    from rutine.cli.modelling.document import FORMS, write_document  # noqa: PLC0415

    forms = tuple(name for name, on in zip(FORMS, (docx, html), strict=True) if on)
    finish(lambda: write_document(routine, forms, out, language))
