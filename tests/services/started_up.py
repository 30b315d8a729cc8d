"""`rutine up` for real, in a process of its own: started once, and all of it stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rutine.cli.scheduling.prefect_api import SERVER_FILE, PrefectApi
from tests.command_line import ROOT, Answer, rutine
from tests.postgres_server import free_port
from tests.services.processes import alive, children
from tests.services.several_machines import until

OURS: Final = {
    "RUTINE_SERVER__PORT",
    "RUTINE_EMPLOYERS",
    "RUTINE_NOTICES__WEBHOOK",
    "RUTINE_DATABASE_URL",
}
"""What a command in this process is told of the environment."""


@dataclass
class Running:
    """What `rutine up` started, and what its webhook was told."""

    process: int
    home: Path
    environment: dict[str, str]
    api: PrefectApi
    review: str
    said: Path
    heard: list[dict[str, Any]]

    def here(self, *words: str) -> Answer:
        """In this process, which costs no start of Python."""
        ours = {k: v for k, v in self.environment.items() if k in OURS}
        return rutine(*words, home=self.home, **ours)

    def deployment(self, name: str) -> Any:
        """The deployment of a routine, as Prefect has it."""
        return next(each for each in self.api.deployments() if each["name"] == name)

    def runs(self, name: str) -> list[Any]:
        """The latest runs of a routine."""
        return list(self.api.latest_runs(self.deployment(name)["id"], limit=20))


@contextmanager
def started_up(
    home: Path,
    employers: Sequence[object],
    webhook: tuple[str, list[dict[str, Any]]],
    *,
    review: int,
    **more: str,
) -> Iterator[Running]:
    """Start it, and stop it with everything that it started.

    Args:
        home: its home.
        employers: as in `rutine.toml`.
        webhook: a chat program's address, and what it is told there.
        review: the port of the review app.
        more: of the environment.
    """
    said = home / "said.txt"
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "RUTINE_"))},
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        "RUTINE_HOME": str(home),
        "RUTINE_SERVER__PORT": str(free_port()),
        "RUTINE_REVIEW_PORT": str(review),
        "RUTINE_EMPLOYERS": json.dumps(employers),
        "RUTINE_NOTICES__WEBHOOK": webhook[0],
        "COLUMNS": "200",
        **more,
    }
    with said.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "rutine.cli", "up"],
            stdout=out,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=ROOT,
            start_new_session=True,
        )
        try:
            until(lambda: "Ctrl-C" in said.read_text() or process.poll() is not None)
            assert process.poll() is None, said.read_text()
            told = json.loads((home / SERVER_FILE).read_text())
            with PrefectApi(told["url"], told["auth"]) as api:
                yield Running(
                    *(process.pid, home, environment, api),
                    *(f"http://127.0.0.1:{review}", said, webhook[1]),
                )
        finally:
            started = children(process.pid)
            process.send_signal(signal.SIGTERM)
            process.wait(300)  # each child has twenty seconds to end in
            left = [name for name, each in started.items() if alive(each)]
            assert left == []
            assert not (home / SERVER_FILE).exists()
