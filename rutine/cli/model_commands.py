"""The commands of those who model routines, and their help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rutine.cli.finish import finish


def score(
    routine: Annotated[
        str | None, typer.Argument(help="One routine in detail; default: all of them, ranked.")
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option(help="Write the ranking and every grade here (.xlsx).")
    ] = None,
) -> None:
    """Grade routine files: which to automate first, why, and what stops the others."""
    from rutine.cli.score import score_routines  # noqa: PLC0415

    finish(lambda: score_routines(routine, xlsx))


def gains(
    routine: Annotated[str, typer.Argument(help="The routine's name.")] = "nav_refunds",
) -> None:
    """Show gain cards: baseline, target, what became of them, and what is no gain yet."""
    from rutine.cli.gains import show_gains  # noqa: PLC0415

    finish(lambda: show_gains(routine))
