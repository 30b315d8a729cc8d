"""The day and the amount that some decisions come with."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from rutine.cases.effects import WAITS
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.errors import InputError
from rutine.core.money import Ore

DAY_REQUIRED: Final = frozenset({Action.WAIT_UNTIL})
"""Decisions that are nothing without a day; every decision that waits may have one."""

LONGEST_WAIT: Final = timedelta(days=366)

LARGEST: Final = Ore(10**13)
"""A hundred billion kroner: a greater amount is a slip of the finger."""


def check_day(action: Action, until: date | None) -> None:
    """Refuse a day that a decision can't wait for, or that it lacks.

    Raises:
        InputError: `until_required`, `until_not_asked`, `until_past` or `until_too_far`.
    """
    if until is None:
        if action in DAY_REQUIRED:
            raise InputError("until_required", "Say until when to wait.")
        return
    if action not in WAITS:
        raise InputError("until_not_asked", "This decision does not wait for a day.")
    if until <= clock.today():
        raise InputError("until_past", "The day must be after today.")
    if until - clock.today() > LONGEST_WAIT:
        raise InputError("until_too_far", "The day must be within a year.")


def check_amount(action: Action, amount: Ore | None) -> None:
    """Refuse an amount that no claim can have, or that is not asked for.

    Raises:
        InputError: `amount_not_asked` or `amount_invalid`.
    """
    if amount is None:
        return
    if action is not Action.CHANGE_CLAIM:
        raise InputError("amount_not_asked", "This decision changes no claim.")
    if not 0 <= amount < LARGEST:
        raise InputError("amount_invalid", "The amount of a claim is nothing or more.")
