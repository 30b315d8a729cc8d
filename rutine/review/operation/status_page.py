"""How it goes, in plain words: what ran, what has not come, what waits, and what has stopped.

Green is said only when it is proven (`cases.figures.operation`); whatever is not known is said as
such.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.responses import Response

from rutine.cases.access import APPROVES, SEES_CASES
from rutine.cases.backup.standing import BackupStanding, backup_standing
from rutine.cases.figures.operation import (
    RoutineStanding,
    Standing,
    routine_standings,
    unseen_reasons,
)
from rutine.cases.figures.standstill import Standstill, standstill
from rutine.cases.lists.queue import how_many
from rutine.cases.newest_runs import Pair
from rutine.cases.reports import uploads
from rutine.cases.retention.plans import WaitingPlan, confirm, waiting_plan
from rutine.cases.runs import RunState, RunSummary, runs_numbered
from rutine.cases.views import CaseStatus, Filters
from rutine.core import clock
from rutine.review import wording
from rutine.review.catalogue import Catalogue
from rutine.review.operation.runs_asked import runs_of
from rutine.review.operation.runs_page import said
from rutine.review.operation.shown_standings import shown_of
from rutine.review.visit import Visit

_COLORS = {
    Standing.WELL: "success",
    Standing.GOING_ON: "info",
    Standing.NEVER: "warning",
    Standing.NO_LISTS: "warning",
    Standing.UNSEEN: "warning",
    Standing.CONTROLS: "warning",
    Standing.STUCK: "danger",
    Standing.FAILED: "danger",
    Standing.SILENT: "danger",
}
_FINE = frozenset({Standing.WELL, Standing.GOING_ON})
"""Nobody has to do anything."""

_STOPPED = frozenset({Standing.STUCK, Standing.FAILED, Standing.SILENT})
_OVERALL = {"well": "success", "look": "warning", "stopped": "danger", "unknown": "warning"}


@dataclass(frozen=True, slots=True)
class StandingCard:
    """One routine for one employer, in words; `runs` is the address of its runs, if it has any."""

    title: str
    state: str
    color: str
    sentences: Sequence[str]
    todo: str
    runs: str


@dataclass(frozen=True, slots=True)
class Deletion:
    """What is due for deletion, and waits for a person or for the job."""

    plan: str
    lead: str
    counts: Sequence[str]
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """Cases that wait, and where they are."""

    said: str
    href: str


def show(visit: Visit) -> Response:
    """`GET /status`."""
    now, on_watch = clock.now(), visit.site.watch
    with visit.site.database.reading() as session:
        standings = routine_standings(session, on_watch.plan(), now, on_watch.patience)
        still = standstill(session, now, on_watch.patience.stuck)
        shown = shown_of(visit, standings)
        unseen = any(each.standing is Standing.UNSEEN for each in shown.standings)
        reasons = unseen_reasons(session) if unseen else {}
        ran = runs_numbered(session, [e.run.number for e in shown.standings if e.run is not None])
        told = {each.number: each.summary for each in ran}
        cards = [_card(visit, each, told, reasons) for each in shown.standings]
        waiting = _waiting(visit, session) if visit.actor.may(SEES_CASES) else None
        backup = backup_standing(session, now)
        deletion = waiting_plan(session)
    lacks_backup = backup.made_at is None or backup.is_old
    # In practice nobody's data is lost.
    counts = lacks_backup and visit.site.database.mode != "practice"
    overall = overall_of(standings, still, lacks_backup=counts)
    return visit.render(
        "status.html",
        section="runs",
        overall=overall,
        overall_color=_OVERALL[overall],
        cards=cards,
        shown=shown,
        waiting=waiting,
        missing=_missing(visit, still),
        stopped=_stopped(visit.t, still),
        backup=_backup(visit.t, backup),
        lacks_backup=lacks_backup,
        deletion=_deletion(visit.t, deletion) if deletion is not None else None,
        confirms=visit.actor.may(APPROVES) and visit.actor.sees(None),
        at=wording.moment(visit.t, now),
        may_upload=visit.actor.may(uploads.UPLOADS),
    )


def confirm_deletion(visit: Visit) -> Response:
    """`POST /status/sletting`: what was read is agreed to, and nothing that became due since.

    Raises:
        InputError: `retention_plan_gone`.
    """
    with visit.site.database.writing() as session:
        confirm(session, visit.field("plan"), actor=visit.actor)
    return visit.go("/status")


def overall_of(
    standings: Sequence[RoutineStanding], still: Standstill, *, lacks_backup: bool = False
) -> str:
    """The page's one word. `well` is never said of what has not run, or has no backup."""
    found = {each.standing for each in standings}
    if found & _STOPPED or still.stuck or not still.is_delivered:
        return "stopped"
    if not found:
        return "unknown"
    return "well" if found == {Standing.WELL} and not lacks_backup else "look"


