"""The commands of those who model routines, and their help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rutine.cli.finish import finish


def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Routine, match, format and table files; default: all of them."),
    ] = None,
    migrate: Annotated[
        bool, typer.Option("--migrate", help="Write routine files of an earlier version anew.")
    ] = False,
) -> None:
    """Check routines and what they rest on: place, what is wrong, what is allowed."""
    from rutine.cli.modelling.check import check_mappings  # noqa: PLC0415

    finish(lambda: check_mappings(files or [], migrate=migrate))


def schema(
    out: Annotated[
        Path | None, typer.Option(help="Write the schema of every kind of file to this folder.")
    ] = None,
    pages: Annotated[
        Path | None, typer.Option(help="Write the reference of routine files to this folder.")
    ] = None,
) -> None:
    """Show every key of a routine file, or write the JSON Schemas that editors complete by."""
    from rutine.cli.modelling.schemas import show_schemas  # noqa: PLC0415

    finish(lambda: show_schemas(out, pages))


def score(
    routine: Annotated[
        str | None,
        typer.Argument(help="One routine in detail: its name or its path; default: all, ranked."),
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option(help="Write the ranking and every grade here (.xlsx).")
    ] = None,
) -> None:
    """Grade routine files: which to automate first, why, and what stops the others."""
    from rutine.cli.modelling.score import score_routines  # noqa: PLC0415

    finish(lambda: score_routines(routine, xlsx))


def gains(
    routine: Annotated[
        str, typer.Argument(help="A routine file: its name or its path.")
    ] = "nav_refunds",
) -> None:
    """Show gain cards: baseline, target, what became of them, and what is no gain yet."""
    from rutine.cli.modelling.gains import show_gains  # noqa: PLC0415

    finish(lambda: show_gains(routine))
