"""The services of a compose file as plain processes: what a container is given, but no image.

Command, environment, user and read-only root are those that the file and `Containerfile` say;
names and ports that only containers have are put on loopback.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

ROOT: Final = Path(__file__).resolve().parents[2]
DEPLOY: Final = ROOT / "deploy"
USER: Final = 10001
"""Who the image runs as."""

_HOME, _PROJECT, _TEMPORARY = "/var/lib/rutine", "/app", "/tmp"  # noqa: S108 - in the container
_PROGRAMS: Final = {
    "python": (sys.executable,),
    "prefect": (sys.executable, "-m", "prefect"),
    "rutine": (sys.executable, "-m", "rutine.cli"),
}
_NO_RIGHTS: Final = ("--no-new-privs", "--bounding-set=-all", "--inh-caps=-all")
_AS_NOBODY: Final = (
    *("setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"),
    *_NO_RIGHTS,
)
_AS_OURSELVES: Final = ("setpriv", *_NO_RIGHTS)
_OWN_MOUNTS: Final = ("unshare", "--mount", "--propagation", "private")
_READ_ONLY: Final = (
    'mount --bind "$1" "$1" && mount --bind "$2" "$2" && mount -o remount,bind,ro / '
    '&& shift 2 && exec "$@"'
)


@dataclass(frozen=True, slots=True)
class Machine:
    """Where a container would run: its home (a mounted folder) and its own /tmp."""

    home: Path
    temporary: Path

    @classmethod
    def make(cls, folder: Path, home: Path) -> Machine:
        """A machine with the home of its installation, which may be shared with others."""
        temporary = folder / "tmp"
        temporary.mkdir(parents=True)
        home.mkdir(mode=0o700, exist_ok=True)
        machine = cls(home, temporary)
        machine.give()
        return machine

    def give(self) -> None:
        """Let the container's user have what lies in its folders."""
        if _guard() != _AS_NOBODY:
            return
        for folder in (self.home, self.temporary):
            for each in (folder, *folder.rglob("*")):
                shutil.chown(each, USER, USER)

    def inside(self, text: str) -> str:
        """A text of the file with the container's folders put where they lie here."""
        # In one go: what one is replaced by may lie in another, such as a checkout under /tmp.
        places = {_HOME: self.home, _PROJECT: ROOT, _TEMPORARY: self.temporary}
        names = "|".join(places)
        return re.sub(rf"(?<![\w/.])({names})(?=/|$)", lambda m: str(places[m[1]]), text)


@dataclass(frozen=True, slots=True)
class Started:
    """A process that stands for a container, with its output in a file."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def said(self) -> str:
        """What it wrote, for a test that fails."""
        return f"{self.name}: {self.log.read_text('utf-8', 'replace')[-3000:]}"


@dataclass(frozen=True, slots=True)
class Composed:
    """A compose file with its variables."""

    file: Path
    variables: Mapping[str, str]

    def services(self) -> Mapping[str, Any]:
        """The services by name, as they stand."""
        declared: Mapping[str, Any] = yaml.safe_load(self.file.read_text("utf-8"))["services"]
        return declared

    def command(self, service: str, port: int | None = None) -> tuple[str, ...]:
        """What the container runs; one that listens does it on loopback, at the port."""
        program, *words = self.services()[service]["command"]
        here = {"0.0.0.0": "127.0.0.1", "4200": str(port)}  # noqa: S104 - it is replaced
        return (*_PROGRAMS[program], *(here.get(each, each) for each in words))

    def environment(self, service: str, machine: Machine) -> dict[str, str]:
        """What is in the container's environment, and only what this machine needs beside it."""
        system = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "RUTINE_"))}
        path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        given = {**of_the_image(), **self.services()[service].get("environment", {})}
        told = {name: machine.inside(self._filled(text)) for name, text in given.items()}
        return {**system, "PYTHONPATH": path, "TMPDIR": str(machine.temporary), **told}

    def start(
        self, service: str, machine: Machine, *, port: int | None = None, **more: str
    ) -> Started:
        """Start it, as the image's user with nothing but home and /tmp to write in.

        `more` stands for what a machine has of its own: a port, a name.
        """
        log = machine.temporary.with_name(
            f"{service}-{len(list(machine.temporary.parent.iterdir()))}.log"
        )
        with log.open("wb") as out:
            process = subprocess.Popen(
                [*guard(machine), *self.command(service, port)],
                env=self.environment(service, machine) | more,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return Started(service, process, log)

    def _filled(self, text: str) -> str:
        def value(found: re.Match[str]) -> str:
            name, default = found.group(1), found.group(2)
            return self.variables[name] if default is None else self.variables.get(name, default)

        return re.sub(r"\$\{(\w+)(?::\?|:-([^}]*))?\}", value, str(text))


def guard(machine: Machine) -> Sequence[str]:
    """What a command begins with to have the container's read-only root and no rights."""
    if not _guard():
        return ()
    places = (str(machine.home), str(machine.temporary))
    return (*_OWN_MOUNTS, "sh", "-c", _READ_ONLY, "sh", *places, *_guard())


@cache
def _guard() -> tuple[str, ...]:
    """The image's user, where it may run our Python; else ourselves without rights; else nothing.

    A Python in somebody's home can be run by nobody else.
    """
    python = "import subprocess, sys; subprocess.run([sys.executable, '-c', ''], check=True)"
    tried = (sys.executable, "-c", f"{python}; print(sys.version)")
    for way in (_AS_NOBODY, _AS_OURSELVES):
        try:
            done = subprocess.run(
                [*_OWN_MOUNTS, *way, *tried], check=False, capture_output=True, text=True, cwd=ROOT
            )
        except FileNotFoundError:
            return ()
        if done.returncode == 0 and done.stdout.strip() == sys.version.strip():
            return way
    return ()


def of_the_image() -> dict[str, str]:
    """What `Containerfile` puts in the environment of every container, but for the path."""
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    last = text.rpartition("\nFROM ")[2]
    (given,) = re.findall(r"^ENV ((?:.*\\\n)*.*)$", last, re.MULTILINE)
    pairs = (each.split("=", 1) for each in given.replace("\\\n", " ").split())
    return {name: value for name, value in pairs if name != "PATH"}
