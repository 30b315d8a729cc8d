"""The command that runs a routine, and its help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rutine.cli.finish import finish
from rutine.cli.running.at_once import AtOnce
from rutine.core.errors import InputError


def run(  # noqa: PLR0917 - options, given by name
    routine: Annotated[str, typer.Argument(help="Which routine, for example nav_refunds.")],
    employer: Annotated[
        str | None, typer.Option(help="Organisation number; default: every configured employer.")
    ] = None,
    period: Annotated[
        str | None, typer.Option(help="Month as YYYY-MM; default: this month.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="A settlement report (CSV) at hand, instead of fetching.")
    ] = None,
    claims: Annotated[
        Path | None, typer.Option(help="Payroll's open claims (.xlsx or .csv) for --report.")
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option(
            help="A folder with the routine's lists, instead of its own; not for refunds."
        ),
    ] = None,
    shorter_lists: Annotated[
        bool,
        typer.Option(
            "--shorter-lists",
            help="The lists are right, although far shorter than the last time.",
        ),
    ] = False,
    by: Annotated[
        AtOnce | None,
        typer.Option(
            help="Every configured employer, several at once: `threads`; or `processes` or `dask`, "
            "which need the server of `rutine up`."
        ),
    ] = None,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="How many employers at once, with --by.")
    ] = 2,
) -> None:
    """Run a routine now. No server needs to be set up beforehand."""
    if by is not None:
        if employer or report or claims or folder:
            raise InputError(
                "at_once_alone",
                "--by settles every configured employer from what is fetched.",
                "Leave out --by, or --employer, --report, --claims and --folder.",
            )
        from rutine.cli.running.run_all import run_all  # noqa: PLC0415

        finish(lambda: run_all(routine, period, by, workers))
    from rutine.cli.running.run import run_routine  # noqa: PLC0415

    finish(lambda: run_routine(routine, employer, period, report, claims, folder, shorter_lists))
