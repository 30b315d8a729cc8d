"""A run that is killed at any write, and run again, ends as one that was never disturbed."""

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


def crash(folder: Path, *server: str) -> dict[str, Any]:
    """The states that `tests.crash_points` tells, from a process without other threads."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.crash_points", str(folder), *server],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    states: dict[str, Any] = json.loads(told.stdout)
    return states


def test_killed_at_any_write_and_run_again_the_books_are_the_same(tmp_path: Path) -> None:
    states = crash(tmp_path)
    whole, killed = states["whole"], states["killed"]

    assert len(killed) > 100  # statements, commits, and each step of writing a file
    assert [n for n, state in enumerate(killed, start=1) if state != whole] == []
    assert whole["trail"]
    assert whole["closed"] == ["2026-09"]
    assert whole["unwritten"] == 0
    assert [undone for *_, undone in whole["settlements"]].count(True) == 1  # reopened, once
    assert sorted(sha256 for _, sha256 in whole["files"]) == whole["noted"]
    for name in ("settled_rows", "undone_rows", "case_rows", "claims", "outcomes", "applied"):
        assert whole[name], name
    kinds = {row[4] for row in whole["postings"]}
    assert kinds == {"receipt", "settlement", "decision", "cut_off"}
