"""One case on one screen: what differs, what it means, what to do, and the proof."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from sqlalchemy.orm import Session
from starlette.responses import Response

from rutine.cases.deciding.matching_by_hand import Proposed, proposed_match
from rutine.cases.deciding.picking import locked_by
from rutine.cases.deciding.similar import MOST, count_similar
from rutine.cases.kinds import SHAPES
from rutine.cases.lists import queue
from rutine.cases.reports.money_in import money_in
from rutine.cases.views import CaseView, QueueRow
from rutine.core.reason_texts import benefit_name, reason_text, role_name
from rutine.core.reasons import REASONS, Role
from rutine.review import wording
from rutine.review.case.asked_back import Unmatch, unmatch_form
from rutine.review.case.background import background
from rutine.review.case.case_history import history
from rutine.review.case.case_rows import rows_of_side
from rutine.review.case.comparison import (
    days_in_question,
    expected_amount,
    expected_side,
    side_by_side,
)
from rutine.review.case.deadline import left, own, rule
from rutine.review.case.decided import Toast, find_case, find_restricted, just_decided
from rutine.review.case.decision_form import Draft, decision_form
from rutine.review.case.holds import hold_name
from rutine.review.case.money import ReportMoney, report_money
from rutine.review.case.nearest_rows import nearest_rows
from rutine.review.case.news import news
from rutine.review.case.record_card import record_card
from rutine.review.case.same_person_page import OtherLine, others_of
from rutine.review.case.shape_case import shape_case, side_titles
from rutine.review.case.spell_calendar import spell_calendar
from rutine.review.case.suggestion import suggestion
from rutine.review.catalogue import Catalogue
from rutine.review.lists.listing import Listing
from rutine.review.lists.picked_lines import sides_of
from rutine.review.masking import MASK
from rutine.review.visit import Visit

_SIDES = {
    "group": ("case.claimed", "case.paid"),
    "arrival": ("case.money", "case.report"),
}
"""Keys of what the two sides of the evidence are called, by kind of case."""

_CONTROL_SIDES = ("runs.expected", "runs.found")
_REFERENCES = {
    "fetch": "case.reference_fetch",
    "arrival": "case.reference_arrival",
    "group": "case.reference_claim",
}
MAX_REFERENCE = 24
"""Characters shown of a reference: a whole report id, the beginning of a hash."""


DONE = ("losnet", "spurt")
"""What an address may say was done to the settlement: taken back, or asked for."""


@dataclass(frozen=True, slots=True, repr=False)
class Trouble:
    """Why a form was not taken, and where on the page to mend it."""

    text: str
    target: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Notes:
    """What a page says beyond the case itself, after a form was posted.

    Attributes:
        revealed: the national id, after it was asked for with a reason.
        reveal_error: key of what is wrong with the reason.
        draft: what the reader had filled in.
        remark, remark_error: what the reader had written beside it, and key of what is wrong.
        unmatch: the reason given for taking the settlement back.
        title: key of the heading over the troubles.
    """

    status: int = 200
    revealed: str = ""
    reveal_error: str = ""
    draft: Draft = field(default_factory=Draft)
    remark: str = ""
    remark_error: str = ""
    unmatch: str = ""
    title: str = "conflict.title"
    troubles: tuple[Trouble, ...] = ()


def show(visit: Visit) -> Response:
    """`GET /saker/{number}`. Of a restricted case only that it is one: see `look`."""
    site, number = visit.site, visit.request.path_params["number"]
    with site.database.reading() as session:
        case_id = queue.case_id_of(session, number)
        row = queue.restricted_row(session, case_id, visit.actor)
        if row is not None:
            return _closed_page(visit, session, row)
        case = queue.case_view(session, site.keys, case_id, visit.actor, limits=site.limits)
        beside = _beside(visit, session, case)
    return _page(visit, case, beside, Notes())


def look(visit: Visit) -> Response:
    """`POST /saker/{number}/apne`: a restricted case, once the look stands in the trail."""
    return page(visit, case_of(visit))


def case_of(visit: Visit) -> CaseView:
    """The case in the address, as the visitor may see it; a look at a restricted one is logged.

    For what was posted: opening an address shows no restricted case.

    Raises:
        InputError: `case_missing`.
    """
    site, number = visit.site, visit.request.path_params["number"]
    with site.database.reading() as session:
        if not find_restricted(visit, session, number):
            return find_case(visit, session, number)
    with site.database.writing() as session:
        case_id = queue.case_id_of(session, number)
        return queue.look(session, site.keys, case_id, visit.actor, limits=site.limits)


def _closed_page(visit: Visit, session: Session, row: QueueRow) -> Response:
    """What is said of a restricted case before somebody asks to look at it."""
    listing, t = Listing.here(visit), visit.t
    text = reason_text(row.reason, t.language)
    return visit.render(
        "restricted.html",
        section="queue",
        decided=just_decided(visit, session),
        row=row,
        text=text,
        age=wording.age(t, row.found_at, visit.site.today()),
        deadline=left(visit, row.due, row.status),
        list_href=listing.address,
        case_href=listing.case(row.number),
        look_href=listing.step(row.number, "apne"),
    )


@dataclass(frozen=True, slots=True, repr=False)
class _Beside:
    """What stands beside a case: the list it is in, and what else the store knows of it."""

    following: int | None
    decided: Toast | None
    others: list[OtherLine]
    alike: int
    money: list[ReportMoney]
    match: Proposed | None
    locked: int | None
    unmatch: Unmatch | None


def _beside(visit: Visit, session: Session, case: CaseView) -> _Beside:
    keys, actor, filters = visit.site.keys, visit.actor, Listing.here(visit).filters
    return _Beside(
        following=queue.next_case(session, keys, actor, filters, after=case.number),
        others=others_of(visit, session, case.case_id),
        alike=count_similar(session, case.case_id, actor) if case.permitted else 0,
        money=report_money(visit.t, money_in(session, case.case_id, actor)),
        decided=just_decided(visit, session),
        match=proposed_match(session, keys, case.case_id, actor),
        locked=locked_by(session, case.case_id),
        unmatch=unmatch_form(visit, session, case),
    )


def page(visit: Visit, case: CaseView, notes: Notes | None = None) -> Response:
    """The page of a case."""
    with visit.site.database.reading() as session:
        beside = _beside(visit, session, case)
    return _page(visit, case, beside, notes or Notes())


def _page(visit: Visit, case: CaseView, beside: _Beside, notes: Notes) -> Response:
    site, t = visit.site, visit.t
    listing = Listing.here(visit)
    days = days_in_question(case)
    expected = expected_side(days)
    # What a shape tells of has one side, but for two lists that are held together.
    compared = case.about is None or case.about.sides is not None
    comparison = side_by_side(t, case, notes.draft.ticked, expected) if compared else []
    text = reason_text(case.reason, t.language)
    reason = REASONS.get(case.reason)
    unit_name = site.unit_name(case.sub_unit) if case.sub_unit else None
    is_group = case.kind == "group"
    reference, explained = _about(visit, case)
    shape = shape_case(visit, case)
    left_title, right_title = side_titles(t, case) or map(t, _SIDES.get(case.kind, _CONTROL_SIDES))
    return visit.render(
        "case.html",
        reference_title=t(_REFERENCES.get(case.kind, "case.reference_report")),
        status=notes.status,
        section="queue",
        decided=beside.decided,
        case=case,
        wiped=t("case.wiped", day=wording.day(case.wiped_at.date())) if case.wiped_at else "",
        text=text,
        who=role_name(reason.who if reason else Role.HR, t.language),
        age=wording.age(t, case.found_at, site.today()),
        deadline=left(visit, case.due, case.status),
        deadline_rule=rule(visit, case.reason),
        note=site.note(case.routine, case.reason),
        own_deadline=own(visit, case),
        benefit=benefit_name(case.benefit, t.language) if case.benefit else "",
        sentence=wording.sentence(t, case.kind, case.claimed, case.paid),
        direction=t(f"direction.{wording.relation(case.claimed, case.paid)}"),
        unit=unit_name or case.sub_unit or "",
        unit_number=case.sub_unit if unit_name else "",
        reference=reference,
        meaning=[explained[0], text.meaning] if explained else [text.meaning],
        action=[explained[1]] if explained else [text.action],
        national_id=notes.revealed or MASK,
        revealed=bool(notes.revealed),
        reveal_error=notes.reveal_error,
        background=background(t, case.reason, case.evidence),
        comparison=comparison,
        ticks=sum(bool(row.tick) for row in comparison),
        by_rules=bool(expected),
        expected=expected_amount(days) if days else None,
        spell=spell_calendar(t, case),
        suggestion=suggestion(t, case, comparison),
        nearest=nearest_rows(visit, case),
        others=beside.others,
        alike=_alike(t, beside.alike),
        money=beside.money,
        left_title=left_title,
        right_title=right_title,
        shape=shape,
        record=record_card(visit, case),
        routine=site.routine_title(case.routine, t.language) if shape else "",
        sides=[
            rows_of_side(visit, "claim", case.claims, case.claim_count, restricted=case.restricted),
            rows_of_side(visit, "line", case.lines, case.line_count, restricted=case.restricted),
        ]
        # The original may outlive the case, for others' sake: its line is theirs no more to read.
        if (is_group or case.claims or case.lines) and case.wiped_at is None
        else [],
        history=history(t, case, partial(hold_name, visit, case)),
        news=news(t, case.news),
        decision=decision_form(visit, case, notes.draft, beside.locked),
        match=sides_of(visit, beside.match) if beside.match else None,
        match_href=listing.step(case.number, "koble") if is_group and case.permitted else "",
        match_look_href=listing.step(case.number, "koble/summer"),
        unmatch=beside.unmatch,
        unmatch_why=notes.unmatch,
        unmatched=next((w for w in DONE if visit.request.query_params.get(w) == "1"), ""),
        errors_title=t(notes.title),
        errors=notes.troubles,
        list_href=listing.address,
        case_href=listing.case(case.number),
        next_href=listing.case(beside.following) if beside.following else "",
        reveal_href=listing.step(case.number, "vis-fodselsnummer"),
        decide_href=listing.step(case.number, "avgjor"),
        approve_href=listing.step(case.number, "godkjenning"),
        remark=notes.remark,
        remark_error=notes.remark_error,
        remark_href=listing.step(case.number, "notat"),
        similar_href=listing.step(case.number, "like"),
        earlier_href=_earlier(listing, case),
    )


def _earlier(listing: Listing, case: CaseView) -> str:
    """The page of what was settled before; only what is about money ever was."""
    is_shown = case.kind not in SHAPES and not case.restricted
    return listing.step(case.number, "tidligere") if is_shown else ""


def _alike(t: Catalogue, count: int) -> str:
    """How many are like the case; empty when none is."""
    if count >= MOST:
        return t("similar.link_most", count=MOST)
    return t.counted("similar.link", count) if count else ""


def _about(visit: Visit, case: CaseView) -> tuple[str, tuple[str, str] | None]:
    """The reference as it is shown, and what the connectors say about a fetch's reason."""
    reference = (case.reference or "").removeprefix("report ")
    if case.kind == "fetch":
        period, _, reason = reference.rpartition(" ")
        explained = visit.site.explain(reason, visit.t.language)
        if explained is not None:
            return period, explained
    return reference[:MAX_REFERENCE], None
