"""The commands about accounts, and their help: `rutine user`."""

from __future__ import annotations

from typing import Annotated

import typer

from rutine.cli.finish import finish

users = typer.Typer(help="Who may sign in to the review app.", no_args_is_help=True)

_NAME = "What the person types to sign in; for others, as `rutine user list` shows it."
_UNIT = "A sub-unit whose cases the person sees; repeatable."
_ROLES = (
    "reviewer, approver, consultant, auditor or administrator; and beside one of them restricted, "
    "for the cases of protected people, and follow_up, for routines about health; repeatable."
)


@users.command("add")
def add_user(
    name: Annotated[str, typer.Argument(help="What the person types to sign in.")],
    display_name: Annotated[str, typer.Option(help="Shown on decisions.", prompt=True)],
    role: Annotated[
        list[str] | None,
        typer.Option(help=_ROLES),
    ] = None,
    unit: Annotated[
        list[str] | None, typer.Option(help=f"{_UNIT} Without it: all sub-units.")
    ] = None,
) -> None:
    """Make a local account; the password is asked for and never shown."""
    from rutine.cli.user import add  # noqa: PLC0415

    finish(lambda: add(name, display_name, role or ["reviewer"], unit or []))


@users.command("list")
def list_users() -> None:
    """Show every account, how its person signs in, and who waits for a role."""
    from rutine.cli.user import show  # noqa: PLC0415

    finish(show)


@users.command("roles")
def set_roles(
    name: Annotated[str, typer.Argument(help=_NAME)],
    role: Annotated[list[str], typer.Option(help=_ROLES)],
) -> None:
    """Give an account exactly these roles; they hold from its next page."""
    from rutine.cli.user import set_all  # noqa: PLC0415

    finish(lambda: set_all(name, role))


@users.command("units")
def set_units(
    name: Annotated[str, typer.Argument(help=_NAME)],
    unit: Annotated[list[str] | None, typer.Option(help=_UNIT)] = None,
    all_units: Annotated[bool, typer.Option("--all", help="All sub-units.")] = False,
) -> None:
    """Let an account see the cases of exactly these sub-units; holds from its next page."""
    from rutine.cli.user import see_units  # noqa: PLC0415

    finish(lambda: see_units(name, unit or [], all_units=all_units))


@users.command("name")
def set_name(
    name: Annotated[str, typer.Argument(help=_NAME)],
    display_name: Annotated[str, typer.Argument(help="Shown on decisions.")],
) -> None:
    """Give an account the person's own name, where the provider tells none."""
    from rutine.cli.user import rename  # noqa: PLC0415

    finish(lambda: rename(name, display_name))


@users.command("disable")
def disable(name: Annotated[str, typer.Argument(help=_NAME)]) -> None:
    """Close an account and sign it out everywhere; its decisions keep the person's name."""
    from rutine.cli.user import close  # noqa: PLC0415

    finish(lambda: close(name))


@users.command("enable")
def enable(name: Annotated[str, typer.Argument(help=_NAME)]) -> None:
    """Open a closed account again, with the roles and sub-units it had."""
    from rutine.cli.user import reopen  # noqa: PLC0415

    finish(lambda: reopen(name))


@users.command("first-admin")
def first_admin() -> None:
    """Print a link with which the first administrator chooses name and password, once."""
    from rutine.cli.user import first_admin as make_link  # noqa: PLC0415

    finish(make_link)


@users.command("reset-totp")
def reset_totp(
    name: Annotated[str, typer.Argument(help="What the person types to sign in.")],
) -> None:
    """Take the second factor away from one who has lost the phone; ends their sessions."""
    from rutine.cli.user import reset_totp as reset  # noqa: PLC0415

    finish(lambda: reset(name))
