"""What was just done, said on the page that follows, with a way to undo it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from rutine.cases.deciding.retracting import latest
from rutine.cases.lists import queue
from rutine.cases.views import CaseView, QueueRow
from rutine.core.errors import InputError
from rutine.core.reason_texts import action_text
from rutine.review.lists.listing import Listing
from rutine.review.visit import Visit

_MOST = 25
"""Cases in one toast: as many as a page of the list has."""


@dataclass(frozen=True, slots=True, repr=False)
class Toast:
    """What was done; of a restricted case not what.

    Attributes:
        text: what was done.
        more: what was not, and why.
        href: the case, when it is one.
        undo_href: where the form that undoes it posts to; empty when it can't be undone.
        fields: what that form sends.
    """

    text: str
    more: str = ""
    href: str = ""
    undo_href: str = ""
    fields: tuple[tuple[str, str], ...] = ()


def just_decided(visit: Visit, session: Session) -> Toast | None:
    """What the address says was done, when the reader may see it and it is so.

    The address holds numbers only; what was done is read again, so an old address never
    claims more than is true.
    """
    return just_done(visit, session, Listing.here(visit))


def just_done(visit: Visit, session: Session, listing: Listing) -> Toast | None:
    """As `just_decided`, where the list is at hand."""
    given = visit.request.query_params
    if number := _number(given.get("decided", "")):
        return _decided(visit, session, listing, number)
    if number := _number(given.get("angret", "")):
        return _retracted(visit, session, listing, number)
    numbers = [each for part in given.get("tildelt", "").split(".") if (each := _number(part))]
    refused = [each for part in given.get("ikke", "").split(".") if (each := _number(part))]
    if numbers or refused:
        return _assigned(visit, session, listing, numbers[:_MOST], refused[:_MOST])
    return None


def _decided(visit: Visit, session: Session, listing: Listing, number: int) -> Toast | None:
    t = visit.t
    try:
        case_id = queue.case_id_of(session, number)
        if queue.restricted_row(session, case_id, visit.actor) is not None:
            return Toast(t("decided.restricted", number=number), href=listing.case(number))
        last = latest(session, case_id, visit.actor)
    except InputError:
        return None
    if last is None:
        return None
    label = action_text(last.action, t.language).label
    return Toast(
        t("decided.text", number=number, action=label),
        href=listing.case(number),
        undo_href=listing.step(number, "angre") if last.retractable else "",
        fields=(("version", str(last.version)),),
    )


def _retracted(visit: Visit, session: Session, listing: Listing, number: int) -> Toast | None:
    row = _row(visit, session, number)
    if row is None:
        return None
    return Toast(visit.t("undo.done", number=number), href=listing.case(number))


def _assigned(
    visit: Visit, session: Session, listing: Listing, numbers: list[int], refused: list[int]
) -> Toast | None:
    t = visit.t
    rows = [row for number in numbers if (row := _row(visit, session, number)) is not None]
    if len(rows) != len(numbers):
        return None
    names = {row.holder.name if row.holder else "" for row in rows}
    more = t("assign.refused", numbers=", ".join(map(str, refused))) if refused else ""
    if not rows:
        return Toast(more)
    who = names.pop() if len(names) == 1 else ""
    key = "assign.done" if who else "assign.released"
    text = (
        t(f"{key}.one", number=rows[0].number, who=who)
        if len(rows) == 1
        else t(f"{key}.many", count=len(rows), who=who)
    )
    return Toast(
        text,
        more,
        href=listing.case(rows[0].number) if len(rows) == 1 else "",
        undo_href=listing.post("tildel/angre"),
        fields=tuple(("case", f"{row.number}.{row.version}") for row in rows),
    )


def _row(visit: Visit, session: Session, number: int) -> QueueRow | None:
    try:
        return queue.row_of(session, visit.site.keys, number, visit.actor)
    except InputError:
        return None


def _number(given: str) -> int:
    """A case number; 0 for what is none."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0  # noqa: PLR2004


def find_case(visit: Visit, session: Session, number: int) -> CaseView:
    """The case with this number, as the visitor may see it.

    Raises:
        InputError: `case_missing`: there is none, or it is not for the visitor to see.
    """
    case_id = queue.case_id_of(session, number)
    return queue.case_view(session, visit.site.keys, case_id, visit.actor, limits=visit.site.limits)


def find_restricted(visit: Visit, session: Session, number: int) -> QueueRow | None:
    """The case with this number as a list shows it, when it is restricted; otherwise None.

    Raises:
        InputError: `case_missing`, as `find_case`.
    """
    return queue.restricted_row(session, queue.case_id_of(session, number), visit.actor)
