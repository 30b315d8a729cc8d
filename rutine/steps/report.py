"""The run's own folder under `output/`: a page, a workbook, lists, controls and its trail.

The folder is 0700 and each file 0600. `report.html`, `control.json`, `result.txt` and
`audit.jsonl` are about no person. `cases.xlsx` and `settlements.csv` name people by employee
number only. Files that write postings lie beside these; they are made with the postings.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from rutine.cases.figures.plain_line import plain_line
from rutine.cases.figures.trend import trend
from rutine.cases.runs import RunSummary, RunView, find_run
from rutine.cases.trail.audit import head
from rutine.cases.trail.run_trail import run_trail
from rutine.cases.workbook import run_workbook
from rutine.core import watch
from rutine.core.errors import RutineError
from rutine.core.reason_texts import Language
from rutine.formats.private_file import write_private
from rutine.installation import Installation
from rutine.steps.earlier_outputs import hide_in_earlier_outputs
from rutine.steps.learning.looking import look_for_proposals
from rutine.steps.report_page import PageFacts, page
from rutine.steps.scope import ROUTINE, Scope, make_output_folder
from rutine.steps.settlement_list import settlement_list


@watch.step
def report(place: Installation, scope: Scope) -> str:
    """Write the folder of a run from the store; returns the run's id.

    Whoever has been protected since an earlier run is taken out of that run's folder. Last, what
    people have decided is looked through for proposals (`steps.learning`).

    Everything is made from what is stored, so writing it again gives the run's own figures;
    `cases.xlsx` then holds the cases as they are now, and the trail what has come since.

    Raises:
        RutineError: `run_unfinished`, when the run was not ended.
        InputError: `output_read_only`, `file_unwritable` or `output_damaged`.
    """
    language = Language(place.settings.language)
    with place.database.reading() as session:
        run = find_run(session, scope.run_id)
        if run is None or run.summary is None:
            raise RutineError("run_unfinished", f"Run {scope.run_id} has not ended.", "Run again.")
        facts = PageFacts(
            run=run,
            summary=run.summary,
            name=_name(place, scope),
            month=scope.month,
            months=trend(session, ROUTINE, scope.employer, scope.month),
            language=language,
        )
        newest = head(session)
        control = _control(run, run.summary, scope, {"seq": newest.seq, "hash": newest.hash})
        line = plain_line(run.summary, language.value)
        contents = {
            "report.html": page(facts).encode(),
            "control.json": json.dumps(
                {"line": line, **control}, ensure_ascii=False, indent=2
            ).encode(),
            "result.txt": f"{line}\n".encode(),
            "cases.xlsx": run_workbook(session, place.keys, scope.employer, language),
            "settlements.csv": settlement_list(place, session, scope.run_id, language),
            "audit.jsonl": run_trail(session, place.keys, scope.run_id, scope.employer).encode(),
        }
    folder = make_output_folder(place, scope.run_id)
    for name, data in contents.items():
        write_private(folder / name, data)
    hide_in_earlier_outputs(place, language)
    with suppress(RutineError):  # a run that has settled never fails by it; the next looks again
        look_for_proposals(place)
    watch.event(
        "run.ended",
        run=scope.run_id,
        state=run.state.value,
        lines=run.summary.lines,
        settled=run.summary.settled_lines,
        new_cases=run.summary.new_cases,
    )
    return scope.run_id


def _name(place: Installation, scope: Scope) -> str:
    employer = place.settings.employer(scope.employer)
    return employer.name if employer else str(scope.employer)


def _control(
    run: RunView, summary: RunSummary, scope: Scope, audit_head: dict[str, Any]
) -> dict[str, Any]:
    """Counts, controls and rules, and the head of the audit trail to hold it against later."""
    return {
        "run": run.run_id,
        "employer": str(run.employer),
        "month": scope.month,
        "rules": dict(run.rules),
        "audit_head": audit_head,
        # A file of one row can be guessed from its bare hash (`cases.reports.evidence`).
        **summary.model_dump(mode="json", exclude={"inputs"}),
    }
