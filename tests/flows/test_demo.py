"""`rutine demo` as a new user types it, in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

pytestmark = [pytest.mark.flow, pytest.mark.browser]

RUTINE = Path(sys.executable).parent / "rutine"
ROOT = Path(__file__).parents[2]
LINE = re.compile(r"^(2026-\d\d)  (.*)$")


@contextmanager
def demo(home: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A demo in a session of its own, so that what it leaves behind can be found."""
    running = subprocess.Popen(
        [RUTINE, "demo", "--no-browser", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        env={
            **os.environ,
            "RUTINE_HOME": str(home),
            "RUTINE_REVIEW_PORT": "0",
            "COLUMNS": "200",
            "PYTHONUNBUFFERED": "1",
        },
        start_new_session=True,
    )
    try:
        yield running
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
        running.communicate()


def processes_of(session: int) -> list[int]:
    """Every process of the session that is still there."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it ended while we looked
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
def test_the_demo_shows_three_months_opens_the_app_and_ends_whole(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with demo(home) as running:
        assert running.stdout is not None
        said: list[str] = []
        address = None
        for line in running.stdout:
            said.append(line.rstrip())
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                address = found[0]
            if "Ctrl-C" in line:
                break
        assert address is not None, "\n".join(said)
        months = {m[1]: m[2] for line in said if (m := LINE.match(line))}
        assert list(months) == ["2026-08", "2026-09", "2026-10"]
        assert all("kontrollene stemmer" in line for line in months.values())
        assert "Logg inn" in httpx.get(address, follow_redirects=True).text

        second = subprocess.run(
            [RUTINE, "demo", "--exit"],
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={**os.environ, "RUTINE_HOME": str(home), "COLUMNS": "200"},
            check=False,
        )
        assert second.returncode == 2
        assert "er allerede i gang" in second.stderr

        os.kill(running.pid, signal.SIGINT)
        running.wait(timeout=300)
        assert "Traceback" not in running.stdout.read()
        assert processes_of(running.pid) == []

    with demo(home, "--exit") as again:
        out, _ = again.communicate(timeout=600)
    assert again.returncode == 1, out  # cases wait for a person
    lines = [m[2] for line in out.splitlines() if (m := LINE.match(line))]
    assert len(lines) == 3
    assert all(
        "ingenting nytt (bekreftet), 0 nye saker" in line.replace("\u00a0", " ") for line in lines
    )


def test_a_taken_port_is_said_before_the_work_begins(tmp_path: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = subprocess.run(
            [RUTINE, "demo"],
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={
                **os.environ,
                "RUTINE_HOME": str(tmp_path / "home"),
                "RUTINE_REVIEW_PORT": str(taken.getsockname()[1]),
                "COLUMNS": "200",
            },
            check=False,
        )
    assert refused.returncode == 2
    assert "er i bruk" in refused.stderr
    assert "RUTINE_REVIEW_PORT" in refused.stderr
