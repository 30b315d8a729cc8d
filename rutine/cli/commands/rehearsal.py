"""The commands that show what a routine would do, and change nothing.

`try`, `simulate` and `code-change`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rutine.cli.finish import finish

_ROUTINE = typer.Argument(help="Which routine, for example nav_refunds.")


def try_(
    routine: Annotated[str, _ROUTINE],
    folder: Annotated[
        Path | None,
        typer.Argument(help="A folder of files, or an example's name; default: every example."),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option(metavar="ROW", help="Why one row ended so: 3, report-1:2, or a claim's id."),
    ] = None,
    routine_file: Annotated[
        Path | None,
        typer.Option(
            "--file", "--routine-file", help="The changed routine file; default: the one there is."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write every row here, as .csv or .xlsx.")
    ] = None,
) -> None:
    """Try a routine on its examples or your own files: settled, for review, refused, and why."""
    from rutine.cli.modelling.try_routine import try_routine  # noqa: PLC0415

    finish(lambda: try_routine(routine, folder, explain, routine_file, out))


def simulate(
    routine: Annotated[str, _ROUTINE],
    *,
    file: Annotated[
        Path | None, typer.Option(help="The changed routine file; default: the one there is.")
    ] = None,
    mappings: Annotated[
        Path | None, typer.Option(help="A changed folder of formats and tables.")
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", help="The first month to compare, YYYY-MM.")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", help="The last month, YYYY-MM.")] = None,
    employer: Annotated[
        str | None, typer.Option(help="Organisation number; default: every configured employer.")
    ] = None,
) -> None:
    """Do past months over again under a changed file, and say what would have been otherwise."""
    from rutine.cli.modelling.simulate import simulate_routine, wish  # noqa: PLC0415

    finish(lambda: simulate_routine(wish(routine, file, mappings, first, last), employer))


def code_change(
    routine: Annotated[str, typer.Argument(help="Which routine, for example competence_renewal.")],
    code: Annotated[str, typer.Argument(help="The code that changes, as the lists have it.")],
    *,
    by: Annotated[str | None, typer.Option(help="The code that counts instead.")] = None,
    dropped: Annotated[
        bool, typer.Option("--dropped", help="It is asked for no more. Else it counts no more.")
    ] = False,
    first: Annotated[
        str | None, typer.Option("--from", help="From which day, YYYY-MM-DD; default: today.")
    ] = None,
    employer: Annotated[
        str | None, typer.Option(help="Organisation number; default: every configured employer.")
    ] = None,
) -> None:
    """Say who would lose a competence, or get one, if a course got another code."""
    from rutine.cli.modelling.code_change import tell_affected, wish  # noqa: PLC0415

    finish(lambda: tell_affected(routine, wish(code, by, first, dropped=dropped), employer))
