"""`rutine user add`: a local account for the review app."""

from __future__ import annotations

import getpass
import sys

from rich.console import Console

from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.users import add_user
from rutine.cli.outcome import Exit
from rutine.core.errors import InputError
from rutine.installation import installation


def add(name: str, display_name: str, roles: list[str]) -> int:
    """Make the account; ask for the password twice (or read one line when it is piped in).

    Raises:
        InputError: `passwords_differ`, and what `rutine.cases.users.add_user` refuses.
    """
    known = {role.value for role in UserRole}
    if unknown := sorted(set(roles) - known):
        raise InputError(
            "role_unknown",
            f"There is no role {unknown[0]!r}.",
            f"Choose among {', '.join(sorted(known))}.",
        )
    if sys.stdin.isatty():
        password = getpass.getpass("Password: ")
        if getpass.getpass("The same again: ") != password:
            raise InputError(
                "passwords_differ", "The two passwords are not the same.", "Try again."
            )
    else:
        password = sys.stdin.readline().rstrip("\n")
    with installation() as place, place.database.writing() as session:
        add_user(
            session,
            name,
            display_name,
            password,
            [UserRole(role) for role in roles],
            actor=COMMAND_LINE,
        )
    Console(highlight=False).print(f"{name} may sign in: rutine review")
    return Exit.CLEAN
