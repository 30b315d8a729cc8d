"""The runs: what each did, in one plain line, and whether its controls agree."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from rutine.cases.access import Sight
from rutine.cases.figures.operation import routines_that_ran
from rutine.cases.figures.plain_line import plain_line
from rutine.cases.lists.small_counts import is_control_hidden, is_hidden
from rutine.cases.reports import uploads
from rutine.cases.runs import (
    ATTENDED,
    TAKEN_BACK,
    Control,
    RunState,
    RunSummary,
    RunView,
    page_of_runs,
)
from rutine.core.periods import Period
from rutine.review import wording
from rutine.review.catalogue import Catalogue
from rutine.review.lists.pages import pages_of
from rutine.review.operation.runs_asked import RunsAsked, run_alone
from rutine.review.visit import Visit

_COLORS = {
    RunState.RUNNING: "info",
    RunState.CLEAN: "success",
    RunState.CASES: "warning",
    RunState.FAILED: "danger",
}
_MARKS = {"ok": "✓", "failed": "✗", "not_possible": "?", TAKEN_BACK: "↩"}
_KRONER = "ore"
_MOST = 10
"""Controls of a kind that are shown of each run in the list: a run of many files has hundreds."""
_LEDGER = ("a7_income", "a7_payroll", "a7_debtor", "a7_interim")
_VERDICTS = {
    "ok": "runs.ok",
    "failed": "runs.not_ok",
    "not_possible": "runs.not_possible",
    TAKEN_BACK: "runs.taken_back",
}


@dataclass(frozen=True, slots=True)
class ControlLine:
    """One control in words."""

    label: str
    expected: str
    found: str
    mark: str
    verdict: str
    failed: bool


@dataclass(frozen=True, slots=True)
class RunCard:
    """One run in words; `controls` are those that do not agree, or tell something; the rest agree.

    `report` is the address of the page that it left; empty when it left none. `every` says how
    many controls there are, where there is no room for them all here; they are at `alone`.
    """

    run_id: str
    title: str
    state: str
    color: str
    when: str
    line: str
    late: str
    controls: list[ControlLine]
    agreeing: list[ControlLine]
    agreeing_title: str
    every: str
    alone: str
    report: str


def show(visit: Visit) -> Response:
    """`GET /kjoringer`. One who sees some units only sees no kroner of them all."""
    asked = RunsAsked.of(visit.request.query_params)
    with visit.site.database.reading() as session:
        found = page_of_runs(session, asked.filter, page=asked.page)
        routines = routines_that_ran(session, by_people=True)
    most = None if asked.number else _MOST
    cards = [_card(visit, run, most) for run in found.runs]
    may_upload = visit.actor.may(uploads.UPLOADS)
    return visit.render(
        "runs.html",
        section="runs",
        runs=cards,
        asked=asked,
        routines=[(name, visit.routine_name(name)) for name in routines],
        employer=visit.site.watch.employer(asked.employer),
        pages=pages_of(found.page, found.pages, lambda page: asked.at(page).address),
        may_upload=may_upload,
        own_units=visit.actor.units is not None,
    )


def _card(visit: Visit, run: RunView, most: int | None) -> RunCard:
    t = visit.t
    title = visit.routine_name(run.routine)
    if run.period is not None:
        title = f"{title}, {_period(t, run.period)}"
    if len(visit.site.watch.names) > 1:
        title = f"{title}, {visit.site.watch.employer(run.employer.value)}"
    start = wording.moment(t, run.started_at)
    every = Sight.FOLLOW_UP in visit.actor.sights
    controls = sorted(_shown(run.summary, every_count=every), key=_in_ledger_order)
    whole = visit.actor.units is None
    agreeing = [each for each in controls if each.status == "ok"]
    others = [each for each in controls if each.status != "ok"]
    left_out = len(controls) - len(agreeing[:most]) - len(others[:most])
    return RunCard(
        run_id=run.run_id,
        title=title,
        state=t(f"runs.{run.state.value}"),
        color=_COLORS[run.state],
        when=t("runs.started", start=start)
        if run.finished_at is None
        else t(
            "runs.when",
            start=start,
            duration=wording.duration(t, run.finished_at - run.started_at),
        ),
        line=_line(t, run, every_count=every),
        late=_late(t, run.summary, every_count=every) if run.summary else "",
        controls=[_control(t, each, whole=whole) for each in others[:most]],
        agreeing=[_control(t, each, whole=whole) for each in agreeing[:most]],
        agreeing_title=t.counted("runs.agreeing", len(agreeing)),
        every=t("runs.every_control", count=len(controls)) if left_out else "",
        alone=run_alone(run.number),
        report=f"/kjoringer/{run.number}/rapport"
        if whole and visit.site.report(run.run_id)
        else "",
    )


def _shown(run: RunSummary | None, *, every_count: bool) -> list[Control]:
    """The controls that the viewer may see: all, or those that tell no low count of the ill."""
    if run is None:
        return []
    return [each for each in run.controls if every_count or not is_control_hidden(run, each)]


def _line(t: Catalogue, run: RunView, *, every_count: bool) -> str:
    """What came of a run; one that only took in a report settles nothing itself."""
    if run.summary is None:
        return ""
    if run.routine == uploads.ROUTINE and run.state is RunState.CLEAN:
        return t("runs.uploaded" if run.summary.files else "runs.uploaded_known")
    if run.routine == ATTENDED and run.state is RunState.CLEAN:
        return t("runs.attended" if run.summary.files else "runs.attended_nothing")
    return said(t, run.summary, every_count=every_count)


def _in_ledger_order(control: Control) -> int:
    """DFØ's four controls stand last, from Ax-A to Ax-D; the others as the run has them."""
    return _LEDGER.index(control.name) if control.name in _LEDGER else -1


