"""Daily operation: what Prefect adds to a run, and many employers in one run.

`make bench ONLY=operations BENCH_EMPLOYERS=400 BENCH_LINES=2500` measures the million lines; by
default there are a few employers with fewer lines each, so that the family takes a few minutes.

Many employers are settled end to end (fetch, read, control, expect, match, explain, settle, cases,
postings, report) in three ways, each into a store of its own and in processes of its own, and must
come to the same. Memory is the sum of what each process has held at most.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, Final, get_args

from benchmarks import figure
from benchmarks.operations_parts.made_up_employers import MadeUpEmployer, make
from benchmarks.operations_parts.ways import WORKERS, Came, Way, measured

EMPLOYERS: Final = int(os.environ.get("BENCH_EMPLOYERS", "12"))
LINES: Final = int(os.environ.get("BENCH_LINES", "1000"))
ROUNDS: Final = 3
MOST_ADDED: Final = 2.0
"""Seconds that the flow may cost more than the library."""
_PROJECT: Final = Path(__file__).resolve().parents[1]
_WAYS: Final = {
    "one": "one process, one employer after the other",
    "threads": f"{WORKERS} threads of one process",
    "processes": f"{WORKERS} worker processes over one store",
}


def run() -> list[dict[str, Any]]:
    """The figures of the overhead, and of the many employers."""
    return [*_overhead(), *_many()]


def _overhead() -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.operations_parts.overhead"]
        told = subprocess.run(  # noqa: S603 - our own module
            [*command, folder, str(ROUNDS)],
            cwd=_PROJECT,
            env={**os.environ, "PREFECT_HOME": f"{folder}/prefect"},
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        ).stdout
    found = json.loads(told.splitlines()[-1])
    library, flow = (median(found["seconds"][way]) for way in ("library", "flow"))
    more_cpu = median(found["cpu"]["flow"]) - median(found["cpu"]["library"])
    side_by_side = (
        f"{found['lines']} lines; the flow {flow:.2f} s, the library {library:.2f} s; {_load()}"
    )
    return [
        figure("operations.overhead.library_s", library, "s", context=side_by_side),
        figure("operations.overhead.flow_s", flow, "s", context=side_by_side),
        figure(
            "operations.overhead.added_s",
            flow - library,
            "s",
            goal=MOST_ADDED,
            context=f"{side_by_side}; medians of {ROUNDS} in turn, the engine started before",
        ),
        figure(
            "operations.overhead.added_cpu_s",
            more_cpu,
            "s",
            context="the processor's seconds of the run's own process, the engine's not counted",
        ),
    ]


def _many() -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        employers = make(Path(folder) / "files", EMPLOYERS, LINES)
        lines = sum(each.lines for each in employers)
        came = {way: _in_this_way(way, Path(folder), employers, lines) for way in get_args(Way)}
    context = (
        f"{lines} lines of a year, {EMPLOYERS} employers, SQLite, {os.cpu_count()} cores, {_load()}"
    )
    equal = all(each.results == came["one"].results for each in came.values())
    return [
        *(each for way, told in came.items() for each in _figures(way, told, lines, context)),
        figure(
            "operations.many.equal_results",
            int(equal),
            "yes = 1",
            better="higher",
            goal=1,
            context="each run's settled rows, cases, reasons, controls and sums, in all three ways",
        ),
    ]


def _in_this_way(way: Way, folder: Path, employers: Sequence[MadeUpEmployer], lines: int) -> Came:
    """Measure one way, and say what it came to before the next begins: each takes long."""
    came = measured(way, folder / way, None, employers)
    print(
        f"{way}: {lines} lines, {came.wall:.0f} s, {came.cpu:.0f} s of CPU, {came.memory:.0f} MB; "
        f"{_steps(came.seconds)}",
        file=sys.stderr,
        flush=True,
    )
    return came


def _figures(way: str, told: Came, lines: int, context: str) -> list[dict[str, Any]]:
    where = f"{_WAYS[way]}; {context}"
    return [
        figure(
            f"operations.many.{way}.lines_per_s",
            lines / told.wall,
            "lines/s",
            better="higher",
            context=f"{told.wall:.0f} s; {where}",
        ),
        figure(
            f"operations.many.{way}.cpu_s",
            told.cpu,
            "s",
            context=f"{_steps(told.seconds)}; {told.repeated} runs repeated, for another wrote",
        ),
        figure(
            f"operations.many.{way}.cpu_per_line_ms",
            1000 * told.cpu / lines,
            "ms",
            context=where,
        ),
        figure(f"operations.many.{way}.memory_mb", told.memory, "MB", context=where),
    ]


def _load() -> str:
    """How busy the machine was: others' work makes every second longer, but for the processor's."""
    return f"machine load {os.getloadavg()[1]:.0f}" if hasattr(os, "getloadavg") else "load unknown"


def _steps(seconds: Mapping[str, float]) -> str:
    """Where the processor's time went, over all runs."""
    return ", ".join(f"{step} {spent:.0f} s" for step, spent in seconds.items())
