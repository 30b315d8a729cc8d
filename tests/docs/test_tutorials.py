"""Every tutorial is done as it stands, in a fresh copy of the project, and ends as it says.

`RUTINE_TUTORIALS=write pytest tests/docs/test_tutorials.py` writes the outputs anew.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.command_line import PROGRAM, rutine
from tests.docs.tutorial_page import Typed, Written, agrees, said_again, steps_of

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "tutorial"
PAGES = sorted(path for path in FOLDER.glob("*.md"))
COPIED = ("flows", "tasks", "mappings", "schemas", "docs/tutorial/filer", "prefect.yaml")
HOUR = 3600
_IN_THEIR_OWN = ("run",)
"""Commands that start a flow: Prefect takes its settings once, when imported."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout as a consultant has it, without what a tutorial does not touch."""
    folder = tmp_path / "rutine"
    for name in COPIED:
        if (ROOT / name).is_dir():
            unneeded = shutil.ignore_patterns("__pycache__", "nav_refunds", "expected_refund")
            shutil.copytree(ROOT / name, folder / name, ignore=unneeded)
        else:
            shutil.copy(ROOT / name, folder / name)
    (folder / "docs" / "reference").mkdir(parents=True)
    return folder


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_tutorial_ends_as_it_says_in_less_than_an_hour(
    page: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    begun, outputs = time.monotonic(), {}
    for step in steps_of(page.read_text("utf-8")):
        if isinstance(step, Written):
            (project / step.name).write_text(step.text, encoding="utf-8")
            continue
        said = done(step, project)
        outputs[step.span] = said
        if os.environ.get("RUTINE_TUTORIALS") != "write":
            assert agrees(step.output, said), f"$ {step.command}\n{said}"
    assert outputs
    assert time.monotonic() - begun < HOUR
    if os.environ.get("RUTINE_TUTORIALS") == "write":
        said_again(page, outputs)


def done(step: Typed, project: Path) -> str:
    """What a command says."""
    words = shlex.split(step.command)
    if words[0] == "rutine" and words[1] not in _IN_THEIR_OWN:
        answer = rutine(*words[1:], home=project / ".rutine", at=project)
        return answer.stdout + answer.stderr
    command = step.command.replace("rutine ", f"{PROGRAM} ", 1) if words[0] == "rutine" else None
    ended = subprocess.run(
        ["bash", "-c", command or step.command],
        capture_output=True,
        text=True,
        cwd=project,
        env={
            **os.environ,
            "COLUMNS": "100",
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        },
        check=False,
    )
    return ended.stdout + ended.stderr