def said(t: Catalogue, run: RunSummary, *, every_count: bool = False) -> str:
    """The run's plain line, as the command line says it; of a failed run, why it stopped."""
    if run.state is RunState.FAILED:
        line = t.label("stop", run.reason or "")
    else:
        line = plain_line(run, t.language.value, every_count=every_count)
    return f"{line[0].upper()}{line[1:]}."


def _late(t: Catalogue, run: RunSummary, *, every_count: bool) -> str:
    """How many cases were past their deadline, and when the next one is."""
    late = sum(each.late for each in run.deadlines)
    if not every_count and is_hidden(run, max(late, 1)):
        return ""
    ahead = [each.next for each in run.deadlines if each.next is not None]
    said = [
        *([t.counted("runs.late", late)] if late else []),
        *([t("runs.next_deadline", day=wording.day(min(ahead)))] if ahead else []),
    ]
    return " ".join(said)


def _period(t: Catalogue, period: Period) -> str:
    """`oktober 2026` for a whole month, otherwise both days."""
    if period == Period.month(f"{period.first:%Y-%m}"):
        return f"{t(f'month.{period.first.month}')} {period.first.year}"
    return f"{wording.day(period.first)}–{wording.day(period.last)}"


def _control(t: Catalogue, control: Control, *, whole: bool) -> ControlLine:
    """The control in words; its kroner only for one who sees the whole of what they sum up."""
    shown = whole or control.kind != _KRONER
    label = t.label("field", control.name)
    about = (control.label or "").removeprefix("report ")
    if control.name == "list_rows":
        record, _, number = about.rpartition(" ")
        label, about = t("runs.list", list=t.label("shape_record", record), number=number), ""
    return ControlLine(
        label=f"{label} ({t('runs.report', report=about)})" if about else label,
        expected=wording.value(t, control.kind, control.expected) if shown else t("unit.none"),
        found=wording.value(t, control.kind, control.found) if shown else t("unit.none"),
        mark=_MARKS[control.status],
        verdict=t(_VERDICTS[control.status]),
        failed=control.status == "failed",
    )