def _card(
    visit: Visit,
    each: RoutineStanding,
    told: Mapping[int, RunSummary | None],
    reasons: Mapping[Pair, str],
) -> StandingCard:
    t, planned, run = visit.t, each.planned, each.run
    routine = visit.routine_name(planned.routine)
    sentences: list[str] = []
    if run is not None:
        sentences.append(t("operation.began", start=wording.moment(t, run.started_at)))
        summary = told.get(run.number)
        if summary is not None and run.state is not RunState.RUNNING:
            sentences.append(said(t, summary))
    sentences += _times(t, each)
    todo = t(f"operation.todo.{each.standing.value}") if each.standing not in _FINE else ""
    if each.standing is Standing.UNSEEN:
        reason = reasons.get((planned.routine, planned.employer.value))
        explained = visit.site.explain(reason, t.language) if reason else None
        if explained is not None:
            sentences.append(explained[0])
            todo = explained[1]
    return StandingCard(
        title=f"{routine}, {planned.name}",
        state=t(f"operation.standing.{each.standing.value}"),
        color=_COLORS[each.standing],
        sentences=sentences,
        todo=todo,
        runs=runs_of(planned.routine, planned.employer.value) if run is not None else "",
    )


def _times(t: Catalogue, each: RoutineStanding) -> list[str]:
    """Since when it has not seen everything, and when it was and is due."""
    said: list[str] = []
    if each.since is not None:
        said.append(t("operation.unseen_since", start=wording.moment(t, each.since)))
    if each.standing is not Standing.WELL and each.proven is not None:
        said.append(t("operation.proven", start=wording.moment(t, each.proven)))
    if each.standing in {Standing.SILENT, Standing.NEVER} and each.planned.due is not None:
        said.append(t("operation.due", start=wording.moment(t, each.planned.due)))
    if each.planned.next is not None:
        said.append(t("operation.next", start=wording.moment(t, each.planned.next)))
    elif each.planned.due is None:
        said.append(t("operation.no_calendar"))
    return said


def _waiting(visit: Visit, session: Session) -> list[Waiting]:
    """The reader's own lists, as they stand in the queue: only what the reader may see counts."""
    t, actor = visit.t, visit.actor
    lists = (
        ("open", Filters(status=CaseStatus.OPEN), "/saker"),
        ("mine", Filters(status=None, undecided=True, assignee=actor.id), "/saker?status=mine"),
        ("approval", Filters(status=CaseStatus.APPROVAL), "/saker?status=approval"),
    )
    return [
        Waiting(t.counted(f"operation.waiting.{name}", how_many(session, actor, within)), href)
        for name, within, href in lists
    ]


def _missing(visit: Visit, still: Standstill) -> str:
    """Money without a report, or a month without one: of the employer, so not of some units."""
    if not still.missing or not visit.actor.may(SEES_CASES) or visit.actor.units is not None:
        return ""
    return visit.t.counted("operation.missing", still.missing)


def _stopped(t: Catalogue, still: Standstill) -> list[str]:
    """What IT must look at, each in one sentence."""
    return [
        *([t.counted("operation.stuck", len(still.stuck))] if still.stuck else []),
        *([t.counted("operation.files", still.files)] if still.files else []),
        *([t.counted("operation.postings", still.postings)] if still.postings else []),
    ]


def _backup(t: Catalogue, standing: BackupStanding) -> str:
    if standing.made_at is None:
        return t("operation.backup_never")
    key = "operation.backup_old" if standing.is_old else "operation.backup_made"
    return t(key, at=wording.moment(t, standing.made_at))


def _deletion(t: Catalogue, waits: WaitingPlan) -> Deletion:
    confirmed = waits.confirmed_at is not None
    key = "operation.deletion_agreed" if confirmed else "operation.deletion_lead"
    return Deletion(
        plan=waits.id,
        lead=t(key, day=wording.day(waits.day)),
        counts=[
            t.counted(f"operation.deletion.{kind.value}", count)
            for kind, count in waits.counts.items()
        ],
        confirmed=confirmed,
    )
