"""Matching by hand: pick rows, see what they come to, and propose that they close each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from starlette.responses import Response

from rutine.cases.deciding.matching_by_hand import (
    MOST_SHOWN,
    Preview,
    open_items,
    preview,
    propose_match,
    who_may_agree,
)
from rutine.cases.lifecycle.identity import RowKey
from rutine.cases.lists.colleagues import names_of
from rutine.cases.views import CaseView
from rutine.core.differences import Action, Side
from rutine.core.errors import InputError, StaleVersion
from rutine.core.picked_rows import sums_of
from rutine.core.reason_texts import action_text
from rutine.review import wording
from rutine.review.case import case_page
from rutine.review.case.decided import find_restricted
from rutine.review.case.deciding import version_of
from rutine.review.lists.listing import Listing
from rutine.review.lists.picked_lines import lines_of, read_picks, totals
from rutine.review.visit import Visit

LONGEST_NUMBER: Final = 24
"""Characters of an employee number that is searched for."""

SAID: Final = frozenset(
    {
        *("row_twice", "too_many", "row_missing", "row_without_amount", "case_held"),
        *("match_no_line", "match_no_claim", "match_sums_differ", "match_sums_agree"),
        *("match_no_part", "match_no_loss", "match_choice", "match_not_of_case", "match_kind"),
        *("match_nobody", "match_protected", "case_not_open", "case_in_match"),
        *("comment_required", "comment_too_long", "comment_national_id"),
    }
)
"""Refusals with a sentence of their own."""
BY_WHOM: Final = frozenset({"row_settled", "row_decided", "row_proposed"})
"""Refusals that say who was first, when, and in which case."""
_IN_COMMENT: Final = frozenset({"comment_required", "comment_too_long", "comment_national_id"})


@dataclass(frozen=True, slots=True, repr=False)
class Choice:
    """One way to close the rows, in words."""

    value: str
    label: str
    about: str
    chosen: bool


def show(visit: Visit) -> Response:
    """`GET /saker/{number}/koble`: the open rows of the person. Of a restricted case nothing.

    Raises:
        InputError: `case_missing`, also when the case is restricted: that is looked at by POST.
    """
    with visit.site.database.reading() as session:
        if find_restricted(visit, session, visit.request.path_params["number"]) is not None:
            raise InputError("case_missing", "A restricted case is looked at first.")
    return _page(visit, case_page.case_of(visit))


def count(visit: Visit) -> Response:
    """`POST /saker/{number}/koble/summer`: add up what is picked, or find another's rows.

    Nothing is stored. The only way in for a restricted case: the look stands in the trail.
    """
    case = case_page.case_of(visit)
    if "find" in visit.form or "look" in visit.form:
        return _page(visit, case)
    picks = _picks(visit, case)
    if not picks:
        return _page(visit, case, error=visit.t("match.error.nothing"))
    return _page(visit, case, counted=True)


def propose(visit: Visit) -> Response:
    """`POST /saker/{number}/koble/foresla`: propose the match as it was looked at."""
    case = case_page.case_of(visit)
    chosen = visit.field("action")
    if chosen not in set(Action):
        return _page(visit, case, counted=True, error=visit.t("decision.choice_missing"))
    try:
        with visit.site.database.writing() as session:
            propose_match(
                session,
                visit.site.keys,
                case.case_id,
                _picks(visit, case),
                version=version_of(visit),
                seal=visit.field("seal"),
                actor=visit.actor,
                action=Action(chosen),
                comment=visit.field("comment"),
                limits=visit.site.limits,
            )
    except StaleVersion:
        changed = case_page.case_of(visit)
        return _page(visit, changed, counted=True, status=409, error=visit.t("match.error.changed"))
    except InputError as error:
        return _page(
            visit,
            case,
            counted=True,
            error=_sentence(visit, error),
            target="comment" if error.code in _IN_COMMENT else "",
        )
    return visit.go(Listing.here(visit).case(case.number, decided=case.number))


def _page(
    visit: Visit,
    case: CaseView,
    *,
    counted: bool = False,
    status: int = 422,
    error: str = "",
    target: str = "",
) -> Response:
    site, t = visit.site, visit.t
    picks = _picks(visit, case)
    number = visit.field("employee")[:LONGEST_NUMBER]
    seen: Preview | None = None
    with site.database.reading() as session:
        found = open_items(
            *(session, site.keys, case.case_id, visit.actor), employee_number=number, picked=picks
        )
        if counted and picks:
            try:
                seen = preview(session, site.keys, case.case_id, picks, actor=visit.actor)
            except InputError as refused:
                error = error or _sentence(visit, refused)
        agree = who_may_agree(session, case.case_id, visit.actor)
    if seen is not None and not seen.fitting and not error:
        error = t("match.error.nothing_fits")
    listing, items = Listing.here(visit), found.items
    return visit.render(
        "matching.html",
        status=status if error else 200,
        section="queue",
        case=case,
        error=error,
        target=target or ("sums" if error else ""),
        lines=lines_of(visit, [each for each in items if each.row.ref.side is Side.LINE], picks),
        claims=lines_of(visit, [each for each in items if each.row.ref.side is Side.CLAIM], picks),
        employee=number,
        more=t("match.more", count=MOST_SHOWN) if found.more else "",
        found_none=bool(number) and not any(each.others for each in items),
        totals=totals(seen.sums if seen else sums_of(())),
        counted=seen is not None,
        across=seen.across if seen else False,
        choices=[_choice(visit, action) for action in seen.fitting] if seen else [],
        seal=seen.seal if seen else "",
        comment=visit.field("comment"),
        comment_error=error if target == "comment" else "",
        approvers=", ".join(agree),
        list_href=listing.address,
        case_href=listing.case(case.number),
        here_href=listing.case(case.number)
        if case.restricted
        else listing.step(case.number, "koble"),
        count_href=listing.step(case.number, "koble/summer"),
        propose_href=listing.step(case.number, "koble/foresla"),
    )


def _choice(visit: Visit, action: Action) -> Choice:
    text = action_text(action, visit.t.language)
    # Where the sums agree there is nothing to choose; where a difference goes is never chosen for
    # anybody.
    chosen = action is Action.MATCH_BY_HAND or visit.field("action") == action.value
    return Choice(action.value, text.label, text.explanation, chosen)


def _picks(visit: Visit, case: CaseView) -> list[RowKey]:
    return read_picks(visit.form.getlist("row"), case.employer.value)


def _sentence(visit: Visit, error: InputError) -> str:
    """What stops it, and who was first where somebody was.

    Raises:
        InputError: the error, when it has no sentence.
    """
    t, told, number = visit.t, error.details, visit.request.path_params["number"]
    if error.code in SAID:
        return t(f"match.error.{error.code}", case=told.get("case", number))
    if error.code not in BY_WHOM:
        raise error
    by, at = told.get("by"), told.get("at")
    with visit.site.database.reading() as session:
        names = names_of(session, [by if isinstance(by, str) else None])
    who = names.get(str(by), t("history.robot"))
    when = wording.moment(t, datetime.fromisoformat(at)) if isinstance(at, str) else ""
    return t(f"match.error.{error.code}", who=who, when=when, case=told.get("case", ""))
