"""What the service tests start: `python -m tests.programs` installs the packages that are missing.

`make test` calls it. Where it can't install, it says so in a sentence, and the tests that need the
program are skipped with the same name.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from typing import Final

from tests.postgres_server import has_postgres

NEEDED: Final[dict[str, Callable[[], bool]]] = {
    "postgresql": has_postgres,
    "redis-server": lambda: shutil.which("redis-server") is not None,
    "caddy": lambda: shutil.which("caddy") is not None,
}
"""Debian's package -> whether what it brings is here."""
_SECONDS: Final = 900
_UPDATE: Final = ("apt-get", "update")
_INSTALL: Final = ("apt-get", "install", "--yes", "--no-install-recommends")


def missing() -> list[str]:
    """The packages whose programs are not here."""
    return [package for package, is_here in NEEDED.items() if not is_here()]


def main(run: Callable[..., bool] | None = None) -> None:
    """Install what is missing, one by one: a distribution may lack one of them."""
    run = run or _run
    packages = missing()
    if not packages:
        return
    names = " ".join(packages)
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        _say(
            f"Not here: {names}. Tests that need them are skipped. As root on Debian or Ubuntu: "
            f"apt-get install {names}"
        )
        return
    _say(f"Installing for the service tests (once): {names} ...")
    run(*_UPDATE)
    for package in packages:
        if not run(*_INSTALL, package):
            _say(f"apt-get could not install {package}: tests that need it are skipped.")


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")


def _run(*command: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            check=False,
            timeout=_SECONDS,
            env=environment,
            stdin=subprocess.DEVNULL,  # a package that asks something gets no answer, and goes on
            stdout=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    main()
