"""Cases like one: looked at as a list first, then decided together, each by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from rutine.cases.deciding.similar import (
    MOST,
    Chosen,
    DecidedTogether,
    SimilarCase,
    SimilarCases,
    decide_together,
    retract_together,
    similar_cases,
)
from rutine.core.differences import Action
from rutine.core.errors import InputError
from rutine.core.money import Ore
from rutine.core.reason_texts import action_text, benefit_name, reason_text
from rutine.review.case.decided import find_case, find_restricted
from rutine.review.catalogue import number as counted
from rutine.review.lists.listing import Listing
from rutine.review.visit import Visit

MOST_FIELDS: Final = MOST + 10
"""Fields of the form: every case, the decision, the comment and the form's own."""

_CHOSEN: Final = re.compile(r"(\d{1,9}):(\d{1,9})")
_ERRORS: Final = frozenset(
    {"comment_required", "comment_too_long", "comment_national_id", "action_not_permitted"}
)


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """One case of the list in words; `value` goes back with its version."""

    value: str
    href: str
    number: str
    employee: str
    unit: str
    benefit: str
    claimed: str
    paid: str
    difference: str
    chosen: bool


@dataclass(frozen=True, slots=True, repr=False)
class Choice:
    """A decision that all of them permit."""

    value: str
    label: str
    about: str
    chosen: bool


@dataclass(frozen=True, slots=True, repr=False)
class Outcome:
    """One case that was not decided, and why."""

    href: str
    number: str
    why: str


def show(visit: Visit) -> Response:
    """`GET /saker/{number}/like`: the list, with its sums; a restricted case is like no other."""
    return _page(visit)


def decide(visit: Visit) -> Response:
    """`POST /saker/{number}/like/avgjor`: decide the ticked cases, and say what became of each."""
    chosen = _chosen(visit)
    if not chosen:
        return _page(visit, "similar.none_chosen", chosen)
    action = visit.field("action")
    if action not in set(Action):
        return _page(visit, "decision.choice_missing", chosen)
    _find(visit)
    try:
        made = decide_together(
            visit.site.database,
            visit.site.keys,
            chosen,
            actor=visit.actor,
            action=Action(action),
            comment=visit.field("comment"),
            limits=visit.site.limits,
        )
    except InputError as error:
        if error.code not in _ERRORS:
            raise
        return _page(visit, f"decision.{error.code}", chosen)
    return _outcome(visit, made, Action(action))


def undo(visit: Visit) -> Response:
    """`POST /saker/{number}/like/angre`: all that was decided together is taken back, and said."""
    _find(visit)
    made = retract_together(visit.site.database, _chosen(visit), actor=visit.actor)
    t = visit.t
    return visit.render(
        "decided_together.html",
        section="queue",
        title=t("similar.undone_title"),
        action="",
        said=[t.counted("similar.undone", len(made.done))] if made.done else [],
        refused_title=t("similar.not_undone"),
        refused=_refusals(visit, made.refused, "stands"),
        undo_href="",
        changed=(),
        list_href=Listing.here(visit).address,
    )


def _find(visit: Visit) -> tuple[str, SimilarCases]:
    """The reason and the cases, of the case in the address.

    Raises:
        InputError: `case_missing`, also when the case is restricted.
    """
    number = visit.request.path_params["number"]
    with visit.site.database.reading() as session:
        if find_restricted(visit, session, number) is not None:
            raise InputError("case_missing", "A restricted case is looked at alone.")
        case = find_case(visit, session, number)
        found = similar_cases(
            session, visit.site.keys, case.case_id, visit.actor, limits=visit.site.limits
        )
    return case.reason, found


def _chosen(visit: Visit) -> list[Chosen]:
    """The ticked cases; what is no case is left out."""
    given = [_CHOSEN.fullmatch(str(value)) for value in visit.form.getlist("case")]
    found = {int(each[1]): int(each[2]) for each in given if each is not None}
    return [Chosen(number, version) for number, version in found.items()]


