"""Who has the case, and what this reader may do about it."""

from __future__ import annotations

from dataclasses import dataclass

from rutine.cases.views import CaseView, Colleague
from rutine.review.lists.listing import Listing
from rutine.review.visit import Visit


@dataclass(frozen=True, slots=True, repr=False)
class Hands:
    """The part of the page about who has the case.

    Attributes:
        text: who has it, in words.
        href: where its forms post to; empty for one who may only read.
        mine: the reader has it.
        taken: somebody else has it: taking it is taking it over.
        me: the reader, as `Actor.id`.
        others: whom the reader may give it to.
    """

    text: str
    href: str
    mine: bool
    taken: bool
    me: str
    others: tuple[Colleague, ...]


def hands(visit: Visit, case: CaseView) -> Hands:
    """Who has the case; nothing once it is decided."""
    t, me = visit.t, visit.actor.id
    mine = case.holder is not None and case.holder.id == me
    if case.holder is None:
        text = t("assign.with_nobody")
    elif mine:
        text = t("assign.with_me")
    else:
        text = t("assign.with", who=case.holder.name)
    away = {me, case.holder.id if case.holder else me}
    return Hands(
        text=text,
        href=Listing.here(visit).step(case.number, "tildel") if case.may_assign else "",
        mine=mine,
        taken=case.holder is not None and not mine,
        me=me,
        others=tuple(each for each in case.colleagues if each.id not in away),
    )
