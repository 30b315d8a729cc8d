"""A run that ends at any write, and is run again, leaves what an undisturbed one leaves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked processes")


def crash(folder: Path, every: int, *server: str) -> dict[str, Any]:
    """What `tests.crash_points` tells, from a process without other threads."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.crash_points", str(folder), str(every), *server],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    states: dict[str, Any] = json.loads(told.stdout)
    return states


def test_ended_at_any_write_and_run_again_the_books_are_the_same(tmp_path: Path) -> None:
    states = crash(tmp_path, 15)
    whole, killed, left = states["whole"], states["killed"], states["left"]

    assert len(killed) > 6
    assert [n for n, state in enumerate(killed) if state != whole] == []
    # Statements, commits, and each step of writing a file; fewer different homes than writes.
    assert sum(writes for writes, _ in left) > 100
    assert len(left) > 10
    assert [n for n, (_, state) in enumerate(left) if state != whole] == []
    assert whole["trail"]
    assert whole["closed"] == ["2026-09"]
    assert whole["unwritten"] == 0
    assert [undone for *_, undone in whole["settlements"]].count(True) == 1  # reopened, once
    assert sorted(sha256 for _, sha256 in whole["files"]) == whole["noted"]
    for name in (
        "settled_rows",
        "undone_rows",
        "case_rows",
        "claims",
        "outcomes",
        "applied",
        "picked",
    ):
        assert whole[name], name
    kinds = {row[4] for row in whole["postings"]}
    assert kinds == {"receipt", "settlement", "decision", "cut_off"}
