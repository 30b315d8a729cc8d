"""Every tutorial is done as it stands, in a fresh copy of the project, and ends as it says.

`RUTINE_TUTORIALS=write pytest tests/docs/test_tutorials.py` writes the outputs anew.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import time
from collections import Counter
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from rutine.installation import current
from rutine.steps.shapes import run_whole
from rutine.steps.shapes.collecting import inputs_of
from tests.command_line import PROGRAM, rutine
from tests.docs.tutorial_page import Typed, Written, agrees, said_again, steps_of

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "tutorial"
PAGES = sorted(path for path in FOLDER.glob("*.md"))
COPIED = ("flows", "tasks", "mappings", "schemas", "docs/tutorial/filer", "prefect.yaml")
HOUR = 3600
_LICENCES = {("O02", "open"): 2, ("L02", "open"): 1, ("L03", "open"): 1}
CASES = {
    "ny-rutine": {**_LICENCES, ("O04", "auto_closed"): 1},
    "ny-rutine.nn": {**_LICENCES, ("O04", "open"): 1},
    "ny-rutine.en": {**_LICENCES, ("O04", "open"): 1},
    "ny-vaktrutine": {("C01", "open"): 3, ("C04", "open"): 3, ("C05", "open"): 1},
    "ny-avstemming": {("M01", "open"): 2, ("M02", "open"): 2},
}
"""Page -> the cases that its reader ends with, by reason and status."""
BY_PREFECT = {"forerkort", "bank_vouchers"}
"""The routines whose first run is done by Prefect, in a process of its own: one that was written
just now, and one that comes with us. The other runs take the same steps without it: it takes most
of the time.
"""
INSTALL = ROOT / "docs" / "how-to" / "install.md"


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
    monkeypatch.setattr(
        "rutine.cli.running.run.load_flow",
        lambda _, routine: partial(steps_without_prefect, routine),
    )
    monkeypatch.setattr("rutine.cli.running.run.require_flow", lambda *_: None)
    begun, outputs = time.monotonic(), {}
    for step in steps_of(page.read_text("utf-8")):
        if isinstance(step, Written):
            (project / step.name).write_text(step.text, encoding="utf-8")
            continue
        found = done(step, project)
        outputs[step.span] = found
        if os.environ.get("RUTINE_TUTORIALS") != "write":
            assert agrees(step.output, found), f"$ {step.command}\n{found}"
    assert outputs
    assert cases_in(project) == CASES[page.stem]
    assert time.monotonic() - begun < HOUR
    if os.environ.get("RUTINE_TUTORIALS") == "write":
        said_again(page, outputs)


def test_the_embedded_way_goes_from_an_empty_folder_as_the_page_says(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first of the three ways; the others are in tests/services."""
    monkeypatch.chdir(project)
    page = INSTALL.read_text("utf-8")
    embedded = re.split(r"^## ", page, flags=re.MULTILINE)[1]
    assert embedded.startswith("Innebygd\n")
    for step in steps_of(embedded):
        if isinstance(step, Written):
            (project / step.name).write_text(step.text, encoding="utf-8")
            continue
        assert agrees(step.output, found := done(step, project)), f"$ {step.command}\n{found}"
    assert cases_in(project)
    assert (project / ".rutine" / "prefect").is_dir()  # it was Prefect that ran it


def steps_without_prefect(
    routine: str, *, employer: str, period: str, lists: str | None = None
) -> str:
    """Take a routine's steps as its flow does."""
    return run_whole(current(), routine, employer, period, inputs=inputs_of(current(), lists))


def cases_in(project: Path) -> Counter[tuple[str, str]]:
    """The cases of a project's store by reason and status."""
    with closing(sqlite3.connect(project / ".rutine" / "rutine.db")) as store:
        return Counter(store.execute("select reason, status from cases").fetchall())


def done(step: Typed, project: Path) -> str:
    """What a command says, as seen from the project's folder."""
    return said(step, project).replace(f"{project}/", "")


def said(step: Typed, project: Path) -> str:
    """What a command says."""
    words = shlex.split(step.command)
    first = not (project / ".rutine" / "prefect").is_dir()
    if words[0] == "rutine" and not (first and words[1] == "run" and words[2] in BY_PREFECT):
        answer = rutine(*words[1:], home=project / ".rutine", at=project)
        return answer.stdout + answer.stderr
    command = step.command.replace("rutine ", f"{PROGRAM} ", 1) if words[0] == "rutine" else None
    ended = subprocess.run(
        ["bash", "-c", command or step.command],
        capture_output=True,
        text=True,
        cwd=project,
        env={**os.environ, "COLUMNS": "100", "PYTHONPATH": str(ROOT)},
        check=False,
    )
    told = ended.returncode not in {0, 1}  # else Prefect's own words at the end, under load
    return ended.stdout + (ended.stderr if told else "")
