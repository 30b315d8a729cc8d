"""Who may steer what runs by itself; that they did stands in the trail."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from rutine.cases.access import Actor, UserRole, require
from rutine.cases.trail.audit import append

STEERS: Final = frozenset({UserRole.APPROVER, UserRole.CONSULTANT, UserRole.ADMINISTRATOR})
"""May pause and resume a routine's schedule, and start it at once. Nothing is decided by that."""


class Wish(StrEnum):
    """What is asked of the scheduler."""

    PAUSE = "pause"
    RESUME = "resume"
    RUN = "run"


def ask(session: Session, actor: Actor, wish: Wish, routine: str) -> None:
    """Note what a person asks of the scheduler, before it is told.

    Raises:
        AccessDenied: `not_a_person` or `role_missing`.
    """
    require(actor, STEERS)
    if wish is Wish.PAUSE:
        append(session, actor, "pause_asked", data={"routine": routine})
    elif wish is Wish.RESUME:
        append(session, actor, "resume_asked", data={"routine": routine})
    else:
        append(session, actor, "run_asked", data={"routine": routine})
