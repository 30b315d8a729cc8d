"""The processes that a started `rutine up` has."""

from __future__ import annotations

import subprocess
from pathlib import Path

_NAMES = {
    "prefect_server start": "server",
    "--pool hr": "worker",
    "--pool upkeep": "upkeep",
    "events --follow": "events",
    "cli review": "review",
}


def alive(process: int) -> bool:
    """Whether it runs; one that has ended and was not waited for does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children(of: int) -> dict[str, int]:
    """What it has started, by name: the process of each."""
    found = subprocess.run(
        ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(of)],
        capture_output=True,
        text=True,
        check=False,
    )
    return {
        name: int(row.split()[0])
        for row in found.stdout.splitlines()
        for words, name in _NAMES.items()
        if words in row
    }
