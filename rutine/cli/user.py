"""Local accounts: `rutine user add`, `roles`, `first-admin` and `reset-totp`, and who is here."""

from __future__ import annotations

import getpass
import sys

from rich.console import Console

from rutine.cases.access import COMMAND_LINE, Actor, UserRole
from rutine.cases.first_admin import make_link
from rutine.cases.users import add_user, authenticate, reset_second_factor, set_roles
from rutine.cli.outcome import Exit
from rutine.core.errors import AccessDenied, InputError
from rutine.installation import Installation, installation

_CODE = "One-time code (empty if you use none): "


def add(name: str, display_name: str, roles: list[str]) -> int:
    """Make the account; ask for the password twice (or read one line when it is piped in).

    Raises:
        InputError: `passwords_differ`, and what `rutine.cases.users.add_user` refuses.
    """
    given = _known(roles)
    password = _asked()
    if sys.stdin.isatty() and getpass.getpass("The same again: ") != password:
        raise InputError("passwords_differ", "The two passwords are not the same.", "Try again.")
    with installation() as place, place.database.writing() as session:
        add_user(
            session,
            name,
            display_name,
            password,
            given,
            actor=COMMAND_LINE,
        )
    Console(highlight=False).print(f"{name} may sign in: rutine review")
    return Exit.CLEAN


def set_all(name: str, roles: list[str]) -> int:
    """Give an account exactly these roles.

    Raises:
        InputError: `role_unknown`, `roles_missing` or `user_missing`.
    """
    given = _known(roles)
    with installation() as place, place.database.writing() as session:
        user = set_roles(session, name, given, actor=COMMAND_LINE)
    console = Console(highlight=False)
    console.print(f"{user.name}: {', '.join(sorted(role.value for role in user.roles))}")
    return Exit.CLEAN


def first_admin() -> int:
    """Print a link that makes the first administrator: once, within an hour.

    Raises:
        InputError: `administrator_exists`.
    """
    with installation() as place:
        with place.database.writing() as session:
            token = make_link(session)
        address = place.settings.review_url
    console = Console(highlight=False, soft_wrap=True)
    console.print("Open this link within an hour; it works once. The app must run: rutine review")
    console.print(f"{address}/forste-administrator/{token}")
    return Exit.CLEAN


def reset_totp(name: str) -> int:
    """Take a person's second factor away, who has lost the phone.

    Raises:
        InputError: `user_missing`.
    """
    with installation() as place, place.database.writing() as session:
        was_on = reset_second_factor(session, name, actor=COMMAND_LINE)
    console = Console(highlight=False)
    if was_on:
        console.print(f"{name} signs in with the password alone now, and is signed out everywhere")
    else:
        console.print(f"{name} has no second factor")
    return Exit.CLEAN


def _known(roles: list[str]) -> list[UserRole]:
    known = {role.value for role in UserRole}
    if unknown := sorted(set(roles) - known):
        raise InputError(
            "role_unknown",
            f"There is no role {unknown[0]!r}.",
            f"Choose among {', '.join(sorted(known))}.",
            role=unknown[0],
            known=", ".join(sorted(known)),
        )
    return [UserRole(role) for role in roles]


def signed_in(place: Installation, name: str) -> Actor:
    """The person with this account, once the password, and the one-time code if any, are right.

    Raises:
        AccessDenied: `sign_in_refused`: no such account, a wrong password or code, or too many.
    """
    user = authenticate(place.database, name, _asked(), _asked(_CODE))
    if user is None:
        raise AccessDenied(
            "sign_in_refused",
            "User name, password or one-time code is wrong, or must wait after too many attempts.",
            "Try again in a while, or ask whoever makes the accounts.",
        )
    return user.actor


def _asked(prompt: str = "Password: ") -> str:
    """A password, typed unseen; or one line when it is piped in."""
    if sys.stdin.isatty():
        return getpass.getpass(prompt)
    return sys.stdin.readline().rstrip("\n")
