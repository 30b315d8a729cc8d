"""`rutine check`: is every routine file and format file right, and if not, where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from rutine.cli.outcome import Exit
from rutine.core.errors import InputError
from rutine.formats.camt import FORMAT_NAME as BANK_STATEMENT
from rutine.formats.format_file import is_format_file, load_format
from rutine.routines.match_file import is_match_file, load_match
from rutine.routines.routine_file import RoutineFile, load_routine
from rutine.settings import load_settings


def check_mappings(files: list[Path]) -> int:
    """Check the files given, or every mapping of the project; say each fault with its line."""
    console = Console(highlight=False, soft_wrap=True)
    mappings = load_settings().mappings
    chosen = files or [
        path
        for folder in ("routines", "matches", "formats")
        for path in mappings.glob(f"{folder}/*.yaml")
    ]
    formats = {p.stem for p in mappings.glob("formats/*.yaml")}
    faults = 0
    for path in sorted(chosen):
        try:
            said = _faults(path, formats)
        except InputError as error:
            said = [str(error)]
        except OSError as error:
            said = [f"{path}: {error.strerror}. Give the path of a file that can be read."]
        for sentence in said:
            console.print(f"[red]✗[/] {escape(sentence)}")
        if not said:
            console.print(f"[green]✓[/] {path}")
        faults += len(said)
    return Exit.ERROR if faults else Exit.CLEAN


def _faults(path: Path, formats: set[str]) -> list[str]:
    if path.resolve().parent.name == "formats" or is_format_file(path):
        load_format(path)
        return []
    if is_match_file(path):
        plan = load_match(path)
        named = {"a, formats": plan.a.formats, "b, formats": plan.b.formats}
        return _unknown_formats(path, named, {*formats, BANK_STATEMENT})
    return _routine_faults(path, load_routine(path), formats)


def _routine_faults(path: Path, routine: RoutineFile, formats: set[str]) -> list[str]:
    named: dict[str, Iterable[str]] = {
        f"sources, {record}": source.formats for record, source in routine.sources.items()
    }
    if (postings := routine.postings) is None:
        return _unknown_formats(path, named, formats)
    written = (postings.voucher, postings.payroll)
    folder = load_settings().mappings / "formats"
    known = {name: load_format(folder / f"{name}.yaml") for name in written if name in formats}
    wrong = [f"{path}: {fault}" for fault in postings.faults(known)]
    return [*_unknown_formats(path, named | {"postings": written}, formats), *wrong]


def _unknown_formats(
    path: Path, named: Mapping[str, Iterable[str]], formats: set[str]
) -> list[str]:
    return [
        f"{path}: {place}: there is no format file named {name!r}. "
        f"There are: {', '.join(sorted(formats))}."
        for place, names in named.items()
        for name in names
        if name not in formats
    ]
