"""Write what the run came to: settlements, cases, every row's outcome, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from rutine.cases.access import ROBOT, Sight
from rutine.cases.deciding.regrouping import overtake_broken
from rutine.cases.lifecycle.closing import withdraw
from rutine.cases.lifecycle.facts import RowFacts
from rutine.cases.lifecycle.open_rows import count_undecided, replaced_claims
from rutine.cases.lifecycle.recording import RecordedCases, record_differences
from rutine.cases.lifecycle.rows import RowOutcome, record_outcomes
from rutine.cases.lifecycle.waking import wake
from rutine.cases.lists.sight import follow_routine
from rutine.cases.people.protection import protect, restricted_cases
from rutine.cases.reports.ledger import UNREADABLE, ReportState, mark
from rutine.cases.reports.report_lines import files_that_gave_way
from rutine.cases.runs import RunState, finish_run, is_settled
from rutine.cases.settling.applying import apply_decisions
from rutine.cases.settling.settlements import RecordedGroups, SettledGroup, record_groups
from rutine.cases.settling.standing import note_caught_up
from rutine.cases.settling.undoing import REOPENED, undo_all
from rutine.connectors.fetching import FetchState
from rutine.core import clock, watch
from rutine.core.differences import Difference, Evidence, Outcome, RowRef, Side
from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.reasons import PROTECTED
from rutine.formats.reading import Reading
from rutine.installation import Installation
from rutine.refunds.arrivals import KIND as ARRIVAL
from rutine.refunds.arrivals import MISSING_REPORT, OTHER_MONEY
from rutine.refunds.controls import ControlStatus
from rutine.refunds.due import with_deadlines
from rutine.steps.ages import claim_ages
from rutine.steps.claims import keep_claims
from rutine.steps.control import control, fault_evidence
from rutine.steps.facts import facts_of
from rutine.steps.fetch import Fetched
from rutine.steps.file_case import CAME_TWICE, file_case
from rutine.steps.postings import post_run
from rutine.steps.protected import by_employee_number, put_together
from rutine.steps.read import label, read
from rutine.steps.reconcile import Reconciled, reconcile, still_so
from rutine.steps.scope import ROUTINE, Scope
from rutine.steps.summary import summary_of


@watch.step
def settle(place: Installation, scope: Scope, fetched: Fetched, reconciled: Reconciled) -> None:
    """Settle what is certain, put the rest before a person, and end the run.

    One transaction: a run that is killed here has decided nothing, and is run again. Nothing is
    done when the run has settled already, so whoever does not know may ask again.

    Raises:
        InputError: a row would be settled twice; nothing is stored then.
        ConnectorError: `store_busy` or `store_unreachable`; the step may be repeated.
    """
    routine = reconciled.controlled.at_hand.rules.routine
    rules, sight = routine.sha256, Sight(routine.seen_by)
    with place.database.writing() as session:
        if is_settled(session, scope.run_id):
            return
        read_then = {each.entry.sha256 for each in reconciled.controlled.at_hand.reports}
        if read_then & files_that_gave_way(session, scope.employer):
            # Another fetch took a file back while the run worked: its lines are the report's now.
            reconciled = reconcile(place, scope, control(place, scope, read(place, scope)))
        elif not still_so(session, scope, reconciled):
            # Somebody decided while the run worked; nobody can as long as this session writes.
            reconciled = reconcile(place, scope, reconciled.controlled)
        apply_decisions(session, place.keys, scope.run_id, scope.employer, rules)
        wake(session, scope.run_id, ROUTINE, scope.employer, clock.today())
        _reopen(session, place, scope, reconciled, rules)
        tables = reconciled.controlled.at_hand.rules.tables.tables
        found = _differences(scope, fetched, reconciled)
        differences = with_deadlines(found, clock.today(), tables)
        settled = _groups(scope, reconciled, rules)
        groups = record_groups(session, place.keys, scope.run_id, settled)
        _withdraw(session, scope, fetched, reconciled)
        cases = record_differences(
            session,
            place.keys,
            scope.run_id,
            ROUTINE,
            differences,
            facts=_facts(differences, reconciled),
            sight=sight,
        )
        rule = follow_routine(session, ROUTINE, sight, cases.case_ids)
        keep_claims(session, place.keys, scope, reconciled, set(cases.case_ids))
        overtake_broken(session, place.keys, scope.run_id, scope.employer)
        record_outcomes(session, scope.run_id, _ends(reconciled, groups, cases))
        _mark_reports(session, reconciled)
        by_id = {groups.settlement_of[group.rows[0]]: group for group in settled}
        marked = reconciled.controlled.at_hand.marked
        protect(
            session,
            place.keys,
            protected=[Fnr(person) for person in marked.protected],
            listed=[Fnr(person) for person in marked.listed],
            together=put_together(differences, reconciled.lines, reconciled.claims),
            employees=by_employee_number(reconciled.claims),
            marked_numbers=marked.employee_numbers,
            employer=scope.employer,
        )
        hidden = restricted_cases(session, cases.case_ids)
        told = [
            each.model_copy(update={"reason": PROTECTED}) if case_id in hidden else each
            for each, case_id in zip(differences, cases.case_ids, strict=True)
        ]
        posted = post_run(session, place.keys, scope, reconciled, by_id)
        waiting = count_undecided(session, scope.employer)
        summary = summary_of(fetched, reconciled, told, cases)
        ended = {
            "cases": waiting,
            "state": RunState.CASES if waiting else RunState.CLEAN,
            "ages": claim_ages(scope, reconciled),
            "controls": (*summary.controls, *posted),
            "sight_rule": rule,
        }
        finish_run(session, scope.run_id, summary.model_copy(update=ended))


def _reopen(
    session: Session, place: Installation, scope: Scope, reconciled: Reconciled, rules: str
) -> None:
    """Take back what does not hold any more, each by an event of its own; nothing is rewritten."""
    undo_all(
        session,
        place.keys,
        reconciled.result.reopened,
        actor=ROBOT,
        why=REOPENED,
        run_id=scope.run_id,
        rules_sha256=rules,
    )
    note_caught_up(session, scope.employer, reconciled.brought_back.caught_up)


def _facts(differences: list[Difference], reconciled: Reconciled) -> dict[RowRef, RowFacts]:
    """What the rows of the differences hold."""
    return facts_of(
        (row for difference in differences for row in difference.rows),
        reconciled.lines,
        reconciled.claims,
        _labels(reconciled),
    )


def _differences(scope: Scope, fetched: Fetched, reconciled: Reconciled) -> list[Difference]:
    """Everything a person must look at: rows, stopped, refused, unseen and missing reports."""
    controlled = reconciled.controlled
    return [
        *reconciled.result.differences,
        *controlled.cases,
        *_arrivals(fetched, reconciled),
        *(case for _, case in controlled.at_hand.refused),
        *_damaged_claims(scope.employer, reconciled),
        *fetched.cases,
    ]


def _arrivals(fetched: Fetched, reconciled: Reconciled) -> list[Difference]:
    """Money and months without a report.

    Where the robot could not look, the case of the fetch says that any report may be missing.
    """
    unseen = fetched.state is FetchState.INCONCLUSIVE
    return [
        case
        for case in reconciled.controlled.arrivals.cases
        if not (unseen and case.reason == MISSING_REPORT)
    ]


def _damaged_claims(employer: OrgNr, reconciled: Reconciled) -> list[Difference]:
    """The case of a claims file with rows that can't be read: their payments look unclaimed."""
    claims = reconciled.controlled.at_hand.claims
    if claims is None or not claims.errors:
        return []
    count = Evidence(
        field="rows",
        kind="count",
        left=str(claims.rows_in),
        right=str(len(claims.frame)),
        equal=False,
    )
    evidence = (count, *fault_evidence(claims))
    return [file_case(employer, _claims_reference(reconciled), evidence=evidence)]


