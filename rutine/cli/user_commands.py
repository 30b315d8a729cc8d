"""The commands about accounts, and their help: `rutine user`."""

from __future__ import annotations

from typing import Annotated

import typer

from rutine.cli.finish import finish

users = typer.Typer(help="Who may sign in to the review app.", no_args_is_help=True)

_ROLES = (
    "reviewer, approver, consultant, auditor or administrator, and restricted beside one of them "
    "for the cases of protected people; repeatable."
)


@users.command("add")
def add_user(
    name: Annotated[str, typer.Argument(help="What the person types to sign in.")],
    display_name: Annotated[str, typer.Option(help="Shown on decisions.", prompt=True)],
    role: Annotated[
        list[str] | None,
        typer.Option(help=_ROLES),
    ] = None,
) -> None:
    """Make a local account; the password is asked for and never shown."""
    from rutine.cli.user import add  # noqa: PLC0415

    finish(lambda: add(name, display_name, role or ["reviewer"]))


@users.command("roles")
def set_roles(
    name: Annotated[str, typer.Argument(help="What the person types to sign in.")],
    role: Annotated[list[str], typer.Option(help=_ROLES)],
) -> None:
    """Give an account exactly these roles; they hold from its next page."""
    from rutine.cli.user import set_all  # noqa: PLC0415

    finish(lambda: set_all(name, role))


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
