"""Run a flow and say how it went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rutine.cases.figures.plain_line import plain_line
from rutine.cases.runs import find_run
from rutine.core.errors import RutineError
from rutine.installation import Installation


@dataclass(frozen=True, slots=True)
class RunResult:
    """What the command line says about a run.

    Attributes:
        run_id: the run in the store, and its folder under `output/`.
        line: the one plain line.
        open_cases: cases waiting for a person, this run's and earlier ones'.
    """

    run_id: str
    line: str
    open_cases: int


def run_flow(
    place: Installation,
    flow: Callable[..., Any],
    employer: str,
    period: str,
    **references: str | None,
) -> RunResult:
    """Run the flow in this process and read its result from the store.

    `references` are hashes in the evidence archive, of a report and claims given by hand.

    Raises:
        RutineError: what the flow raised, with its sentence.
    """
    run_id: str = flow(employer=employer, period=period, **references)
    with place.database.reading() as session:
        run = find_run(session, run_id)
    if run is None or run.summary is None:
        raise RutineError("run_unfinished", f"Run {run_id} has no result.", "Run it again.")
    line = plain_line(run.summary, place.settings.language)
    return RunResult(run_id, line, run.summary.cases)
