"""What the program settled by itself, to look over and to take back."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from rutine.cases.settling.settled_list import SettledView, settled_by_program
from rutine.cases.settling.undoing import undo as undo_settlement
from rutine.cases.views import DecisionState
from rutine.core.errors import InputError
from rutine.core.reason_texts import benefit_name, reason_text
from rutine.review import wording
from rutine.review.case.asked_back import requests
from rutine.review.lists.listing import page_number
from rutine.review.visit import Visit

ADDRESS = "/saker/gjort-opp"
DONE = ("angret", "spurt", "star")
"""What an address may say was done: taken back, asked for, or let stand."""
MENDABLE = frozenset({"reason_required", "comment_too_long", "comment_national_id"})
GONE = frozenset({"settlement_missing", "settlement_undone", "undo_proposed", "claim_gone_on"})


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """One settlement in words; `error` is the key of what is wrong with the reason given."""

    settlement_id: str
    when: str
    why: str
    benefit: str
    name: str
    unit: str
    unit_number: str
    claimed: str
    paid: str
    may_undo: bool
    error: str


def show(visit: Visit) -> Response:
    """`GET /saker/gjort-opp`."""
    return page(visit)


def undo(visit: Visit) -> Response:
    """`POST /saker/gjort-opp/angre`: take one settlement back, with a reason, or ask for it."""
    settlement_id = visit.field("settlement")
    try:
        with visit.site.database.writing() as session:
            state = undo_settlement(
                session,
                visit.site.keys,
                settlement_id,
                actor=visit.actor,
                why=visit.field("why"),
                limits=visit.site.limits,
            )
    except InputError as error:
        if error.code in MENDABLE:
            return page(visit, wrong=settlement_id, error=f"settled.error.{error.code}")
        if error.code in GONE:
            return page(visit, trouble=f"settled.error.{error.code}")
        raise
    done = "angret" if state is DecisionState.EFFECTIVE else "spurt"
    return visit.go(f"{ADDRESS}?{done}=1")


def page(
    visit: Visit, *, wrong: str = "", unanswered: str = "", error: str = "", trouble: str = ""
) -> Response:
    """The list, with what waits for another person above it, and what was wrong with a form."""
    site, t = visit.site, visit.t
    given = visit.request.query_params
    with site.database.reading() as session:
        found = settled_by_program(
            session, site.keys, visit.actor, page=page_number(given.get("page", ""))
        )
    return visit.render(
        "settled.html",
        status=409 if trouble else 422 if error else 200,
        section="queue",
        rows=[_row(visit, row, error if row.settlement_id == wrong else "") for row in found.rows],
        done="" if error or trouble else next((w for w in DONE if given.get(w) == "1"), ""),
        requests=requests(visit, unanswered, error),
        answer_href=f"{ADDRESS}/svar",
        why=visit.field("why"),
        trouble=t(trouble) if trouble else "",
        undo_href=f"{ADDRESS}/angre",
        previous=f"{ADDRESS}?page={found.page - 1}" if found.page > 1 else "",
        next=f"{ADDRESS}?page={found.page + 1}" if found.has_more else "",
    )


def _row(visit: Visit, row: SettledView, error: str) -> Row:
    t = visit.t
    unit_name = visit.site.unit_name(row.sub_unit)
    return Row(
        settlement_id=row.settlement_id,
        when=wording.moment(t, row.settled_at),
        why=reason_text(row.reason, t.language).title,
        benefit=benefit_name(row.benefit, t.language) if row.benefit else "",
        name=row.name or t("case.unknown"),
        unit=unit_name or row.sub_unit,
        unit_number=row.sub_unit if unit_name else "",
        claimed=str(row.claimed),
        paid=str(row.paid),
        may_undo=row.may_undo,
        error=error,
    )
