"""Getting a browser where there is none; `rutine doctor --fix-browser` calls it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from rutine.connectors.browser import WINDOWLESS, BrowserChoice, find_browser
from rutine.core.errors import InputError

Runner = Callable[[Sequence[str]], bool]
"""Runs a command and tells whether it succeeded."""

_SECONDS = 900


def install_browser(progress: Callable[[str], None], run: Runner | None = None) -> BrowserChoice:
    """Find a browser, or install one: Playwright's own, else the distribution's Chromium.

    Args:
        progress: told each attempt and how it failed, in one sentence.
        run: runs a command; the default gives it 15 minutes and shows its output.

    Raises:
        InputError: `browser_install_failed`, with what to do by hand.
    """
    run = run or _run
    try:
        return find_browser()
    except InputError as missing:
        progress(missing.message)
    for way in _ways():
        progress(f"Trying: {way.name}.")
        if not all(run(command) for command in way.commands):
            progress(way.failure)
            continue
        for extra in way.extras:
            run(extra)  # without it the browser itself does the same, only slower
        try:
            return find_browser()
        except InputError:
            progress(f"{way.name} ended well, but no browser was found afterwards.")
    if shutil.which("apt-get") and not _is_root():
        progress("apt-get needs root: run `sudo apt-get install chromium`.")
    raise InputError(
        "browser_install_failed",
        "No browser could be installed.",
        "Ask IT to install Chrome, Edge or Chromium, or run `playwright install chromium` where "
        "the network lets it through.",
    )


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to get a browser, the sentence when it fails, and what it can do without."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    failure: str
    extras: tuple[tuple[str, ...], ...] = ()


_PLAYWRIGHT: Final = _Way(
    "Playwright's download",
    ((sys.executable, "-m", "playwright", "install", "chromium"),),
    "Playwright could not download Chromium: no way to its servers, or no space.",
)
_APT: Final = _Way(
    "The distribution's package",
    (
        ("apt-get", "update"),
        ("apt-get", "install", "--yes", "--no-install-recommends", "chromium"),
    ),
    "apt-get could not install chromium: no way to the package servers, or another installation "
    "is running.",
    (("apt-get", "install", "--yes", "--no-install-recommends", WINDOWLESS),),
)


def _ways() -> list[_Way]:
    """What can be tried on this machine by this user."""
    return [_PLAYWRIGHT, _APT] if shutil.which("apt-get") and _is_root() else [_PLAYWRIGHT]


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _run(command: Sequence[str]) -> bool:
    try:
        done = subprocess.run(  # noqa: S603 - the fixed commands above
            list(command),
            check=False,
            timeout=_SECONDS,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
