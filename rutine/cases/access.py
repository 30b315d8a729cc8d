"""Who acts, and what each role may do. Every path that changes something asks here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rutine.core.errors import AccessDenied


class UserRole(StrEnum):
    """What a person is allowed to do in the review app."""

    REVIEWER = "reviewer"
    """Sees cases and decides them."""
    APPROVER = "approver"
    """As a reviewer, and approves what another person proposed."""
    CONSULTANT = "consultant"
    """Sees runs and figures; never a person's case."""
    AUDITOR = "auditor"
    """Reads everything, changes nothing."""
    ADMINISTRATOR = "administrator"
    """Makes accounts; sees no case."""
    RESTRICTED = "restricted"
    """A right beside another role, and nothing alone: the cases of protected people too (D41)."""

    FOLLOW_UP = "follow_up"
    """A right beside another role, and nothing alone: the cases of routines about health, such as
    sick-leave follow-up."""


class Sight(StrEnum):
    """Who may see the cases of a routine, beside roles, units and protected people."""

    ALL = "all"
    """Whoever sees cases."""
    FOLLOW_UP = "follow_up"
    """Only those with the right `follow_up` too: the HR role and the managers concerned."""


BESIDE = frozenset({UserRole.RESTRICTED, UserRole.FOLLOW_UP})
"""Rights that stand beside another role, and give nothing alone."""

SEES_CASES = frozenset({UserRole.REVIEWER, UserRole.APPROVER, UserRole.AUDITOR})
DECIDES = frozenset({UserRole.REVIEWER, UserRole.APPROVER})
EXPORTS = frozenset({UserRole.REVIEWER, UserRole.APPROVER})
"""May take cases out of the store, as a workbook to fill in."""
APPROVES = frozenset({UserRole.APPROVER})
UNDOES = frozenset({UserRole.REVIEWER, UserRole.APPROVER})
CLOSES_PERIODS = frozenset({UserRole.APPROVER})
ADMINISTERS = frozenset({UserRole.ADMINISTRATOR})
MODELS = frozenset({UserRole.CONSULTANT, UserRole.ADMINISTRATOR})
"""May write routine files in the app."""
SEES_PROPOSALS = SEES_CASES | MODELS
"""May see what is proposed from decisions: counts and case numbers."""
ANSWERS_PROPOSALS = frozenset({UserRole.CONSULTANT})
"""May accept a proposed change of a routine's files, or refuse it."""
AUDITS = frozenset({UserRole.AUDITOR})
"""May search the audit trail and take it out of the store."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who does something: a signed-in person, the robot, or the command line.

    Attributes:
        id: `user:<uuid>`, `robot` or `command_line`; what the audit trail stores.
        name: the person's own name, for decisions and history; empty for the robot.
        roles: what the person may do.
        units: sub-units whose cases the person sees; None means all.
    """

    id: str
    name: str = ""
    roles: frozenset[UserRole] = frozenset()
    units: frozenset[str] | None = None

    @property
    def is_person(self) -> bool:
        """Whether a decision may bear this actor's name."""
        return self.id.startswith("user:")

    def may(self, allowed: Iterable[UserRole]) -> bool:
        """Whether a person holds at least one of the roles. The robot never does."""
        return self.is_person and not self.roles.isdisjoint(allowed)

    @property
    def sees_restricted(self) -> bool:
        """Whether cases of protected people are for this person, within roles and units."""
        return self.is_person and UserRole.RESTRICTED in self.roles

    @property
    def sights(self) -> frozenset[Sight]:
        """Which routines' cases are for this person, within roles and units."""
        every = self.is_person and UserRole.FOLLOW_UP in self.roles
        return frozenset(Sight) if every else frozenset({Sight.ALL})

    def sees(self, sub_unit: str | None) -> bool:
        """Whether cases of the sub-unit are in sight. Whole reports (None) need all units."""
        return self.units is None or sub_unit in self.units


ROBOT = Actor("robot")
"""What runs by itself. It records and closes; it never decides and never approves."""

COMMAND_LINE = Actor("command_line")
"""Whoever has a shell on the machine: makes the first account, decides nothing."""


def require(actor: Actor, allowed: Iterable[UserRole]) -> None:
    """Let the actor pass, or refuse.

    Raises:
        AccessDenied: `not_a_person` for the robot and the command line, `role_missing` for a
            person without any of the roles.
    """
    if not actor.is_person:
        raise AccessDenied("not_a_person", "Only a signed-in person may do this.")
    if not actor.may(allowed):
        raise AccessDenied(
            "role_missing", "Your role does not allow this.", "Ask whoever makes the accounts."
        )