def _claims_reference(reconciled: Reconciled) -> str | None:
    claims = reconciled.controlled.at_hand.claims
    return None if claims is None else f"claims {claims.sha256[:12]}"


def _labels(reconciled: Reconciled) -> dict[str, str]:
    at_hand = reconciled.controlled.at_hand
    labels = {report.reading.sha256: label(report.entry) for report in at_hand.reports}
    if at_hand.claims is not None:
        labels[at_hand.claims.sha256] = at_hand.claims.source
    return {**reconciled.brought_back.labels, **labels}


def _groups(scope: Scope, reconciled: Reconciled, rules: str) -> list[SettledGroup]:
    return [
        SettledGroup(
            employer=scope.employer,
            person=each.person,
            sub_unit=each.sub_unit,
            benefit=each.benefit,
            pass_name=each.pass_name,
            rows=each.rows,
            claim_ids=each.claim_ids,
            reason=each.reason,
            claimed=each.claimed,
            paid=each.paid,
            rules_sha256=rules,
        )
        for each in reconciled.result.settlements
    ]


def _withdraw(session: Session, scope: Scope, fetched: Fetched, reconciled: Reconciled) -> None:
    """Close the cases about reports and fetches whose cause is gone."""
    if fetched.state in {FetchState.NEW, FetchState.NOTHING_NEW_PROVEN}:
        withdraw(session, scope.run_id, ROUTINE, scope.employer, kind="fetch")
    for reason in (MISSING_REPORT, OTHER_MONEY):
        settled = {name for code, name in reconciled.controlled.arrivals.settled if code == reason}
        withdraw(
            session,
            scope.run_id,
            ROUTINE,
            scope.employer,
            kind=ARRIVAL,
            references=settled,
            reason=reason,
        )
    gone = {label(report.entry) for report in reconciled.controlled.passed}
    gone |= replaced_claims(session, scope.employer, _claims_reference(reconciled))
    # That a report has lines of another is so whatever its controls say.
    withdraw(
        *(session, scope.run_id, ROUTINE, scope.employer),
        kind="report",
        references=gone,
        spared=CAME_TWICE,
    )


