"""Do in another store what people and runs did in the real one, in the same order.

A decision is carried out where the same case arises: the same evidence, by the same keyed hash
that the person decided on. Where it does not arise, or is no longer to be decided, nothing is
done, and it is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.access import Actor, UserRole
from rutine.cases.books.period_closing import close_period
from rutine.cases.deciding.control import STRICT, Limits
from rutine.cases.deciding.decisions import approve, decide, return_proposal
from rutine.cases.deciding.matching_by_hand import preview, propose_match
from rutine.cases.deciding.retracting import retract
from rutine.cases.figures.plain_line import INCONCLUSIVE
from rutine.cases.lifecycle.identity import RowKey, row_key
from rutine.cases.reports.giving_way import GAVE_WAY, give_way
from rutine.cases.reports.ledger import add_report, entries_of, reports_that_came
from rutine.cases.runs import RunState, RunSummary, finish_run, open_run
from rutine.cases.settling.undoing import undo
from rutine.cases.tables import Case, Report, Run, SettledRow, Settlement
from rutine.cases.views import DecisionState, HoldReason
from rutine.connectors.fetching import FetchState
from rutine.core import clock
from rutine.core.errors import RutineError
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.installation import Installation
from rutine.steps.read import label
from rutine.steps.rehearsed import GivenRun, Rehearsed, rehearse
from rutine.steps.scope import ROUTINE, load_rules
from rutine.steps.simulation.history import Event, History, PastDecision, PastRun

_NO_LIMIT: Final = Ore(10**15)
_FREE: Final = Limits(_NO_LIMIT, _NO_LIMIT, _NO_LIMIT, _NO_LIMIT)
GIVEN_AGAIN: Final = "report_given_again"
"""What `Replay.files` calls a file that came once more with `--report`."""
_WORD: Final = "avspilt"
"""Stands for what people wrote: their words are about somebody, and are not needed here."""


@dataclass(frozen=True, eq=False, slots=True)
class Done:
    """A run that was made, as it went when it was done over again."""

    was: PastRun
    run_number: int
    rehearsed: Rehearsed


@dataclass(slots=True)
class Replay:
    """Goes through the history, event by event.

    Attributes:
        history: what happened.
        place_of: the installation with the rules that a run is to have; all have one store.
        hear: told of each run that settled, when it is done.
        carried_out: decisions that found their case.
        without_case: decisions and the like that did not.
        files: the trail's word, or `GIVEN_AGAIN` -> how many files went another way: those that
            gave way then and do not now, and those that a person gave once more and that nothing
            had refused.
    """

    history: History
    place_of: Callable[[PastRun | None], Installation]
    hear: Callable[[Done], None]
    carried_out: int = 0
    without_case: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    _made: dict[str, str] = field(default_factory=dict)

    def go(self) -> None:
        """Do everything over again.

        Raises:
            InputError: what a run of the changed rules itself raises.
        """
        for event in self.history.events:
            run = self.history.runs.get(event.ref)
            if run is not None:
                self._run(event, run)
            elif event.what == GAVE_WAY:
                self._give_way(event)
            elif event.what not in {"run_started", "run_finished"}:
                self._person(event)

    def _run(self, event: Event, run: PastRun) -> None:
        ends = event.what == "run_finished"
        if run.settles and ends:
            self.hear(self._settle(run, event.at))
        elif not run.settles and (ends or run.finished is None):
            self._take_in(run, event.at)

    def _settle(self, run: PastRun, finished: datetime) -> Done:
        place = self.place_of(run)
        self._count_again(place, run)
        inconclusive = run.summary is not None and run.summary.reason == INCONCLUSIVE
        state = FetchState.NEW if run.came.reports else FetchState.NOTHING_NEW_PROVEN
        given = GivenRun(
            employer=self.history.employer,
            month=run.month,
            reports=run.came.reports,
            inputs=run.inputs or {},
            started=run.started,
            finished=finished,
            fetched=FetchState.INCONCLUSIVE if inconclusive else state,
        )
        rehearsed = rehearse(place, given)
        with place.database.reading() as session:
            number = session.scalar(select(Run.number).where(Run.id == rehearsed.scope.run_id))
        assert number is not None  # noqa: S101 - it was made just now
        return Done(run, number, rehearsed)

    def _take_in(self, run: PastRun, at: datetime) -> None:
        """A run that only took in reports, or failed on the way: the reports came all the same."""
        place = self.place_of(run)
        self._count_again(place, run)
        with clock.stopped_at(at), place.database.writing() as session:
            employer, month = self.history.employer, Period.month(run.month)
            run_id = open_run(session, run.routine, employer, month, {})
            for facts in run.came.reports:
                add_report(session, run_id, facts)
            if run.finished is not None and run.state is not RunState.RUNNING:
                finish_run(
                    session, run_id, RunSummary(state=run.state, files=len(run.came.reports))
                )

    def _count_again(self, place: Installation, run: PastRun) -> None:
        """Count the files that are given once more, and that count here already."""
        if not run.came.again:
            return
        with place.database.reading() as session:
            known = {each.sha256 for each, _ in reports_that_came(session, self.history.employer)}
        self.files[GIVEN_AGAIN] += len(run.came.again & known)

    def _give_way(self, event: Event) -> None:
        """A file was cut short, as the run that brings the whole report found on its way."""
        place = self.place_of(None)
        with clock.stopped_at(event.at), place.database.writing() as session:
            reports = session.scalars(
                select(Report).where(
                    Report.employer == self.history.employer.value, Report.sha256 == event.ref
                )
            ).all()
            gave_way = [
                give_way(
                    *(session, place.keys, entry),
                    run_id=report.run_id,
                    routine=ROUTINE,
                    label=label(entry),
                )
                for report, entry in zip(reports, entries_of(reports), strict=True)
            ]
        self.files[GAVE_WAY] += not any(gave_way)

    def _person(self, event: Event) -> None:
        """What a person did; refused where the changed history does not allow it."""
        place = self.place_of(None)
        actor = Actor(event.actor, "", frozenset(UserRole))
        try:
            with clock.stopped_at(event.at), place.database.writing() as session:
                if event.what == "period_closed":
                    done = self._close(session, place, event, actor)
                elif event.what == "undone":
                    done = self._undo(session, place, event, actor)
                else:
                    decision = self.history.decisions[event.ref]
                    done = self._decide(session, place, event.what, decision, actor)
        except RutineError:
            done = False
        if done:
            self.carried_out += 1
        else:
            self.without_case[event.what] += 1

    def _decide(
        self, session: Session, place: Installation, what: str, was: PastDecision, actor: Actor
    ) -> bool:
        keys = place.keys
        if was.picked and what == "proposed":
            return self._match(session, place, was, actor)
        if what in {"decided", "proposed"}:
            case = _case(session, was)
            if case is None:
                return False
            view = decide(
                session,
                keys,
                case.id,
                version=case.version,
                actor=actor,
                action=was.action,
                comment=_WORD,
                until=was.until,
                amount=was.amount,
                hold_reason=HoldReason.OTHER if was.hold_reason else None,
                limits=STRICT if what == "proposed" else _FREE,
            )
            self._made[was.decision_id] = case.id
            return (view.state is DecisionState.PROPOSED) == (what == "proposed")
        case = session.get(Case, self._made.get(was.decision_id, ""))
        if case is None:
            return False
        if what == "approved":
            approve(session, keys, case.id, version=case.version, actor=actor, comment=_WORD)
        elif what == "returned":
            return_proposal(
                session, keys, case.id, version=case.version, actor=actor, comment=_WORD
            )
            # Who has a case, and took it over since, is not done again: whoever decided it may.
            case.assignee = None
        else:
            retract(session, case.id, version=case.version, actor=actor)
        return True

    def _match(
        self, session: Session, place: Installation, was: PastDecision, actor: Actor
    ) -> bool:
        """Pick the same rows by hand, where each is as it was when the person picked it."""
        case = _case(session, was)
        if case is None:
            return False
        seen = preview(session, place.keys, case.id, was.picked, actor=actor)
        if {row.key: (int(row.amount), row.place) for row in seen.rows} != dict(was.picked):
            return False
        propose_match(
            session,
            place.keys,
            case.id,
            was.picked,
            version=case.version,
            seal=seen.seal,
            actor=actor,
            action=was.action,
            comment=_WORD,
        )
        self._made[was.decision_id] = case.id
        return True

    def _undo(self, session: Session, place: Installation, event: Event, actor: Actor) -> bool:
        wanted = self.history.settlements[event.ref].rows
        employer = self.history.employer.value
        line = next((row for row in sorted(wanted)), None)
        if line is None:
            return False
        for settlement_id in _holding(session, line, employer):
            if _rows_of(session, settlement_id, employer) == wanted:
                undo(session, place.keys, settlement_id, actor=actor, why=_WORD, limits=_FREE)
                return True
        return False

    def _close(self, session: Session, place: Installation, event: Event, actor: Actor) -> bool:
        postings = load_rules(place).routine.postings
        if postings is None:
            return False
        employer = self.history.employer
        close_period(session, place.keys, postings.accounts, employer, event.ref, actor=actor)
        return True


def _case(session: Session, was: PastDecision) -> Case | None:
    """The case with the very evidence that the person decided on."""
    found = session.scalars(
        select(Case).where(Case.evidence_hash == was.evidence_hash, Case.kind == was.kind)
    )
    same = [each for each in found if each.kind == "group" or each.reference == was.reference]
    return next(iter(sorted(same, key=lambda case: case.number)), None)


def _holding(session: Session, row: RowKey, employer: str) -> list[str]:
    side, owner, name = row
    query = select(Settlement.id).join(SettledRow, SettledRow.settlement_id == Settlement.id)
    if side == "line":
        query = query.where(SettledRow.sha256 == owner, SettledRow.row == int(name))
    else:
        query = query.where(SettledRow.employer == employer, SettledRow.claim_id == name)
    return list(session.scalars(query.where(SettledRow.side == side)))


def _rows_of(session: Session, settlement_id: str, employer: str) -> frozenset[RowKey]:
    rows = session.scalars(select(SettledRow).where(SettledRow.settlement_id == settlement_id))
    return frozenset(row_key(r.side, r.sha256, r.row, employer, r.claim_id) for r in rows)
