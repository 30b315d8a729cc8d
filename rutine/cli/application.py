"""The commands and their help. The work is done in the modules beside this one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from rutine import __version__
from rutine.cli.outcome import Exit

application = typer.Typer(
    name="rutine",
    help=(
        "Automates a municipality's manual HR routines. Start with `rutine demo`: a fictional "
        "municipality, a real browser, three months settled."
    ),
    epilog="Exit codes: 0 clean, 1 cases are waiting for a person, 2 error.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
users = typer.Typer(help="Who may sign in to the review app.", no_args_is_help=True)
application.add_typer(users, name="user")


def _version(value: bool) -> None:
    if value:
        typer.echo(f"rutine {__version__}")
        raise typer.Exit


def _finish(work: Callable[[], int]) -> NoReturn:
    """Do the command's work and leave with its exit code; Ctrl-C is no case for anybody."""
    try:
        code = work()
    except KeyboardInterrupt:
        code = Exit.INTERRUPTED
    raise typer.Exit(code)


@application.callback()
def _root(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Carry the options that stand before any command."""


@application.command()
def demo(
    leave: Annotated[
        bool, typer.Option("--exit", help="End after the result instead of opening the app.")
    ] = False,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the review app in a browser.")
    ] = True,
) -> None:
    """Settle three months of a fictional municipality, from a robot in a browser to a case."""
    from rutine.cli.demo import run_demo  # noqa: PLC0415

    _finish(lambda: run_demo(leave=leave, open_browser=browser))


@application.command()
def run(
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
) -> None:
    """Run a routine now. No server needs to be set up beforehand."""
    from rutine.cli.run import run_routine  # noqa: PLC0415

    _finish(lambda: run_routine(routine, employer, period, report, claims))


@application.command()
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Routine and format files; default: all of them.")
    ] = None,
) -> None:
    """Check routine files and format files: place, what is wrong, what is allowed."""
    from rutine.cli.check import check_mappings  # noqa: PLC0415

    _finish(lambda: check_mappings(files or []))


@application.command()
def review(
    port: Annotated[int | None, typer.Option(help="Port on this machine.")] = None,
) -> None:
    """Open the review app with the cases that wait for a person."""
    from rutine.cli.review import open_review  # noqa: PLC0415

    _finish(lambda: open_review(port))


@application.command()
def doctor(
    fix_browser: Annotated[
        bool, typer.Option("--fix-browser", help="Install a browser if none is found, quietly.")
    ] = False,
) -> None:
    """Say what is in place, what is missing and what to do about it."""
    from rutine.cli.doctor import examine, fix  # noqa: PLC0415

    _finish(fix if fix_browser else examine)


@application.command()
def verify() -> None:
    """Check the audit trail's chain, the evidence's hashes and that every row is accounted for."""
    from rutine.cli.verify import verify_all  # noqa: PLC0415

    _finish(verify_all)


@users.command("add")
def add_user(
    name: Annotated[str, typer.Argument(help="What the person types to sign in.")],
    display_name: Annotated[str, typer.Option(help="Shown on decisions.", prompt=True)],
    role: Annotated[
        list[str] | None,
        typer.Option(help="reviewer, approver, consultant, auditor or administrator; repeatable."),
    ] = None,
) -> None:
    """Make a local account; the password is asked for and never shown."""
    from rutine.cli.user import add  # noqa: PLC0415

    _finish(lambda: add(name, display_name, role or ["reviewer"]))
