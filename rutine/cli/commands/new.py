"""The command that makes a new routine, and its help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rutine.cli.finish import finish


def new(
    form: Annotated[
        Path | None, typer.Option("--from", help="A form that is filled in (.yaml).")
    ] = None,
    empty: Annotated[
        Path | None, typer.Option("--form", help="Write an empty form here, and nothing else.")
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            help="With --form: only for one kind, such as obligation or survey; default: all."
        ),
    ] = None,
    candidate: Annotated[
        str | None, typer.Option(help="Go on from a candidate: its name or its path.")
    ] = None,
    show: Annotated[
        bool, typer.Option("--show", help="Show what would be written, and write nothing.")
    ] = False,
) -> None:
    """Make a routine from a few questions and sample files: all that one that runs needs."""
    from rutine.cli.modelling.new import make_routine, write_form  # noqa: PLC0415

    if empty is not None:
        finish(lambda: write_form(empty, kind))
    finish(lambda: make_routine(form, candidate, show=show))
