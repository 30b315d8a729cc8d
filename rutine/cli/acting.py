"""Who acts on the command line: a person with an account and the password to it."""

from __future__ import annotations

import getpass
import sys

from rutine.cases.users import User, authenticate
from rutine.core.errors import AccessDenied
from rutine.installation import Installation


def acting_as(place: Installation, name: str) -> User:
    """The account with this name, once its password was given (asked for, or one line piped in).

    A shell on the machine is not a person: decisions and exports bear somebody's name.

    Raises:
        AccessDenied: `sign_in_failed`.
    """
    password = (
        getpass.getpass(f"Password of {name}: ")
        if sys.stdin.isatty()
        else sys.stdin.readline().rstrip("\n")
    )
    user = authenticate(place.database, name, password)
    if user is None:
        raise AccessDenied(
            "sign_in_failed",
            "The name and password do not agree, or the account must wait after wrong attempts.",
            "Try again, or ask whoever makes the accounts.",
        )
    return user