def _page(visit: Visit, error: str = "", chosen: Sequence[Chosen] | None = None) -> Response:
    reason, found = _find(visit)
    t, number = visit.t, visit.request.path_params["number"]
    listing = Listing.here(visit)
    # One that somebody changed since it was ticked is read again before it is ticked again.
    ticked = None if chosen is None else set(chosen)
    claimed = Ore(sum(row.claimed for row in found.rows))
    paid = Ore(sum(row.paid for row in found.rows))
    return visit.render(
        "similar.html",
        status=422 if error else 200,
        section="queue",
        number=number,
        title=reason_text(reason, t.language).title,
        rows=[_line(visit, row, ticked) for row in found.rows],
        summary=t.counted("similar.count", found.total),
        more=t("side.more", shown=counted(len(found.rows)), total=counted(found.total))
        if found.total > len(found.rows)
        else "",
        claimed=str(claimed),
        paid=str(paid),
        difference=_signed(Ore(paid - claimed)),
        choices=[_choice(visit, found, action) for action in found.permitted],
        no_choice=t("decision.approvers_only")
        if found.others_decide
        else t("similar.nothing_common"),
        comment=visit.field("comment"),
        error=error,
        target="cases" if error == "similar.none_chosen" else "",
        list_href=listing.address,
        case_href=listing.case(number),
        here_href=listing.step(number, "like"),
        post_href=listing.step(number, "like/avgjor"),
    )


def _line(visit: Visit, row: SimilarCase, ticked: set[Chosen] | None) -> Line:
    t = visit.t
    return Line(
        value=f"{row.number}:{row.version}",
        href=Listing().case(row.number),
        number=t("case.number", number=row.number),
        employee=row.employee_number or t("unit.none"),
        unit=(visit.site.unit_name(row.sub_unit) or row.sub_unit)
        if row.sub_unit
        else t("unit.none"),
        benefit=benefit_name(row.benefit, t.language) if row.benefit else t("unit.none"),
        claimed=str(row.claimed),
        paid=str(row.paid),
        difference=_signed(Ore(row.paid - row.claimed)),
        chosen=ticked is None or Chosen(row.number, row.version) in ticked,
    )


def _choice(visit: Visit, found: SimilarCases, action: Action) -> Choice:
    t = visit.t
    text = action_text(action, t.language)
    second = sum(action in row.second_person_for for row in found.rows)
    needs = [
        *([t("decision.needs_comment")] if action in found.comment_required else []),
        *([t.counted("similar.needs_second", second)] if second else []),
    ]
    about = " ".join([text.explanation, *needs])
    return Choice(action.value, text.label, about, visit.field("action") == action.value)


def _outcome(visit: Visit, made: DecidedTogether, action: Action) -> Response:
    t = visit.t
    listing = Listing.here(visit)
    label = action_text(action, t.language).label
    return visit.render(
        "decided_together.html",
        section="queue",
        title=t("similar.done"),
        said=[
            *([t.counted("similar.decided", len(made.decided))] if made.decided else []),
            *([t.counted("similar.proposed", len(made.proposed))] if made.proposed else []),
        ],
        action=label,
        refused_title=t("similar.not_decided"),
        refused=_refusals(visit, made.refused, "refused"),
        undo_href=listing.step(visit.request.path_params["number"], "like/angre"),
        changed=[f"{each.number}:{each.version}" for each in made.changed],
        list_href=listing.address,
    )


def _refusals(visit: Visit, refused: Sequence[tuple[int, str]], family: str) -> list[Outcome]:
    """Each case that stands as it was, and why, by the texts of a family."""
    t = visit.t
    return [
        Outcome(
            Listing().case(number),
            t("case.number", number=number),
            t(f"similar.{family}.{code if code in _WHY[family] else 'other'}"),
        )
        for number, code in refused
    ]


_WHY: Final = {
    "refused": frozenset(
        {
            "case_changed",
            "case_held",
            "case_in_match",
            "case_not_open",
            "case_missing",
            "role_missing",
            "rows_contested",
            "store_busy",
        }
    ),
    "stands": frozenset({"case_changed", "case_held", "decision_final", "store_busy"}),
}
"""Family of texts -> the codes that it has a sentence for."""


def _signed(amount: Ore) -> str:
    return f"+{amount}" if amount > 0 else str(amount)
