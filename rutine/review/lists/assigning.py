"""Giving cases to people, one or many at a time, and taking them over knowingly."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy.orm import Session
from starlette.responses import Response

from rutine.cases.lists import assignment, queue
from rutine.cases.lists.colleagues import deciders
from rutine.cases.views import QueueRow
from rutine.core.errors import InputError, StaleVersion
from rutine.review.case import case_page
from rutine.review.case.case_page import Notes, Trouble
from rutine.review.lists.listing import Listing
from rutine.review.visit import Visit

NOBODY = "nobody"
MOST = 25
"""Cases in one go: a page of the list."""

_SKIPPED = frozenset(
    {"case_missing", "case_not_open", "case_held", "assignee_unfit", "assignment_missing"}
)
_NOTE_ERRORS = frozenset({"comment_too_long", "comment_national_id"})


@dataclass(frozen=True, slots=True)
class Picked:
    """One chosen case, as its form knew it; `over` is who had it, where that was said."""

    number: int
    version: int
    over: str | None = None


@dataclass(slots=True)
class Outcome:
    """What became of the chosen cases, by number; `held` are those that somebody else has."""

    done: list[int] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    held: list[QueueRow] = field(default_factory=list)


_Act = Callable[[Picked], None]


class _AskFirstError(Exception):
    """Ends the transaction: somebody has a case, and the reader has not said to take it over."""


def one(visit: Visit) -> Response:
    """`POST /saker/{number}/tildel`: stays with the case."""
    number = visit.request.path_params["number"]
    listing = Listing.here(visit)
    picked = _picked(f"{number}.{visit.field('version')}.{visit.field('over')}")
    if picked is None:
        raise InputError("form_incomplete", "The form lacks the version of the case.")
    try:
        with visit.site.database.writing() as session:
            _assign(visit, session, picked)
    except StaleVersion:
        return _refused(visit, visit.t("conflict.changed"))
    except InputError as error:
        if error.code == "case_held":
            return _ask(visit, [picked], listing.step(number, "tildel"), listing.case(number))
        if error.code in _NOTE_ERRORS | {"case_not_open", "assignee_unfit"}:
            return _refused(visit, visit.t(f"assign.error.{error.code}"))
        raise
    return visit.go(listing.case(number, tildelt=number))


def many(visit: Visit) -> Response:
    """`POST /saker/tildel`: the chosen cases of a list, all that may be or none.

    Where somebody has one of them, nothing is done before the reader has said whether to take
    it over (`choice`), knowing from whom.
    """
    listing = Listing.here(visit)
    chosen = [each for value in visit.form.getlist("case") if (each := _picked(value))][:MOST]
    if not chosen:
        return visit.go(listing.address)
    choice = visit.field("choice")
    if choice == "free":
        chosen = [Picked(each.number, each.version) for each in chosen]
    try:
        with visit.site.database.writing() as session:
            outcome = _each(visit, session, chosen, partial(_assign, visit, session))
            _refuse_unasked(outcome, choice)
    except _AskFirstError:
        return _ask(visit, chosen, listing.post("tildel"), listing.address)
    outcome.refused += [row.number for row in outcome.held]
    return visit.go(_told(listing, outcome))


def _refuse_unasked(outcome: Outcome, choice: str) -> None:
    if outcome.held and not choice:
        raise _AskFirstError


def undo(visit: Visit) -> Response:
    """`POST /saker/tildel/angre`: the cases are with whom they were before."""
    listing = Listing.here(visit)
    chosen = [each for value in visit.form.getlist("case") if (each := _picked(value))][:MOST]

    def back(picked: Picked) -> None:
        assignment.give_back(
            session,
            visit.site.keys,
            queue.case_id_of(session, picked.number),
            version=picked.version,
            actor=visit.actor,
        )

    with visit.site.database.writing() as session:
        outcome = _each(visit, session, chosen, back)
    outcome.refused += [row.number for row in outcome.held]
    return visit.go(_told(listing, outcome))


def _told(listing: Listing, outcome: Outcome) -> str:
    return listing.saying(
        tildelt=".".join(map(str, outcome.done)), ikke=".".join(map(str, outcome.refused))
    )


def _each(visit: Visit, session: Session, chosen: Iterable[Picked], act: _Act) -> Outcome:
    """Do it to every case. The store refuses before it changes anything, so the others stand."""
    outcome = Outcome()
    for picked in chosen:
        try:
            act(picked)
        except StaleVersion:
            outcome.refused.append(picked.number)
        except InputError as error:
            if error.code not in _SKIPPED:
                raise
            if error.code == "case_held":
                row = queue.row_of(session, visit.site.keys, picked.number, visit.actor)
                outcome.held.append(row)
            else:
                outcome.refused.append(picked.number)
        else:
            outcome.done.append(picked.number)
    return outcome


def _assign(visit: Visit, session: Session, picked: Picked) -> None:
    to = visit.field("to")
    assignment.assign(
        session,
        visit.site.keys,
        queue.case_id_of(session, picked.number),
        version=picked.version,
        actor=visit.actor,
        to=None if to == NOBODY else to,
        over=picked.over,
        note=visit.field("note"),
    )


def _ask(visit: Visit, chosen: list[Picked], href: str, back: str) -> Response:
    """409: some of the cases are somebody's. Says whose, and asks."""
    t = visit.t
    with visit.site.database.reading() as session:
        rows = [row for picked in chosen if (row := _row(visit, session, picked)) is not None]
        names = {each.id: each.name for each in deciders(session)}
    if not rows:
        raise InputError("case_missing", "There is no such case.")
    held = [row for row in rows if row.holder is not None and row.holder.id != visit.actor.id]
    holders = sorted({row.holder.name for row in held if row.holder})
    whose = _and(t("assign.and"), holders)
    to = visit.field("to")
    return visit.render(
        "take_over.html",
        status=409,
        section="queue",
        title=t("assign.ask.title_one") if len(rows) == 1 else t("assign.ask.title"),
        text=t("assign.ask.text_one" if len(rows) == 1 else "assign.ask.text", who=whose),
        to_text=t("assign.ask.to", who=names.get(to, ""))
        if to in names and to != visit.actor.id
        else "",
        held=[(t("case.number", number=row.number), row.holder) for row in held],
        free=len(rows) - len(held),
        single=len(rows) == 1,
        href=href,
        back=back,
        to=to,
        note=visit.field("note"),
        version=rows[0].version,
        over=held[0].holder.id if held and held[0].holder else "",
        cases=[f"{row.number}.{row.version}.{row.holder.id if row.holder else ''}" for row in rows],
        submit=t("assign.ask.submit", who=whose),
    )


def _row(visit: Visit, session: Session, picked: Picked) -> QueueRow | None:
    """The case; None for one that went out of the reader's sight since the list was shown."""
    try:
        return queue.row_of(session, visit.site.keys, picked.number, visit.actor)
    except InputError:
        return None


def _and(word: str, names: list[str]) -> str:
    """`Gro`, `Gro og Per`, `Gro, Per og Liv`."""
    return f" {word} ".join(filter(None, (", ".join(names[:-1]), names[-1] if names else "")))


def _refused(visit: Visit, text: str) -> Response:
    notes = Notes(409, title="assign.error.title", troubles=(Trouble(text),))
    return case_page.page(visit, case_page.case_of(visit), notes)


def _picked(value: object) -> Picked | None:
    """`number.version` or `number.version.holder`, as the forms have it."""
    if not isinstance(value, str):
        return None
    number, _, rest = value.partition(".")
    version, _, over = rest.partition(".")
    for digits in (number, version):
        if not (digits.isascii() and digits.isdigit() and len(digits) < 10):  # noqa: PLR2004
            return None
    return Picked(int(number), int(version), over or None)
