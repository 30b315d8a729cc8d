"""Seconds of CPU, seconds of wall and bytes of memory of one piece of work."""

from __future__ import annotations

import ctypes
import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")
_RESET_PEAK = "5"


def timed(work: Callable[[], Any], repeats: int = 1) -> dict[str, float]:
    """The median CPU and wall seconds of so many repeats; all threads count as CPU."""
    cpu, wall = [], []
    for _ in range(repeats):
        gc.collect()
        before = time.process_time(), time.perf_counter()
        work()
        cpu.append(time.process_time() - before[0])
        wall.append(time.perf_counter() - before[1])
    return {"cpu_s": median(cpu), "wall_s": median(wall)}


def peak_bytes(work: Callable[[], Any]) -> float | None:
    """How far memory rises above what is held already while the work is done.

    None where the system can't say (it takes Linux and its /proc).
    """
    if not _CLEAR.exists():
        return None
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # memory freed before must not hide what the work takes
    held = _status("VmRSS")
    _CLEAR.write_text(_RESET_PEAK)
    work()
    return float(_status("VmHWM") - held)


def _status(name: str) -> int:
    line = next(x for x in _STATUS.read_text().splitlines() if x.startswith(f"{name}:"))
    return int(line.split()[1]) * 1024


def apart(call: str, python: Path | None = None) -> dict[str, Any]:
    """The answer of `module.function(…)`, called in a process of its own; it must be JSON."""
    module = call.split("(", 1)[0].rsplit(".", 1)[0]
    code = f"import json, {module}; print(json.dumps({call}))"
    ended = subprocess.run(  # noqa: S603 - our own code, in a fresh process
        [str(python or sys.executable), "-c", code],
        cwd=PROJECT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    answer: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return answer
