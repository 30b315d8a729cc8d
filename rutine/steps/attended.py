"""Fetch with a person who signs in: the same checks, ledger and cases as every other way.

A run of its own, which only fetches: the next run of the routine settles what came.
"""

from __future__ import annotations

from rutine.cases.access import Sight
from rutine.cases.figures.plain_line import INCONCLUSIVE
from rutine.cases.lifecycle.closing import withdraw
from rutine.cases.lifecycle.recording import record_differences
from rutine.cases.runs import ATTENDED, RunState, RunSummary, finish_run, open_run
from rutine.connectors.source import ReportSource
from rutine.core import clock
from rutine.core.identifiers import OrgNr
from rutine.core.periods import Period
from rutine.installation import Installation
from rutine.refunds.due import with_deadlines
from rutine.steps.fetch import SEEN, Fetched, fetch_from, with_untold
from rutine.steps.scope import ROUTINE, Scope, load_rules, marking_failure


def begin_attended(place: Installation, employer: OrgNr) -> Scope:
    """Open the run that fetches."""
    month = f"{clock.today():%Y-%m}"
    with place.database.writing() as session:
        run_id = open_run(session, ATTENDED, employer, Period.month(month), {})
    return Scope(run_id, employer, month, month)


def fetch_attended(place: Installation, scope: Scope, source: ReportSource) -> Fetched:
    """Fetch everything new, enter it in the ledger, record the cases and end the run.

    Raises:
        InputError: the browser does not start.
        ConnectorError: the portal did not answer at all.
    """
    with marking_failure(place, scope):
        rules = load_rules(place)
        fetched = with_untold(place, scope, fetch_from(place, scope, source.fetch))
        cases = with_deadlines(list(fetched.cases), clock.today(), rules.tables.tables)
        with place.database.writing() as session:
            if fetched.state in SEEN:
                withdraw(session, scope.run_id, ROUTINE, scope.employer, kind="fetch")
            recorded = record_differences(
                *(session, place.keys, scope.run_id, ROUTINE, cases),
                facts={},
                sight=Sight(rules.routine.seen_by),
            )
            summary = RunSummary(
                state=RunState.CASES if cases else RunState.CLEAN,
                files=fetched.new,
                refused=fetched.refused,
                cases=len(cases),
                new_cases=recorded.new,
                controls=fetched.controls,
                reason=SEEN.get(fetched.state, INCONCLUSIVE),
            )
            finish_run(session, scope.run_id, summary)
    return fetched
