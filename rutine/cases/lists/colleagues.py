"""Who may have a case, and who has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.access import DECIDES, Actor
from rutine.cases.accounts.users import roles_of, units_of
from rutine.cases.tables import Case, UserAccount
from rutine.cases.views import Colleague

_PERSON = "user:"


def deciders(session: Session) -> tuple[Actor, ...]:
    """Everybody who decides cases, by name."""
    columns = (UserAccount.id, UserAccount.display_name, UserAccount.roles, UserAccount.units)
    actors = [
        Actor(f"{_PERSON}{user_id}", name, roles_of(roles), units_of(units))
        for user_id, name, roles, units in session.execute(
            select(*columns).where(UserAccount.enabled)
        )
    ]
    found = [actor for actor in actors if actor.may(DECIDES)]
    return tuple(sorted(found, key=lambda actor: (actor.name.casefold(), actor.id)))


def fit_for(case: Case, actors: Iterable[Actor]) -> tuple[Colleague, ...]:
    """Those who may see the case, and so have it."""
    return tuple(
        Colleague(actor.id, actor.name)
        for actor in actors
        if actor.sees(case.sub_unit)
        and (actor.sees_restricted or not case.restricted)
        and case.sight in actor.sights
    )


def names_of(session: Session, actor_ids: Iterable[str | None]) -> Mapping[str, str]:
    """The name of each person, also of one whose account is closed."""
    ids = {each.removeprefix(_PERSON) for each in actor_ids if each is not None}
    if not ids:
        return {}
    rows = session.execute(
        select(UserAccount.id, UserAccount.display_name).where(UserAccount.id.in_(sorted(ids)))
    )
    return {f"{_PERSON}{user_id}": name for user_id, name in rows}


def holder_of(case: Case, names: Mapping[str, str]) -> Colleague | None:
    """Who has the case."""
    if case.assignee is None:
        return None
    return Colleague(case.assignee, names.get(case.assignee, ""))
