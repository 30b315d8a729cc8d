"""Accounts: what `rutine user` does with them, and who is at the keyboard."""

from __future__ import annotations

import getpass
import sys

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from rutine.cases.access import COMMAND_LINE, Actor, UserRole
from rutine.cases.accounts.first_admin import make_link
from rutine.cases.accounts.user_details import enable, set_display_name, set_units
from rutine.cases.accounts.users import (
    User,
    add_user,
    authenticate,
    disable,
    list_users,
    reset_second_factor,
    set_roles,
)
from rutine.cli.outcome import Exit
from rutine.core.errors import AccessDenied, InputError
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation, installation

_CODE = "One-time code (empty if you use none): "


def add(name: str, display_name: str, roles: list[str], units: list[str]) -> int:
    """Make the account; ask for the password twice (or read one line when it is piped in).

    Raises:
        InputError: `passwords_differ`, `unit_invalid`, and what `add_user` refuses.
    """
    given, seen = _known(roles), _sub_units(units) if units else None
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
            units=seen,
        )
    Console(highlight=False).print(f"{name} may sign in: rutine review")
    return Exit.CLEAN


def set_all(name: str, roles: list[str]) -> int:
    """Give an account exactly these roles.

    Raises:
        InputError: `role_unknown`, `roles_missing`, `roles_from_provider` or `user_missing`.
    """
    given = _known(roles)
    with installation() as place, place.database.writing() as session:
        user = set_roles(session, name, given, actor=COMMAND_LINE)
        namesakes = [each for each in list_users(session) if _may_be_same(each, user)]
    console = Console(highlight=False)
    console.print(f"{user.name}: {_roles(user)}")
    for each in namesakes:
        console.print(
            f"[yellow]{each.name} has the same name. One person with two accounts? Close one: "
            f"rutine user disable {each.name}[/]"
        )
    return Exit.CLEAN


def show() -> int:
    """Print every account: how its person signs in, what they may do, and who waits."""
    with installation() as place, place.database.reading() as session:
        users = list_users(session)
    table = Table("account", "name", "signs in with", "roles", "sub-units", box=None)
    for each in users:
        roles = _roles(each) if each.enabled else "closed"
        units = "all" if each.units is None else ", ".join(sorted(each.units)) or "none"
        table.add_row(each.name, escape(each.display_name), each.way.value, roles, units)
    console = Console(highlight=False)
    console.print(table if users else "There are no accounts. rutine user first-admin")
    return Exit.CLEAN


def see_units(name: str, units: list[str], *, all_units: bool) -> int:
    """Let an account see the cases of exactly these sub-units, or of all.

    Raises:
        InputError: `units_missing`, `unit_invalid` or `user_missing`.
    """
    if bool(units) == all_units:
        raise InputError("units_missing", "Give --unit at least once, or --all.")
    seen = None if all_units else _sub_units(units)
    with installation() as place, place.database.writing() as session:
        set_units(session, name, seen, actor=COMMAND_LINE)
    told = "all sub-units" if seen is None else ", ".join(seen)
    Console(highlight=False).print(f"{name} sees {told}")
    return Exit.CLEAN


def rename(name: str, display_name: str) -> int:
    """Give an account the name that stands on its decisions.

    Raises:
        InputError: `user_missing` or `user_name_invalid`.
    """
    with installation() as place, place.database.writing() as session:
        user = set_display_name(session, name, display_name, actor=COMMAND_LINE)
    Console(highlight=False).print(f"{user.name} is {escape(user.display_name)}")
    return Exit.CLEAN


def close(name: str) -> int:
    """Close an account and sign it out everywhere.

    Raises:
        InputError: `user_missing`.
    """
    with installation() as place, place.database.writing() as session:
        disable(session, name, actor=COMMAND_LINE)
    Console(highlight=False).print(f"{name} is closed; what it decided keeps the person's name")
    return Exit.CLEAN


def first_admin() -> int:
    """Print a link that makes the first administrator: once, within an hour.

    Raises:
        InputError: `administrator_exists`, or `local_off`.
    """
    with installation() as place:
        if not place.settings.sign_in.local:
            raise InputError(
                "local_off",
                "Nobody signs in with a password here, so a link would not help.",
                "At Entra ID, give somebody the app role administrator. With Ansattporten, let "
                "them sign in once, then: rutine user roles NAME --role administrator",
            )
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


def reopen(name: str) -> int:
    """Open a closed account again.

    Raises:
        InputError: `user_missing`.
    """
    with installation() as place, place.database.writing() as session:
        user = enable(session, name, actor=COMMAND_LINE)
    Console(highlight=False).print(f"{user.name} is open again: {_roles(user)}")
    return Exit.CLEAN


def _roles(user: User) -> str:
    return ", ".join(sorted(role.value for role in user.roles)) or "none: waits for a role"


def _may_be_same(one: User, other: User) -> bool:
    """Whether one person may have both, and so could approve what they proposed themselves."""
    return (
        one.enabled
        and one.user_id != other.user_id
        and one.display_name.casefold() == other.display_name.casefold()
    )


def _sub_units(units: list[str]) -> list[str]:
    if wrong := [each for each in units if not OrgNr.is_valid(each)]:
        raise InputError(
            "unit_invalid",
            f"{wrong[0]!r} is not an organisation number.",
            "A sub-unit has nine digits, as under sub_units in rutine.toml.",
            unit=wrong[0],
        )
    return sorted(set(units))


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
        AccessDenied: `sign_in_refused`: no such account, a wrong password or code, or too many;
            `local_off`: nobody signs in with a password here.
    """
    if not place.settings.sign_in.local:
        raise AccessDenied(
            "local_off",
            "Nobody signs in with a password here, so nobody can act on the command line.",
            "Do it in the review app: rutine review",
        )
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
