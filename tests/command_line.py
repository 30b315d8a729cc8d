"""`rutine` as a person types it: in this process, or in one of its own where the test is of that.

In this process it costs no start of Python and no import of what the last command imported.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from rutine.cli import main
from rutine.installation import current

ROOT = Path(__file__).parents[1]
CANDIDATE = ROOT / "tests" / "golden" / "routines" / "check" / "service_records.yaml"
"""A candidate: described, with a procedure as it is done today, and no way to run it."""

PROGRAM = Path(sys.executable).parent / "rutine"


@dataclass(frozen=True)
class Answer:
    """What the command said, and the code it ended with."""

    returncode: int
    stdout: str
    stderr: str


def with_candidate(folder: Path) -> dict[str, str]:
    """A project that has the candidate too; returns what lets `rutine` work in it."""
    shutil.copytree(ROOT / "mappings", folder / "mappings")
    shutil.copy(CANDIDATE, folder / "mappings" / "routines")
    shutil.copy(ROOT / "prefect.yaml", folder)
    return {"RUTINE_PROJECT": str(folder)}


def rutine(
    *words: object, home: Path, stdin: str = "", at: Path = ROOT, **environment: str
) -> Answer:
    """Run a command that starts no flow, in a folder."""
    said, complained = io.StringIO(), io.StringIO()
    typed = [str(PROGRAM), *map(str, words)]
    mask = os.umask(0o022)
    current.cache_clear()  # a flow in this process may have left its own
    try:
        with (
            chdir(at),
            mock.patch.dict(os.environ, _environment(home, environment)),
            mock.patch.object(sys, "argv", typed),
            mock.patch.object(sys, "stdin", io.StringIO(stdin)),
            redirect_stdout(said),
            redirect_stderr(complained),
        ):
            try:
                main()
                code = 0
            except SystemExit as ended:
                code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        os.umask(mask)
        current.cache_clear()
    return Answer(code, said.getvalue(), complained.getvalue())


def rutine_alone(*words: object, home: Path, **environment: str) -> Answer:
    """Run a command in a process of its own: Prefect takes its settings once, when imported.

    It starts a server of its own unless `PREFECT_API_URL` says where one is.
    """
    ended = subprocess.run(
        [PROGRAM, *map(str, words)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **_environment(home, environment)},
        check=False,
    )
    return Answer(ended.returncode, ended.stdout, ended.stderr)


def _environment(home: Path, more: dict[str, str]) -> dict[str, str]:
    return {"RUTINE_HOME": str(home), "COLUMNS": "200", **more}
