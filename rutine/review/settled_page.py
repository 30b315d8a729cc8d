"""What the program settled by itself, to look over and to take back."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from rutine.cases.settled_list import SettledView, settled_by_program
from rutine.cases.undoing import undo as undo_settlement
from rutine.core.errors import InputError
from rutine.core.reason_texts import benefit_name, reason_text
from rutine.review import wording
from rutine.review.listing import page_number
from rutine.review.visit import Visit

ADDRESS = "/saker/gjort-opp"
MENDABLE = frozenset({"reason_required", "comment_too_long", "comment_national_id"})
GONE = frozenset({"settlement_missing", "settlement_undone"})


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
    return _page(visit)


def undo(visit: Visit) -> Response:
    """`POST /saker/gjort-opp/angre`: one settlement is taken back, with a reason."""
    settlement_id = visit.field("settlement")
    try:
        with visit.site.database.writing() as session:
            undo_settlement(
                session,
                visit.site.keys,
                settlement_id,
                actor=visit.actor,
                why=visit.field("why"),
            )
    except InputError as error:
        if error.code in MENDABLE:
            return _page(visit, wrong=settlement_id, error=f"settled.error.{error.code}")
        if error.code in GONE:
            return _page(visit, trouble=f"settled.error.{error.code}")
        raise
    return visit.go(f"{ADDRESS}?angret=1")


def _page(visit: Visit, *, wrong: str = "", error: str = "", trouble: str = "") -> Response:
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
        undone=given.get("angret") == "1" and not (error or trouble),
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
