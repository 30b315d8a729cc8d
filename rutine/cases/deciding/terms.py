"""What a routine's own file says of deciding its cases, beside what the installation says.

The store does not read routine files: whoever opens it brings a way to ask for a routine's terms.
They are asked for when somebody decides, so a changed file counts from the next decision on, and
the trail holds the hash of the file that counted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from rutine.cases.access import DECIDES, Actor, UserRole
from rutine.cases.views import HoldReason
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.money import Ore

BUILT_IN: Final = tuple(each.value for each in HoldReason)
"""Reasons to wait where a routine's file has none."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A reason for which a case may wait.

    Attributes:
        reason: what is stored.
        titles: language -> what people call it; bokmål is always there.
        days: until the case comes back, where the person says no day.
    """

    reason: str
    titles: Mapping[str, str] = field(default_factory=dict)
    days: int | None = None

    def comes_back(self) -> date | None:
        """The day a case comes back where nobody says another; None where the file has none."""
        return None if self.days is None else clock.today() + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Terms:
    """What one routine's file says.

    Attributes:
        sha256: of the file; empty when it can't be read.
        write_off, loss, manual_match: from how many øre two persons decide; None where the file
            does not say.
        holds: reasons to wait; empty where the file has none.
        days: reason code -> within how many working days a case with it is decided.
        other_days: the same for reasons that the file does not name; None without a limit.
        deciders: the roles that decide its cases.
        two_sign: whether another person must agree before a document is signed.
    """

    sha256: str = ""
    write_off: Ore | None = None
    loss: Ore | None = None
    manual_match: Ore | None = None
    holds: tuple[Hold, ...] = ()
    days: Mapping[str, int] = field(default_factory=dict)
    other_days: int | None = None
    deciders: frozenset[UserRole] = DECIDES
    two_sign: bool = False

    def days_for(self, reason: str) -> int | None:
        """Within how many working days a case is decided, by its reason."""
        return self.days.get(reason, self.other_days)


TWO_FOR_ALL: Final = Terms(write_off=Ore(0), loss=Ore(0), manual_match=Ore(0), two_sign=True)
"""Of a routine whose file can't be read: nobody knows what it asks for, so two persons decide."""

TermsOf = Callable[[str], Terms | None]
"""From a routine's name to its terms; None for a routine without a file."""


def no_terms(_routine: str) -> Terms | None:
    """No routine files at hand: the installation's own limits count alone."""
    return None


def deciders_of(terms: Terms | None) -> frozenset[UserRole]:
    """The roles that decide a routine's cases; all that decide where its file is not at hand."""
    return DECIDES if terms is None else terms.deciders


def decided_by_others(terms: Terms | None, viewer: Actor) -> bool:
    """Whether the viewer decides cases, and not those of this routine: its approvers do."""
    return viewer.may(DECIDES) and not viewer.may(deciders_of(terms))


def holds_of(terms: Terms | None) -> tuple[Hold, ...]:
    """The reasons to wait that a person may choose: the file's own, and always another one."""
    own = terms.holds if terms is not None else ()
    if not own:
        return tuple(Hold(reason) for reason in BUILT_IN)
    return (*own, Hold(HoldReason.OTHER.value))


def hold_for(given: str | None, terms: Terms | None) -> Hold:
    """What is waited for; something else, which the comment must say, where nothing is given.

    Raises:
        InputError: `hold_reason_unknown`: the routine has no such reason.
    """
    reason = given or HoldReason.OTHER.value
    found = next((each for each in holds_of(terms) if each.reason == reason), None)
    if found is None:
        raise InputError("hold_reason_unknown", "The routine has no such reason to wait.")
    return found


def stored_reason(code: str | None) -> str | None:
    """A stored reason, as the program's own word where it is one."""
    return HoldReason(code) if code in set(HoldReason) else code
