"""Scheduled runs while processes are killed: `python -m tests.services.scheduled_soak --runs 200`.

Prints what was killed when, and a plain report; exit code 1 when something is not as it must be.
The same seed kills the same kinds in the same order; how far the runs had come by then differs.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from math import inf
from pathlib import Path
from tempfile import mkdtemp

from benchmarks.operations_parts.made_up_employers import MadeUpEmployer, make
from rutine.cli.running.engine import use_server
from rutine.routines.timetable.deployment_file import load_deployments
from rutine.settings import load_settings
from tests.services.scheduled_soak.grounds import Grounds, grounds, told
from tests.services.scheduled_soak.judging import faults
from tests.services.scheduled_soak.kills import Kill, Killing, planned

GAP = 3.0
"""Seconds between two scheduled runs: less than two cores need for one, so that both workers
always have something to do, and something to lose."""
PATIENCE = 420.0
"""Seconds for what is left when nothing is killed any more."""
_SLOWEST = 24.0
"""Seconds for each run, at most."""
_LOST = timedelta(seconds=240)
"""A run says every 30 seconds that it is alive, once it has begun; on a machine with much to do it
takes its time to begin, and one that is ended meanwhile has worked for nothing."""


def main() -> int:
    """Do it; returns the exit code."""
    wanted = argparse.ArgumentParser(prog="scheduled_soak")
    wanted.add_argument("--runs", type=int, default=200)
    wanted.add_argument("--employers", type=int, default=8)
    wanted.add_argument("--lines", type=int, default=60, help="settlement lines of each employer")
    wanted.add_argument("--kills", type=int, default=None, help="default: one for every two runs")
    wanted.add_argument("--seed", type=int, default=1)
    wanted.add_argument(
        "--minutes",
        type=float,
        default=None,
        help="judge after so long, whatever has been done; the runs that have not begun are "
        "cancelled, and said",
    )
    wanted.add_argument("--apply", action="store_true", help=argparse.SUPPRESS)
    asked = wanted.parse_args()
    if asked.apply:
        return _apply()
    folder = Path(mkdtemp(prefix="rutine-soak-"))
    kills = planned(asked.runs // 2 if asked.kills is None else asked.kills, asked.seed)
    began = time.monotonic()
    try:
        employers = make(folder / "files", min(asked.employers, asked.runs), asked.lines)
        with grounds(folder, employers) as ground:
            print(f"{asked.runs} runs, {len(kills)} kills, seed {asked.seed}", flush=True)
            found = soak(ground, asked.runs, kills, asked.minutes)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{time.monotonic() - began:.0f} s in all")
    for each in found:
        print(f"✗ {each}")
    print("✗ failed" if found else "✓ every report settled once, the chain whole, nothing stuck")
    return 1 if found else 0


def soak(
    ground: Grounds, runs: int, kills: Sequence[Kill], minutes: float | None = None
) -> list[str]:
    """Let the runs be started by the clock and kill meanwhile; then look; returns the faults."""
    turns = [ground.employers[n % len(ground.employers)] for n in range(runs)]
    first = datetime.now(UTC) + timedelta(seconds=30)
    scheduled = [
        ground.schedule(each, f"soak:{n}", first + timedelta(seconds=n * GAP))
        for n, each in enumerate(turns)
    ]
    ground.let_work()
    killing = Killing(ground, scheduled, kills)
    due = _deliveries(turns)
    until = killing.began + runs * _SLOWEST + PATIENCE
    enough = inf if minutes is None else killing.began + minutes * 60
    while time.monotonic() < until:
        ground.supervisor.look()
        killing.look()
        if time.monotonic() > enough:
            killing.waiting.clear()
            if ground.api.is_healthy():  # what was killed last is up again
                cancelled, enough = ground.cancel_unbegun(scheduled), inf
                print(f"time is up: {cancelled} runs had not begun", flush=True)
        # A report comes before a run of its employer, however slow the machine is.
        for n in [n for n in due if n <= killing.ended]:
            ground.drop(turns[n], due.pop(n))
        done = not due and not killing.waiting and killing.ended == runs
        if done and ground.api.is_healthy():  # the last that was killed may be the server
            break
        time.sleep(0.5)
    print(f"killed: {told(dict(killing.killed))}; {time.monotonic() - killing.began:.0f} s")
    print(ground.how_it_went(scheduled))
    found = []
    if killing.waiting:
        found.append(f"{len(killing.waiting)} kills could not be done")
    if not ground.all_ended(scheduled):
        found.append("scheduled runs did not end in Prefect")
    print(f"files that killed runs had claimed: {ground.let_an_hour_pass()}")
    now = datetime.now(UTC)
    last = [ground.schedule(each, f"last:{each.orgnr}", now) for each in ground.employers]
    until = time.monotonic() + PATIENCE
    while not ground.all_ended(last) and time.monotonic() < until:
        ground.supervisor.look()
        time.sleep(1)
    ends = Counter(ground.states(last).values())
    if set(ends) != {"COMPLETED"}:
        found.append(f"the runs after it ended so: {told(dict(ends))}")
    return [*found, *faults(ground)]


def _deliveries(turns: Sequence[MadeUpEmployer]) -> dict[int, list[int]]:
    """Which reports come before which run: each employer's, spread over its runs."""
    due: dict[int, list[int]] = {}
    for employer in {each.orgnr: each for each in turns}.values():
        mine = [n for n, each in enumerate(turns) if each.orgnr == employer.orgnr]
        for place, report in enumerate(employer.reports):
            n = mine[place * len(mine) // len(employer.reports)]
            due.setdefault(n, []).append(report[0])
    return due


def _apply() -> int:
    """What `rutine schedule apply` does, with less patience for a run that was killed."""
    settings = load_settings()
    use_server(settings)
    from rutine.cli.scheduling.deploying import apply

    return 0 if apply(settings, load_deployments(settings.project), lost=_LOST) else 1


if __name__ == "__main__":
    sys.exit(main())
