"""What `rutine doctor` looks at of rights: cases that tell of an absence, and who decides them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.access import DECIDES, Sight, UserRole
from rutine.cases.accounts.users import list_users
from rutine.cases.figures.operation import Planned
from rutine.cases.tables import Case
from rutine.cases.views import UNDECIDED
from rutine.cli.doctor.examination import Finding, Health

_REMEDY = (
    "Give it to those in HR who follow up, beside every role they have: `rutine user roles NAME "
    "--role reviewer --role follow_up`; for who signs in with Entra ID, give the app role there."
)


def examine_follow_up(session: Session, planned: Iterable[Planned]) -> Iterator[Finding]:
    """Whether somebody may decide the cases that only few see, where there are or will be some.

    Nothing is said of who was away, nor how many: whoever reads this may lack the right.
    """
    waiting = _with_cases(session)
    coming = {each.routine for each in planned if each.for_few and each.empty is None}
    if not waiting | coming:
        return
    holders = [
        each.roles
        for each in list_users(session)
        if each.enabled and UserRole.FOLLOW_UP in each.roles
    ]
    if any(not roles.isdisjoint(DECIDES) for roles in holders):
        yield Finding("Follow-up cases", Health.GOOD, "somebody sees them, and may decide them")
        return
    lack = "nobody sees" if not holders else "nobody who decides sees"
    yield Finding(
        "Follow-up cases",
        Health.BAD if waiting else Health.REMARK,
        f"{lack} the cases about absence and health of {', '.join(sorted(waiting | coming))}: no "
        "open account that decides has the right follow_up",
        _REMEDY,
    )


def _with_cases(session: Session) -> set[str]:
    """The routines with undecided cases that are held to the right, whatever their files say."""
    held = select(Case.routine).where(
        Case.sight == Sight.FOLLOW_UP.value, Case.status.in_(UNDECIDED)
    )
    return set(session.scalars(held.distinct()))
