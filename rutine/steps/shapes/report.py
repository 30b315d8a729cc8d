"""The run's own folder under `output/`: its line and its control totals. About no person."""

from __future__ import annotations

import json

from rutine.cases.figures.plain_line import plain_line
from rutine.cases.lists.small_counts import without_small
from rutine.cases.runs import find_run
from rutine.cases.trail.audit import head
from rutine.core import watch
from rutine.core.errors import RutineError
from rutine.formats.private_file import write_private
from rutine.installation import Installation
from rutine.steps.scope import make_output_folder
from rutine.steps.shapes.scope import ShapeScope


@watch.step
def report_run(place: Installation, scope: ShapeScope) -> str:
    """Write the folder of a run from the store; returns the run's id.

    Raises:
        RutineError: `run_unfinished`, when the run was not ended.
        InputError: `output_read_only` or `file_unwritable`.
    """
    language = place.settings.language
    with place.database.reading() as session:
        run = find_run(session, scope.run_id)
        newest = head(session)
    if run is None or run.summary is None:
        raise RutineError("run_unfinished", f"Run {scope.run_id} has not ended.", "Run again.")
    line = plain_line(run.summary, language)
    told = without_small(run.summary, run.summary.model_dump(mode="json", exclude={"inputs"}))
    control = {
        "line": line,
        "run": run.run_id,
        "routine": scope.routine,
        "employer": str(run.employer),
        "day": scope.day.isoformat(),
        "rules": dict(run.rules),
        "audit_head": {"seq": newest.seq, "hash": newest.hash},
        **told,
    }
    folder = make_output_folder(place, scope.run_id)
    text = json.dumps(control, ensure_ascii=False, indent=2)
    write_private(folder / "control.json", text.encode())
    write_private(folder / "result.txt", f"{line}\n".encode())
    watch.event(
        "run.ended",
        run=scope.run_id,
        state=run.state.value,
        checked=told["checked"],
        new_cases=told["new_cases"],
    )
    return scope.run_id
