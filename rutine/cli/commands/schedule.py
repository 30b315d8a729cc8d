"""The commands about what runs by itself: `schedule`, `events` and `up`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rutine.cli.finish import finish

schedule = typer.Typer(
    help="What runs when: next time, last result; pause, resume, run now. Alone: the list.",
    invoke_without_command=True,
)

_NAME = typer.Argument(help="Which one, as `rutine schedule` lists it, such as nav_refunds.")


@schedule.callback()
def show(context: typer.Context) -> None:
    """List in plain words what runs when, the next time and the last result."""
    if context.invoked_subcommand is not None:
        return
    from rutine.cli.scheduling.schedule import show_schedule  # noqa: PLC0415

    finish(show_schedule)


@schedule.command("apply")
def apply() -> None:
    """Give prefect.yaml to the Prefect server: deployments, limits and automations."""
    from rutine.cli.scheduling.schedule import apply_schedule  # noqa: PLC0415

    finish(apply_schedule)


@schedule.command("pause")
def pause(name: Annotated[str, _NAME]) -> None:
    """Let the clock start it no more, until it is resumed."""
    from rutine.cli.scheduling.schedule import pause_schedule  # noqa: PLC0415

    finish(lambda: pause_schedule(name))


@schedule.command("resume")
def resume(name: Annotated[str, _NAME]) -> None:
    """Let the clock start it again."""
    from rutine.cli.scheduling.schedule import resume_schedule  # noqa: PLC0415

    finish(lambda: resume_schedule(name))


@schedule.command("run")
def run(
    name: Annotated[str, _NAME],
    employer: Annotated[
        str | None, typer.Option(help="Organisation number; default: every configured employer.")
    ] = None,
    period: Annotated[str, typer.Option(help="Month as YYYY-MM.")] = "current",
) -> None:
    """Start it now, at the Prefect server."""
    from rutine.cli.scheduling.schedule import run_schedule  # noqa: PLC0415

    finish(lambda: run_schedule(name, employer, period))


def events(
    follow: Annotated[
        bool, typer.Option("--follow", help="Go on until it is stopped, as `rutine up` does.")
    ] = False,
) -> None:
    """Tell the Prefect server what happened and was decided, with ids only."""
    from rutine.cli.scheduling.event_delivery import deliver  # noqa: PLC0415

    finish(lambda: deliver(follow=follow))


def up(
    what: Annotated[
        str | None,
        typer.Option("--print", metavar="systemd", help="Write systemd units; start nothing."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="The folder for --print; default: print them.")
    ] = None,
) -> None:
    """Start it all on this machine: Prefect server, worker, events and the review app."""
    if what is not None:
        from rutine.cli.scheduling.units import print_units  # noqa: PLC0415

        finish(lambda: print_units(what, out))
    from rutine.cli.scheduling.up import run_up  # noqa: PLC0415

    finish(run_up)
