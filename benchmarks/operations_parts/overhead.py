"""One report of a thousand lines, settled by the library and by the flow: `… FOLDER ROUNDS`.

In a process of its own, since Prefect reads its settings once. The engine is started, and an empty
flow run, before anything is timed: what remains is what Prefect costs a run. Each run has a home
of its own, and the two ways take turns. Prints JSON: the seconds of each way, and
the processor's seconds of this process.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from rutine import steps
from rutine.cli.running.engine import load_flow
from rutine.installation import Installation, current
from rutine.practice.municipality import PracticePlan, generate
from rutine.settings import Employer, Mode

MONTH: Final = "2026-09"
EMPLOYEES: Final = 4_900
"""So many that the month's largest report has about a thousand lines."""
_CLAIMS: Final = "payroll_claims_csv"


def main(folder: Path, rounds: int) -> None:
    """Take turns, and say what each took."""
    practice = generate(
        PracticePlan(employees=EMPLOYEES, sub_units=40, months=(MONTH,)), folder / "practice"
    )
    report = max(practice.reports, key=lambda each: each.path.stat().st_size)
    claims = practice.claims_file(MONTH, "csv").read_bytes()
    employer = Employer(orgnr=practice.employer, name=practice.name, accounts=practice.accounts)
    lines = report.path.read_bytes().count(b"\n")
    orgnr = practice.employer.reveal()
    place = _home(folder / "engine", employer)
    flow = load_flow(place.settings, "nav_refunds")
    _empty_flow()
    ways: dict[str, Callable[[str, str], object]] = {
        "library": lambda sha256, kept: _library(orgnr, sha256, kept),
        "flow": lambda sha256, kept: flow(orgnr, MONTH, sha256, kept),
    }
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    cpu: dict[str, list[float]] = {way: [] for way in ways}
    for turn in range(rounds + 1):
        for way, work in ways.items():
            place = _home(folder / f"{way}{turn}", employer)
            sha256 = place.archive.put(
                report.path.read_bytes(), kind="nav_settlement", label="report"
            )
            kept = place.archive.put(claims, kind=_CLAIMS, label="claims")
            began, used = time.perf_counter(), time.process_time()
            work(sha256, kept)
            if turn:  # the first of each loads modules and compiles templates
                seconds[way].append(time.perf_counter() - began)
                cpu[way].append(time.process_time() - used)
            place.database.close()
            shutil.rmtree(folder / f"{way}{turn}")
    print(json.dumps({"lines": lines, "seconds": seconds, "cpu": cpu}))


def _home(home: Path, employer: Employer) -> Installation:
    """Let the tasks of this process find a new home, through the environment as always."""
    os.environ["RUTINE_HOME"] = str(home)
    os.environ["RUTINE_MODE"] = Mode.PRACTICE.value
    os.environ["RUTINE_EMPLOYERS"] = f"[{employer.model_dump_json()}]"
    current.cache_clear()
    return current()


def _library(orgnr: str, report: str, claims: str) -> None:
    """What the flow does, without Prefect."""
    place = current()
    scope = steps.begin(place, orgnr, MONTH, report, claims)
    with steps.marking_failure(place, scope):
        fetched = steps.fetch(place, scope)
        controlled = steps.control(place, scope, steps.read(place, scope))
        steps.settle(place, scope, fetched, steps.reconcile(place, scope, controlled))
        steps.post(place, scope)
        steps.report(place, scope)


def _empty_flow() -> None:
    """Start the engine, which is no part of a run."""
    from prefect import flow  # noqa: PLC0415 - after `load_flow` has set up its home

    @flow(name="nothing", persist_result=False)
    def nothing() -> None:
        """Do nothing."""

    nothing()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
