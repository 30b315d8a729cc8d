"""A project folder whose routine file is edited, and simulations that end as they are told to."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from rutine.core import clock
from rutine.installation import Installation
from rutine.settings import Settings
from rutine.steps.editing.drafts import Draft
from rutine.steps.editing.rehearsal import (
    Moves,
    OfEmployer,
    Refused,
    Rehearsal,
    State,
    Use,
    keep_rehearsal,
    read_rehearsal,
)
from rutine.steps.editing.rehearsing import Rehearsals
from rutine.steps.simulation.comparison import Move
from tests.command_line import ROOT

ROUTINE = Path("mappings") / "routines" / "nav_refunds.yaml"


def project(folder: Path) -> Path:
    """A project with routine files of its own, and the rest of this one."""
    shutil.copytree(ROOT / "mappings" / "routines", folder / "mappings" / "routines")
    for name in ("tables", "formats", "examples"):
        (folder / "mappings" / name).symlink_to(ROOT / "mappings" / name)
    for name in ("flows", "docs", "prefect.yaml"):
        (folder / name).symlink_to(ROOT / name)
    return folder


def git(folder: Path, *words: str) -> str:
    """What git answers in a folder."""
    done = subprocess.run(
        ["git", "-c", "user.name=Prøve", "-c", "user.email=p@example.org", *words],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def kept_by_git(folder: Path) -> Path:
    """A project with its routine files in git."""
    project(folder)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "mappings/routines")
    git(folder, "commit", "-q", "-m", "Rutinefiler")
    return folder


def installation(store: Any, home: Path, folder: Path) -> Installation:
    """A store of the tests with that project."""
    settings = _settings().model_copy(update={"home": home, "project": folder})
    return Installation(settings, store.database, store.archive, store.keys)


@cache
def _settings() -> Settings:
    """Read from the environment once: that takes longer than the rest of an app."""
    return Settings(employers=())


class Played(Rehearsals):
    """Simulations that have ended at once, as it was told."""

    def __init__(self, place: Installation, ends: Mapping[str, Any]) -> None:
        super().__init__(place)
        self.ends = dict(ends)

    def begin(self, _draft: Draft, file: Path) -> None:
        now = clock.now()
        keep_rehearsal(file.parent, Rehearsal(**{"begun": now, "ended": now, **self.ends}))

    def of(self, _draft: Draft, folder: Path) -> Rehearsal | None:
        return read_rehearsal(folder)


def ended(*refused: int) -> dict[str, Any]:
    """A simulation that is done; the cases in which a person had decided otherwise."""
    employer = OfEmployer(
        name="Tenkt kommune",
        months=("2026-08", "2026-10"),
        runs=3,
        lines=131,
        moves=(
            Moves(move=Move.TO_SETTLED, groups=2, lines=3, paid=2_146_500),
            Moves(move=Move.TO_REVIEW, groups=0, lines=0, paid=0),
            Moves(move=Move.OTHERWISE, groups=0, lines=0, paid=0),
            Moves(move=Move.OTHER_CASE, groups=1, lines=1, paid=None),
        ),
        settled=2,
        agreed=2 - len(refused),
        against=len(refused),
        refused=tuple(
            Refused(month="2026-09", rule="group_sum", case=case, action="write_off")
            for case in refused
        ),
        uses=(
            Use(rule="exact", suggests=False, groups=96, lines=96, paid=91_440_000, refused=0),
            Use(
                rule="group_sum",
                suggests=False,
                groups=9,
                lines=14,
                paid=9_301_500,
                refused=len(refused),
            ),
        ),
        unused=("joint_search",),
        carried_out=12,
        without_case=0,
    )
    return {"state": State.DONE, "employers": (employer,)}
