"""Lists that people save under a name, for themselves or for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from rutine.cases.access import DECIDES, SEES_CASES, Actor, require
from rutine.cases.deciding.comments import checked
from rutine.cases.tables import SavedView
from rutine.cases.trail.audit import append
from rutine.core import clock
from rutine.core.errors import InputError

LONGEST_NAME: Final = 60
LONGEST_QUERY: Final = 1000
MOST: Final = 50
"""Views of one person; more is a fault somewhere, or somebody filling the disk."""


@dataclass(frozen=True, slots=True, repr=False)
class View:
    """A saved list. `query` is the list's address after the question mark."""

    view_id: str
    name: str
    query: str
    shared: bool
    mine: bool


def save_view(session: Session, actor: Actor, name: str, query: str, *, shared: bool) -> str:
    """Save a list; one's own of the same name is replaced. Returns its id.

    Args:
        session: a writing one.
        actor: whose it is.
        name: what it is called; never a person's number.
        query: codes only. Who asks has made sure that no search stands in it.
        shared: everybody who sees cases may use it, each with their own sight.

    Raises:
        AccessDenied: the actor sees no cases, or shares without deciding any.
        InputError: `view_name_required`, `view_name_too_long`, `comment_national_id`,
            `view_too_long` or `views_full`.
    """
    require(actor, DECIDES if shared else SEES_CASES)
    title = checked(name, required=True, missing="view_name_required")
    if len(title) > LONGEST_NAME:
        raise InputError("view_name_too_long", f"Write {LONGEST_NAME} characters at most.")
    if len(query) > LONGEST_QUERY:
        raise InputError("view_too_long", "The list has too many filters to be saved.")
    own = session.scalars(select(SavedView).where(SavedView.owner_id == _owner(actor))).all()
    view = next((each for each in own if each.name == title), None)
    if view is None:
        if len(own) >= MOST:
            raise InputError("views_full", f"There are {MOST} saved lists already.")
        view = SavedView(id=str(uuid4()), owner_id=_owner(actor), name=title)
        session.add(view)
    view.query, view.shared, view.made_at = query, shared, clock.now()
    session.flush()
    append(session, actor, "view_saved", data={"view": view.id, "shared": shared})
    return view.id


def views_of(session: Session, viewer: Actor) -> tuple[View, ...]:
    """The viewer's own lists and the shared ones, by name.

    Raises:
        AccessDenied: the viewer's roles see no cases.
    """
    require(viewer, SEES_CASES)
    mine = SavedView.owner_id == _owner(viewer)
    found = [
        View(each.id, each.name, each.query, each.shared, each.owner_id == _owner(viewer))
        for each in session.scalars(select(SavedView).where(or_(mine, SavedView.shared)))
    ]
    return tuple(sorted(found, key=lambda view: (view.name.casefold(), view.view_id)))


def remove_view(session: Session, actor: Actor, view_id: str) -> None:
    """Remove one's own list.

    Raises:
        AccessDenied: the actor sees no cases.
        InputError: `view_missing`, also for somebody else's.
    """
    require(actor, SEES_CASES)
    view = session.get(SavedView, view_id)
    if view is None or view.owner_id != _owner(actor):
        raise InputError("view_missing", "There is no such list of yours.")
    session.delete(view)
    append(session, actor, "view_removed", data={"view": view_id})


def _owner(actor: Actor) -> str:
    return actor.id.removeprefix("user:")
