"""`rutine score`: which routine to automate first, why, and what stops the others."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from rutine.cli.outcome import Exit
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.formats.sentences import Language
from rutine.formats.yaml_source import did_you_mean
from rutine.routines.graded_routine import GradedRoutine, graded, ranked
from rutine.routines.routine_file import load_routine
from rutine.routines.score_wording import ScoreWords
from rutine.routines.score_workbook import score_workbook
from rutine.routines.suitability_scale import load_scale
from rutine.routines.vocabulary import LANGUAGES
from rutine.settings import load_settings

_LANGUAGES: Final[dict[str, Language]] = {each: each for each in LANGUAGES}


def score_routines(name: str | None, xlsx: Path | None) -> int:
    """Print the ranking of all routine files, or one routine in detail; write a workbook.

    Raises:
        InputError: a file that is wrong, a routine that is not there, or a workbook that can't be
            written.
    """
    settings = load_settings()
    folder = settings.mappings / "routines"
    language: Language = _LANGUAGES.get(settings.language, "nb")
    words = ScoreWords(language, load_scale(settings.mappings / "tables"))
    paths = sorted(folder.glob("*.yaml"))
    every = ranked(graded(load_routine(path), words.scale, clock.today()) for path in paths)
    console = Console(highlight=False, soft_wrap=True, markup=False)
    if name is not None:
        _print_one(console, _named(every, name), words)
    elif every:
        _print_all(console, every, words)
    else:
        console.print(words("none", folder=folder))
    if xlsx is not None:
        _write(xlsx, every, words)
        console.print(words("written", path=xlsx))
    return Exit.CLEAN


def _named(every: list[GradedRoutine], name: str) -> GradedRoutine:
    found = next((each for each in every if each.routine.name == name), None)
    if found is None:
        names = sorted(each.routine.name for each in every)
        meant = did_you_mean(name, names) or "."
        raise InputError(
            "routine_unknown",
            f"There is no routine file named {name!r}{meant}",
            f"Choose one of: {', '.join(names)}.",
            routine=name,
            known=", ".join(names),
        )
    return found


def _write(path: Path, every: list[GradedRoutine], words: ScoreWords) -> None:
    if path.suffix.casefold() != ".xlsx":
        raise InputError("not_xlsx", f"{path.name} is no workbook.", "Give --xlsx FILE.xlsx.")
    try:
        path.write_bytes(score_workbook(every, words))
    except OSError as error:
        raise InputError(
            "output_read_only",
            f"{path} can't be written ({error.strerror}).",
            "Choose another.",
            folder=str(path),
        ) from None


def _print_all(console: Console, every: list[GradedRoutine], words: ScoreWords) -> None:
    table = Table(title=words("title"), title_justify="left", box=None, pad_edge=False)
    for key in ("routine", "points", "hours", "freed", "effort", "pay_back"):
        number = key not in {"routine", "effort"}
        table.add_column(words(key), justify="right" if number else "left", no_wrap=True)
    for each in every:
        table.add_row(
            each.routine.name,
            words.points(each),
            words.figure(each.stream.annual_hours),
            words.freed(each),
            words.effort(each),
            words.pay_back(each),
        )
    console.print(table)
    for each in every:
        for halt in each.verdict.stops:
            console.print(f"{words.title(each)} – {words('stops').lower()}: {words.stop(halt)}.")
            console.print(f"  {words(f'remedy.{halt.stop}')}")
    if any(each.freed_hours is None for each in every):
        console.print(words("no_to_be"))
    made_up = [each.routine.name for each in every if each.made_up]
    if made_up:
        console.print(words("example", routines=", ".join(made_up)))
    console.print(words("no_gain"))
    console.print(words("more"))


def _print_one(console: Console, each: GradedRoutine, words: ScoreWords) -> None:
    found = each.verdict
    console.print(f"{words.title(each)}: {words.points(each)} {words('points').lower()}")
    grades = Table(title=words("grades"), title_justify="left", box=None, pad_edge=False)
    grades.add_column(words("criterion"))
    grades.add_column(words("weight"), justify="right")
    grades.add_column(words("grade"))
    for grade in found.grades:
        grades.add_row(
            words(f"criterion.{grade.criterion}"), words.percent(grade.weight), words.grade(grade)
        )
    stream = Table(title=words("stream"), title_justify="left", box=None, pad_edge=False)
    stream.add_column("", no_wrap=True)
    stream.add_column("")
    for row in (
        *words.stream(each),
        (words("hours"), words("year_hours", value=words.figure(each.stream.annual_hours))),
        (words("freed"), words("year_hours", value=words.freed(each))),
        (words("effort"), words.effort(each)),
        (words("pay_back"), words.pay_back(each)),
    ):
        stream.add_row(*row)
    for part in (grades, stream):
        part.show_header = part is grades
        console.print(part)
    for halt in found.stops:
        console.print(f"{words('stops')}: {words.stop(halt)}.\n  {words(f'remedy.{halt.stop}')}")
    if not found.stops:
        console.print(words("nothing_stops"))
    if found.open:
        names = ", ".join(words(f"criterion.{each}").lower() for each in found.open)
        console.print(words("open", criteria=names))
        for criterion in found.open:
            console.print(f"  – {words(f'fill.{criterion}')}")
    if each.made_up:
        console.print(words("example", routines=each.routine.name))
    console.print(words("no_gain"))
