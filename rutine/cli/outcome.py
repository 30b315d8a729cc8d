"""Exit codes, and how a failure is said."""

from __future__ import annotations

from enum import IntEnum
from pathlib import Path
from traceback import extract_tb

from rich.console import Console
from rich.markup import escape

from rutine.cli.texts.error_texts import said
from rutine.core.errors import RutineError


class Exit(IntEnum):
    """What the shell is told."""

    CLEAN = 0
    OPEN_CASES = 1
    ERROR = 2
    INTERRUPTED = 130  # as shells say it: 128 + SIGINT


def unforeseen(error: Exception) -> RutineError:
    """Anything else that went wrong: its kind and place, never its text, which may hold data."""
    last = extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    return RutineError(
        "unforeseen",
        f"Something failed that nobody foresaw ({type(error).__name__} in {place}).",
        "Nothing half-done is stored. Run `rutine doctor`; if it finds nothing, report this line.",
    )


def report_failure(error: RutineError) -> int:
    """Say what is wrong and what to do, in the reader's language, without a traceback."""
    told = said(error, _language())
    console = Console(stderr=True, highlight=False)
    console.print(f"[bold red]{told.what_label}[/] {escape(told.what)}", soft_wrap=True)
    if told.remedy:
        console.print(f"[bold]{told.remedy_label}[/] {escape(told.remedy)}", soft_wrap=True)
    return int(error.exit_code)


def _language() -> str:
    """The language that is set; bokmål where the settings themselves are wrong."""
    from rutine.settings import load_settings  # noqa: PLC0415 - only when something failed

    try:
        return load_settings().language
    except RutineError:
        return "nb"
