"""What must be said with a decision: a day, a reason, an amount."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from rutine.cases.deciding.effects import WAITS
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.tables import Case
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.errors import InputError
from rutine.core.money import Ore
from rutine.core.shape_reasons import DOCUMENTED
from rutine.refunds.expected.day_counting import months_after

SEEN_TO: Final = timedelta(days=14)
"""How long a case waits for the evidence of what somebody has seen to, if no day was chosen."""

DAY_REQUIRED: Final = frozenset({Action.WAIT_UNTIL, Action.EXEMPT})
"""Decisions that are nothing without a day; every decision that waits may have one."""

LONGEST_WAIT: Final = timedelta(days=366)

LARGEST: Final = Ore(10**13)
"""A hundred billion kroner: a greater amount is a slip of the finger."""


COMMENT_REQUIRED: Final = frozenset(
    {
        Action.WRITE_OFF,
        Action.CHANGE_CLAIM,
        Action.WRONG_PERSON_OR_UNIT,
        Action.CANNOT_DETERMINE,
        Action.WAIT_UNTIL,
        Action.NOT_RELEVANT,
        Action.GIVE_OFFER,
        Action.NO_OFFER,
    }
)
"""Decisions that the next person can't follow without a word of why."""


def comment_required(action: Action, reason: str) -> bool:
    """Whether a decision of a case with this reason needs a word of why."""
    return action in COMMENT_REQUIRED or reason in DOCUMENTED


def check_day(action: Action, until: date | None) -> None:
    """A day where there must be one, in time.

    Raises:
        InputError: `until_required`, `until_not_asked`, `until_past` or `until_too_far`.
    """
    if until is None:
        if action in DAY_REQUIRED:
            raise InputError("until_required", "Say until when to wait.")
        return
    if action not in WAITS | DAY_REQUIRED:
        raise InputError("until_not_asked", "This decision does not wait for a day.")
    if until <= clock.today():
        raise InputError("until_past", "The day must be after today.")
    if action is not Action.EXEMPT and until - clock.today() > LONGEST_WAIT:
        raise InputError("until_too_far", "The day must be within a year.")


def check_exemption(
    keys: KeyRing, case: Case, action: Action, reason: str | None, until: date | None
) -> None:
    """A reason of the requirement's own, for no longer than it holds: both are the municipality's.

    Raises:
        InputError: `exempt_reason_required`, or `until_too_far`.
    """
    if action is not Action.EXEMPT:
        return
    about = facts_of(keys, case).about
    choices = about.exemptions if about is not None else ()
    chosen = next((each for each in choices if each.reason == reason), None)
    if chosen is None:
        raise InputError("exempt_reason_required", "Say for which reason the person is exempt.")
    longest = None if chosen.months is None else months_after(clock.today(), chosen.months)
    if until is not None and longest is not None and until > longest:
        raise InputError("until_too_far", "The exemption does not hold that long.")


def check_signature(
    keys: KeyRing, case: Case, action: Action, words: str, source: str | None
) -> None:
    """A draft to sign; a word of why where anything speaks against it, and whose word counts.

    Raises:
        InputError: `action_not_permitted`, `source_choice_required` or `comment_required`.
    """
    if action is not Action.SIGN:
        return
    about = facts_of(keys, case).about
    draft = about.record if about is not None else None
    if draft is None:
        raise InputError("action_not_permitted", "The case has no document to sign.")
    if (draft.contested or source is not None) and source not in draft.contested:
        raise InputError("source_choice_required", "Say which source counts.")
    if draft.flags and not words:
        raise InputError("comment_required", "Say why it is signed as it stands.")


def check_amount(action: Action, amount: Ore | None) -> None:
    """An amount only where a claim is changed, and one that can be.

    Raises:
        InputError: `amount_not_asked` or `amount_invalid`.
    """
    if amount is None:
        return
    if action is not Action.CHANGE_CLAIM:
        raise InputError("amount_not_asked", "This decision changes no claim.")
    if not 0 <= amount < LARGEST:
        raise InputError("amount_invalid", "The amount of a claim is nothing or more.")
