"""`rutine proposals`: what alike decisions speak for, looked at, accepted or refused."""

from __future__ import annotations

from typing import Annotated

import typer

from rutine.cli.finish import finish

proposals = typer.Typer(
    help="Changes of the routine's files that alike decisions speak for.",
    invoke_without_command=True,
)

_NUMBER = typer.Argument(help="The proposal's number.")
_AS = typer.Option("--as", metavar="USER", help="Your account; the password is asked for.")
_REASON = typer.Option("--reason", help="Why, in words. It is kept with your name.")


@proposals.callback()
def list_proposals(
    context: typer.Context,
    every: Annotated[
        bool, typer.Option("--all", help="Those that are answered or lapsed, too.")
    ] = False,
) -> None:
    """Look for proposals in every decision there is, and list them."""
    if context.invoked_subcommand is None:
        from rutine.cli.modelling.proposals import list_all  # noqa: PLC0415

        finish(lambda: list_all(every=every))


@proposals.command("show")
def show(number: Annotated[int, _NUMBER]) -> None:
    """Show one: what it rests on, the change, and what it would have done to the months."""
    from rutine.cli.modelling.proposals import show_one  # noqa: PLC0415

    finish(lambda: show_one(number))


@proposals.command("accept")
def accept(
    number: Annotated[int, _NUMBER],
    user: Annotated[str, _AS],
    reason: Annotated[str, _REASON],
) -> None:
    """Check the change, play the months with it, and write it into the file. Consultants only."""
    from rutine.cli.modelling.proposals import accept_one  # noqa: PLC0415

    finish(lambda: accept_one(number, user, reason))


@proposals.command("refuse")
def refuse(
    number: Annotated[int, _NUMBER],
    user: Annotated[str, _AS],
    reason: Annotated[str, _REASON],
) -> None:
    """Refuse one. It comes back only when twice as many cases lie behind it."""
    from rutine.cli.modelling.proposals import refuse_one  # noqa: PLC0415

    finish(lambda: refuse_one(number, user, reason))