def _ends(
    reconciled: Reconciled, groups: RecordedGroups, cases: RecordedCases
) -> Iterable[RowOutcome]:
    """The one outcome of every row of the run."""
    result = reconciled.result
    claim_ids = _claim_ids(reconciled)

    def end(
        ref: RowRef, outcome: Outcome, *, settlement: str | None = None, case: str | None = None
    ) -> RowOutcome:
        claim_id = claim_ids.get(ref)
        return RowOutcome(ref.side, ref.sha256, ref.row, outcome, claim_id, settlement, case)

    for ref, settlement_id in groups.settlement_of.items():
        yield end(ref, Outcome.SETTLED, settlement=settlement_id)
    for difference in result.differences:
        for ref in difference.rows:
            yield end(ref, Outcome.CASE, case=cases.case_of[ref])
    for carried in result.carried:
        yield end(carried.row, Outcome.CARRIED)
    for report in reconciled.controlled.stopped:
        for row in range(1, report.reading.rows_in + 1):
            yield end(_ref(Side.LINE, report.reading, row), Outcome.REJECTED)
    claims = reconciled.controlled.at_hand.claims
    if claims is not None:
        for row in sorted({error.line for error in claims.errors}):
            yield end(_ref(Side.CLAIM, claims, row), Outcome.REJECTED)


def _ref(side: Side, reading: Reading, row: int) -> RowRef:
    return RowRef(side=side, sha256=reading.sha256, row=row)


def _claim_ids(reconciled: Reconciled) -> dict[RowRef, str]:
    claims = reconciled.claims
    return {
        RowRef(side=Side.CLAIM, sha256=sha256, row=int(row)): claim_id
        for sha256, row, claim_id in zip(
            claims["sha256"], claims["row"], claims["claim_id"], strict=True
        )
    }


def _mark_reports(session: Session, reconciled: Reconciled) -> None:
    controlled = reconciled.controlled
    for report in controlled.passed:
        if report.fresh:
            mark(session, report.entry.entry_id, ReportState.SETTLED)
    for report in controlled.stopped:
        names = [
            c.name.value
            for c in controlled.controls[report.key]
            if c.status is ControlStatus.FAILED
        ]
        mark(session, report.entry.entry_id, ReportState.STOPPED, reason=names[0])
    for entry, _ in controlled.at_hand.refused:
        mark(session, entry.entry_id, ReportState.REFUSED, reason=UNREADABLE)
