"""Where Edge and Chrome lie on Windows, and which version they are.

They are not on the path there, and asking them for `--version` opens a window instead: the version
is the name of the folder beside the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

_ROOTS: Final = ("ProgramFiles(x86)", "ProgramFiles", "LocalAppData")
"""Variables that name the folders programs are installed in; the last is for one user."""

_PROGRAMS: Final = (
    ("Microsoft Edge", ("Microsoft", "Edge", "Application", "msedge.exe")),
    ("Google Chrome", ("Google", "Chrome", "Application", "chrome.exe")),
)
"""Edge first: it is on every PC that a municipality has, and kept up to date by Windows."""

_VERSION: Final = re.compile(r"\d+(?:\.\d+){3}")


def windows_browsers(environment: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    """Every Edge and Chrome that is installed: the program, and its name with the version."""
    folded = {name.casefold(): value for name, value in environment.items()}
    for name, parts in _PROGRAMS:
        for root in _ROOTS:
            where = folded.get(root.casefold())
            program = Path(where, *parts) if where else None
            if program is not None and program.is_file():
                yield program, f"{name} {_version(program.parent)}".rstrip()


def _version(folder: Path) -> str:
    """The newest of the versions that lie there: one that was replaced goes at the next start."""
    found = [each.name for each in folder.iterdir() if _VERSION.fullmatch(each.name)]
    return max(found, key=lambda name: [int(part) for part in name.split(".")], default="")
