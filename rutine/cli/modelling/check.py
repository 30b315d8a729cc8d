"""`rutine check`: is every routine, match, format and table file right, and if not, where."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import cast

from rich.console import Console
from rich.markup import escape

from rutine.cli.outcome import Exit
from rutine.core.errors import InputError
from rutine.core.whole_file import write_whole
from rutine.formats.sentences import Language
from rutine.formats.yaml_source import load_yaml
from rutine.project import MARKER
from rutine.routines.check.checker import findings_of
from rutine.routines.check.finding import Finding, Level
from rutine.routines.check.surroundings import Surroundings
from rutine.routines.check.wording import catalogue, placed
from rutine.routines.retention_file import FILE as RETENTION_FILE
from rutine.routines.versions import LATEST, migrated
from rutine.settings import Settings, load_settings

_FOLDERS = ("formats", "matches", "routines", "tables")


def check_mappings(files: list[Path], *, migrate: bool = False) -> int:
    """Check the files given, or every mapping of the project; say each finding with its line.

    Args:
        files: routine, match, format and table files; empty for all of the project's.
        migrate: write routine files of an earlier version in the latest one first.

    Returns:
        0 when there is nothing to correct; what should only be looked at does not count.
    """
    settings = load_settings()
    language = cast("Language", settings.language)
    console = Console(highlight=False, soft_wrap=True)
    label = catalogue(language)["label"]
    chosen = sorted(files or _all_of(settings.mappings))
    around = surroundings(settings)
    counts = {Level.ERROR: 0, Level.WARNING: 0}
    for path in chosen:
        try:
            if migrate:
                _migrate(path, console, label)
            found = findings_of(path, around)
        except InputError:
            told = label["unreadable"].format(path=path)
            console.print(f"[red]✗[/] {escape(told)}")
            counts[Level.ERROR] += 1
            continue
        _show(console, path, found, language)
        for finding in found:
            counts[finding.level] += 1
    if any(counts.values()):
        told = label["faults"].format(
            errors=counts[Level.ERROR], warnings=counts[Level.WARNING], files=len(chosen)
        )
        console.print(f"\n{escape(told)} {escape(label['again'] if counts[Level.ERROR] else '')}")
    return Exit.ERROR if counts[Level.ERROR] else Exit.CLEAN


def _all_of(mappings: Path) -> Iterable[Path]:
    yield from (path for folder in _FOLDERS for path in mappings.glob(f"{folder}/*.yaml"))
    if (terms := mappings / RETENTION_FILE).is_file():
        yield terms


def surroundings(settings: Settings) -> Surroundings:
    """The project that files are checked in, as the settings say."""
    checkout = (settings.project / MARKER).is_file()
    return Surroundings(
        mappings=settings.mappings,
        project=settings.project if checkout else None,
        two_persons=settings.two_persons.model_dump(),
    )


def _show(console: Console, path: Path, found: list[Finding], language: Language) -> None:
    wrong = any(finding.level is Level.ERROR for finding in found)
    mark = "[red]✗[/]" if wrong else "[yellow]![/]" if found else "[green]✓[/]"
    console.print(f"{mark} {escape(str(path))}")
    for finding in found:
        console.print(f"  {escape(placed(finding, language))}")


def _migrate(path: Path, console: Console, label: dict[str, str]) -> None:
    """Write a routine file of an earlier version in the latest one; others are left alone.

    Raises:
        InputError: `mapping_missing`, `mapping_invalid`, or `mapping_not_written`.
    """
    document = load_yaml(path)
    is_routine = isinstance(document.data, dict) and not {"a", "format", "table"} & {*document.data}
    draft = migrated(document) if is_routine else None
    if draft is None:
        return
    try:
        mode = path.stat().st_mode
        write_whole(path, draft.text.encode())
        path.chmod(mode)  # others who read it go on reading it
    except OSError as error:
        raise InputError(
            "mapping_not_written",
            f"{path} can't be written: {error.strerror}.",
            "Check that you may write it and its folder.",
            path=str(path),
            why=error.strerror or type(error).__name__,
        ) from None
    console.print(f"[green]→[/] {escape(str(path))}: {label['migrated'].format(version=LATEST)}")
