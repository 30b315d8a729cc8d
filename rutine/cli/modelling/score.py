"""`rutine score`: which routine to automate first, why, and what stops the others."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from rutine.cli.modelling.draw import write_open
from rutine.cli.modelling.routine_choice import find_routine
from rutine.cli.outcome import Exit
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.reason_texts import Language
from rutine.routines.graded_routine import GradedRoutine, graded
from rutine.routines.ranking import rank_folder
from rutine.routines.routine_file import load_routine
from rutine.routines.score_wording import ScoreWords
from rutine.routines.score_workbook import score_workbook
from rutine.routines.suitability_scale import load_scale
from rutine.settings import load_settings


def score_routines(name: str | None, xlsx: Path | None) -> int:
    """Print the ranking of all routine files, or one routine in detail; write a workbook.

    Args:
        name: one routine, by its name or the path of its file; None for all of the project's.
        xlsx: where a workbook is written: of all of the project's, whichever is printed.

    Returns:
        2 when a file of the project is wrong; the others are ranked all the same.

    Raises:
        InputError: the one file that is asked for is wrong, a routine that is not there, or a
            workbook that can't be written.
    """
    settings = load_settings()
    if xlsx is not None and xlsx.suffix.casefold() != ".xlsx":
        raise InputError("not_xlsx", f"{xlsx.name} is no workbook.", "Give --xlsx FILE.xlsx.")
    language = Language(settings.language)
    words = ScoreWords(language.value, load_scale(settings.mappings / "tables"))
    console = Console(highlight=False, soft_wrap=True, markup=False)
    if name is not None:
        _print_one(console, _graded(find_routine(settings, name), words), words)
        if xlsx is None:  # the others need not even be right
            return Exit.CLEAN
    folder = settings.mappings / "routines"
    found = rank_folder(folder, words.scale, clock.today())
    every = found.routines
    if name is None and every:
        _print_all(console, every, words)
    elif name is None and not found.wrong:
        console.print(words("none", folder=folder))
    for each in found.wrong:
        console.print(words("left_out", file=each.path))
        for fault in each.said(language.value):
            console.print(f"  {fault}")
    if xlsx is not None:
        write_open(xlsx, score_workbook(every, words))
        console.print(words("written", path=xlsx))
    return Exit.ERROR if found.wrong else Exit.CLEAN


def _graded(path: Path, words: ScoreWords) -> GradedRoutine:
    return graded(load_routine(path), words.scale, clock.today())


def _print_all(console: Console, every: list[GradedRoutine], words: ScoreWords) -> None:
    table = Table(title=words("title"), title_justify="left", box=None, pad_edge=False)
    for key in ("routine", "points", "hours", "freed", "effort", "pay_back"):
        number = key not in {"routine", "effort"}
        table.add_column(
            words(key),
            justify="right" if number else "left",
            no_wrap=key != "routine",  # a long name takes two lines; no figure is cut short
            overflow="fold",
        )
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
        (words("hours"), words.measured("year_hours", each.stream.annual_hours)),
        (words("freed"), words.measured("year_hours", each.freed_hours)),
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
