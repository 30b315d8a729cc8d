"""Finding and starting a browser: one that is installed, else Playwright's own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

from rutine.connectors.windows_browsers import windows_browsers
from rutine.core import system
from rutine.core.errors import InputError

COMMANDS: Final = (
    "google-chrome-stable",
    "google-chrome",
    "microsoft-edge-stable",
    "microsoft-edge",
    "chromium",
    "chromium-browser",
)
"""What Chrome, Edge and Chromium are called on Linux, in the order they are tried."""

WINDOWLESS: Final = "chromium-headless-shell"
"""Debian's name, for the program and its package."""

REMEDY: Final = (
    "Run `rutine doctor --fix-browser`, or install Chrome, Edge or Chromium (Debian: `apt install "
    "chromium`)."
)
_FLAGS: Final = ("--disable-quic", "--disable-background-networking")
_VERSION_SECONDS = 20
_SANDBOX: Final = ("no usable sandbox", "sandboxing failed", "to new namespace")
"""Words of Chromium and Playwright; the bare word stands in every command line they print."""


_NO_SCREEN: Final = ("missing x server", "cannot open display", "launched a headed browser")
"""Words of Chromium and Playwright where no screen is."""


@dataclass(frozen=True, slots=True)
class BrowserChoice:
    """A browser to use.

    Attributes:
        path: the program, or None for the one Playwright brought itself.
        version: as the browser tells it.
        windowless: the same browser without its windows, for pages that nobody watches; it
            takes a third of the work. None where the browser itself must do.
    """

    path: Path | None
    version: str
    windowless: Path | None = None


def find_browser(preferred: Path | None = None) -> BrowserChoice:
    """A browser that answers when asked for its version.

    Args:
        preferred: this program and no other.

    Raises:
        InputError: `browser_missing`.
    """
    if preferred is not None:
        chosen = _ask(preferred) if not system.ON_WINDOWS else _there(preferred)
        if chosen is None:
            raise InputError(
                "browser_missing", f"{preferred} is not a browser that starts.", REMEDY
            )
        return chosen
    if system.ON_WINDOWS:
        for path, version in windows_browsers(os.environ):
            return BrowserChoice(path, version)
    for command in COMMANDS:
        found = shutil.which(command)
        chosen = _ask(Path(found)) if found else None
        if chosen is not None:
            return replace(chosen, windowless=_windowless(command))
    if _own_browser().is_file():
        return BrowserChoice(None, "Playwright's own Chromium")
    raise InputError("browser_missing", "No Chrome, Edge or Chromium was found.", REMEDY)


@contextmanager
def open_browser(choice: BrowserChoice, *, visible: bool = False) -> Iterator[Browser]:
    """Start the browser, with a window only if `visible`; end it and its helper afterwards.

    Raises:
        InputError: `browser_sandbox`, `browser_libraries`, `browser_screen` or
            `browser_does_not_start`.
    """
    with sync_playwright() as playwright:
        browser = _launch(playwright, choice, visible=visible)
        try:
            yield browser
        finally:
            browser.close()


def _launch(playwright: Playwright, choice: BrowserChoice, *, visible: bool) -> Browser:
    try:
        return playwright.chromium.launch(
            executable_path=choice.path if visible else choice.windowless or choice.path,
            headless=not visible,
            # Chromium's sandbox refuses to run as root, and only there is it left out.
            chromium_sandbox=not _is_root(),
            args=list(_FLAGS),
        )
    except Error as error:
        code, message, remedy = _why_not(str(error).casefold())
        raise InputError(code, message, remedy) from None


def _why_not(text: str) -> tuple[str, str, str]:
    """Code, sentence and remedy for a browser that did not start."""
    if any(words in text for words in _SANDBOX):
        return (
            "browser_sandbox",
            "The browser could not start its sandbox.",
            "Use the distribution's own Chrome or Chromium package, which may start one.",
        )
    if "shared librar" in text or "missing dependencies" in text:
        return (
            "browser_libraries",
            "The browser lacks system libraries.",
            (
                "Run `playwright install-deps chromium` as root, or install the distribution's "
                "Chromium package."
            ),
        )
    if any(words in text for words in _NO_SCREEN):
        return (
            "browser_screen",
            "There is no screen to show the browser on.",
            "Run the command on your own machine, at its desktop, not over a terminal connection.",
        )
    return "browser_does_not_start", "The browser was found but does not start.", REMEDY


def _ask(program: Path) -> BrowserChoice | None:
    """The program's version, or None: Ubuntu's `chromium-browser` may be an empty shell."""
    try:
        answer = subprocess.run(  # noqa: S603 - a program from the fixed list or the settings
            [program, "--version"],
            capture_output=True,
            check=True,
            text=True,
            timeout=_VERSION_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return BrowserChoice(program, answer.stdout.strip())


def _there(program: Path) -> BrowserChoice | None:
    """The program as it is: on Windows, asking it for its version would open a window."""
    return BrowserChoice(program, program.stem) if program.is_file() else None


def _windowless(command: str) -> Path | None:
    """Debian's Chromium without windows, beside Debian's Chromium."""
    found = shutil.which(WINDOWLESS) if command == "chromium" else None
    return None if found is None or _ask(Path(found)) is None else Path(found)


def _own_browser() -> Path:
    """Where Playwright's own Chromium is, or would be."""
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0  # Windows has no root
