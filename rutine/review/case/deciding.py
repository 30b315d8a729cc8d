"""What a reader's forms do to a case. Each is a POST; the store checks who may do what."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session
from starlette.responses import Response

from rutine.cases.deciding import decisions, retracting
from rutine.cases.deciding.effects import WAITS
from rutine.cases.deciding.ticks import ends_the_case, missing, require_every, ticked_off
from rutine.cases.lists import queue
from rutine.cases.lists.sight import seen_case
from rutine.cases.people import register as people
from rutine.cases.views import CaseStatus, CaseView
from rutine.core.differences import Action
from rutine.core.errors import AccessDenied, ConnectorError, InputError, StaleVersion
from rutine.review.case import case_page, record_page
from rutine.review.case.background import FIELDS
from rutine.review.case.case_page import Notes, Trouble
from rutine.review.case.comparison import asked_ticks, shown_evidence
from rutine.review.case.decision_form import Draft, said
from rutine.review.filled_in import read_amount, read_day
from rutine.review.lists.listing import Listing
from rutine.review.visit import Visit

_PLACES = {
    **dict.fromkeys(("comment_required", "comment_too_long", "comment_national_id"), "comment"),
    **dict.fromkeys(("until_required", "until_past", "until_too_far", "until_invalid"), "until"),
    **dict.fromkeys(("hold_reason_required", "hold_reason_unknown"), "hold"),
    "exempt_reason_required": "exempt",
    "source_choice_required": "source",
    "amount_invalid": "amount",
    "action_not_permitted": "choice",
}
"""Where on the form an error can be mended."""

_CHANGED = frozenset(
    {
        *("case_not_open", "case_not_for_approval", "case_held", "case_in_match"),
        *("match_changed", "rows_contested"),
    }
)
_PICKED = {
    "match_changed": "match.changed",
    "match_out_of_sight": "match.out_of_sight",
    "rows_contested": "match.contested",
}
_NOT_BACK = frozenset({"decision_final", "case_held"})
_APPROVE, _RETURN = "approve", "return"


def decide(visit: Visit) -> Response:
    """`POST /saker/{number}/avgjor`: decide, then on to the next case of the same list."""
    chosen = visit.field("action")
    if chosen not in set(Action):
        return _refused(visit, "choice", "decision.choice_missing")
    action = Action(chosen)
    try:
        # A field that does not belong to the choice is out of sight, and counts for nothing.
        dated = action in WAITS | {Action.EXEMPT}
        until = read_day(visit.field("until")) if dated else None
        amount = read_amount(visit.field("amount")) if action is Action.CHANGE_CLAIM else None
        hold_reason = _hold_reason(visit) if action is Action.WAIT_UNTIL else None
    except InputError as error:
        return _mended(visit, error)

    def change(session: Session, case_id: str) -> None:
        decisions.decide(
            session,
            visit.site.keys,
            case_id,
            version=version_of(visit),
            actor=visit.actor,
            action=action,
            comment=visit.field("comment"),
            until=until,
            amount=amount,
            hold_reason=hold_reason,
            exempt_reason=visit.field("exempt_reason") or None,
            source_choice=visit.field("source_choice") or None if action is Action.SIGN else None,
            ticked=_ticks(visit, session, case_id),
            limits=visit.site.limits,
        )
        if ends_the_case(action):
            _refuse_unticked(visit, session, case_id)

    return _carry_out(visit, change)


def _hold_reason(visit: Visit) -> str:
    """What is waited for.

    Raises:
        InputError: `hold_reason_required`.
    """
    given = visit.field("hold_reason")
    if not given:
        raise InputError("hold_reason_required", "Say what is waited for.")
    return given


def retract(visit: Visit) -> Response:
    """`POST /saker/{number}/angre`: take the decision back, and stay with the case."""
    number = visit.request.path_params["number"]
    try:
        with visit.site.database.writing() as session:
            case_id = queue.case_id_of(session, number)
            retracting.retract(session, case_id, version=version_of(visit), actor=visit.actor)
    except StaleVersion:
        return _conflict(visit)
    except InputError as error:
        if error.code not in _NOT_BACK:
            raise
        text = visit.t(f"undo.{error.code}")
        notes = Notes(409, title="undo.refused", troubles=(Trouble(text),))
        return case_page.page(visit, case_page.case_of(visit), notes)
    return visit.go(Listing.here(visit).case(number, angret=number))


def answer_proposal(visit: Visit) -> Response:
    """`POST /saker/{number}/godkjenning`: the second person approves, or sends it back."""
    chosen = visit.field("action")
    if chosen not in {_APPROVE, _RETURN}:
        return _refused(visit, "choice", "decision.choice_missing")

    def change(session: Session, case_id: str) -> None:
        keys, version, actor = visit.site.keys, version_of(visit), visit.actor
        if chosen == _APPROVE:
            decisions.approve(
                session,
                keys,
                case_id,
                version=version,
                actor=actor,
                comment=visit.field("comment"),
                ticked=_ticks(visit, session, case_id),
            )
            _refuse_unticked(visit, session, case_id)
        else:
            decisions.return_proposal(
                session,
                keys,
                case_id,
                version=version,
                actor=actor,
                comment=visit.field("comment"),
            )

    return _carry_out(visit, change)


def reveal(visit: Visit) -> Response:
    """`POST /saker/{number}/vis-fodselsnummer`: shown once, on the answer to this request."""
    case = case_page.case_of(visit)
    if case.subject is None:
        raise InputError("subject_missing", "The case is not about one person.")
    try:
        with visit.site.database.writing() as session:
            national_id = people.reveal(
                session,
                visit.site.keys,
                case.subject.subject_id,
                actor=visit.actor,
                reason=visit.field("reason"),
                case_id=case.case_id,
            )
    except InputError as error:
        key = f"reveal.{error.code}"
        trouble = Trouble(visit.t(key), "reveal-reason")
        notes = Notes(422, reveal_error=key, title="reveal.refused", troubles=(trouble,))
        return case_page.page(visit, case, notes)
    number = national_id.reveal()
    notes = Notes(revealed=f"{number[:6]} {number[6:]}")
    return case_page.page(visit, case_page.case_of(visit), notes)


def _carry_out(visit: Visit, change: Callable[[Session, str], None]) -> Response:
    """Change the case, or show it with what stopped the change.

    It is shown only then: on the way to the next case nobody reads this one again.
    """
    number = visit.request.path_params["number"]
    try:
        with visit.site.database.writing() as session:
            case = seen_case(session, queue.case_id_of(session, number), visit.actor)
            change(session, case.id)
            case_id = case.id
    except StaleVersion:
        return _conflict(visit)
    except AccessDenied as error:
        if error.code != "match_out_of_sight":
            raise
        return _conflict(visit, code=error.code)
    except InputError as error:
        if error.code in _CHANGED:
            return _conflict(visit, code=error.code)
        return _mended(visit, error)
    except ConnectorError as error:
        if error.code != "store_busy":
            raise
        return _busy(visit)
    signed = record_page.make_at_once(visit, case_id)
    here = Listing.here(visit)
    return visit.go(here.case(number, decided=number) if signed else _next(visit, number))


def _mended(visit: Visit, error: InputError) -> Response:
    """The form again, with what is wrong said where it can be mended.

    Raises:
        InputError: the error, when the form can't mend it.
    """
    if error.code == "discrepancy_unticked":
        return _unticked(visit)
    if error.code in _PLACES:
        return _refused(visit, _PLACES[error.code], f"decision.{error.code}")
    raise error


def _next(visit: Visit, number: int) -> str:
    """The next case in the list the reader came from, or the list when it is empty."""
    listing = Listing.here(visit)
    with visit.site.database.reading() as session:
        following = queue.next_case(
            session, visit.site.keys, visit.actor, listing.filters, after=number
        )
    if following is None or following == number:
        return listing.saying(decided=number)
    return listing.case(following, decided=number)


def version_of(visit: Visit) -> int:
    """The version the form was made for.

    Raises:
        InputError: `form_incomplete`: the field is missing or no number.
    """
    given = visit.field("version")
    if not (given.isascii() and given.isdigit() and len(given) < 10):  # noqa: PLR2004
        raise InputError("form_incomplete", "The form lacks the version of the case.")
    return int(given)


def _ticked(visit: Visit) -> tuple[str, ...]:
    """The discrepancies that were ticked off in the form."""
    return tuple(str(value) for value in visit.form.getlist("tick"))


def _ticks(visit: Visit, session: Session, case_id: str) -> tuple[str, ...]:
    """Those of them that the case has."""
    return ticked_off(session, visit.site.keys, case_id, _ticked(visit), beside=FIELDS)


def _refuse_unticked(visit: Visit, session: Session, case_id: str) -> None:
    """End the transaction; after the decision, so that who may not decide is told that first.

    Raises:
        InputError: `discrepancy_unticked`.
    """
    require_every(session, visit.site.keys, case_id, _ticked(visit), beside=FIELDS)


def _unticked(visit: Visit) -> Response:
    """422: discrepancies are not ticked off; each is named, and leads to its box."""
    case = case_page.case_of(visit)
    if version_of(visit) != case.version:
        return _conflict(visit, case)
    evidence, t = shown_evidence(case), visit.t
    troubles = tuple(
        Trouble(t("tick.missing", field=t.label("field", evidence[place].field)), f"tick-{place}")
        for place in missing(asked_ticks(case), _ticked(visit))
    )
    notes = Notes(422, draft=_filled_in(visit), title="conflict.invalid", troubles=troubles)
    return case_page.page(visit, case, notes)


def _refused(visit: Visit, where: str, key: str) -> Response:
    """422: something in the form is missing or wrong; what was filled in stays.

    The form that is shown goes with the case as it is now, so a change since it was read must
    be told first: mending a field is no consent to what somebody else did.
    """
    case = case_page.case_of(visit)
    if version_of(visit) != case.version:
        return _conflict(visit, case)
    draft = _filled_in(visit, **{f"{where}_error": key})
    trouble = Trouble(visit.t(key), "choices" if where == "choice" else where)
    notes = Notes(422, draft=draft, title="conflict.invalid", troubles=(trouble,))
    return case_page.page(visit, case, notes)


def _filled_in(visit: Visit, **errors: str) -> Draft:
    """What was filled in, to be shown again."""
    return Draft(
        action=visit.field("action"),
        comment=visit.field("comment"),
        until=visit.field("until"),
        amount=visit.field("amount"),
        hold=visit.field("hold_reason"),
        exempt=visit.field("exempt_reason"),
        source=visit.field("source_choice"),
        ticked=_ticked(visit),
        **errors,
    )


def _busy(visit: Visit) -> Response:
    """503: another writes for longer than anybody waits. What was filled in is there to send again.

    The form keeps the version that it was made for, so a change since is told at the next try.
    """
    case = case_page.case_of(visit)
    if version_of(visit) != case.version:
        return _conflict(visit, case)
    trouble = Trouble(visit.t("conflict.busy"), "choices")
    notes = Notes(503, draft=_filled_in(visit), troubles=(trouble,))
    return case_page.page(visit, case, notes)


def _conflict(visit: Visit, case: CaseView | None = None, *, code: str = "") -> Response:
    """409: somebody else was first. The case is read again, and the comment is kept."""
    case = case or case_page.case_of(visit)
    draft = Draft(comment=visit.field("comment"))
    if code in _PICKED:
        text = visit.t(_PICKED[code])
    elif case.holder is not None and case.holder.id != visit.actor.id:
        text = visit.t("conflict.held", who=case.holder.name)
    elif case.proposal is not None:
        text = said(visit, "conflict.proposed", case.proposal)
    elif case.decision is not None and case.status is not CaseStatus.OPEN:
        text = said(visit, "conflict.decided", case.decision)
    else:
        text = visit.t("conflict.changed")
    return case_page.page(visit, case, Notes(409, draft=draft, troubles=(Trouble(text),)))
