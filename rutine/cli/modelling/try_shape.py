"""`rutine try` for routines of a known shape: lists to cases, without the store."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.markup import escape

from rutine.cases.figures.plain_line import plain_line
from rutine.cli.outcome import Exit
from rutine.cli.texts.rehearsal_texts import Texts, texts
from rutine.core.errors import InputError
from rutine.core.reason_texts import Language, reason_text
from rutine.settings import Settings
from rutine.steps.shapes.trial import ShapeCaseFound, ShapeTried, try_shape
from rutine.steps.trial.folder import examples_of, find_folder

_SHOWN = 40


def try_shape_routine(
    settings: Settings,
    name: str,
    folder: Path | None,
    *,
    file: Path | None = None,
    beyond: bool = False,
) -> int:
    """Try a routine on a folder or on its examples, and say what becomes of it.

    Args:
        settings: of the installation, which is not touched.
        name: the routine.
        folder: lists to try it on, or an example's name; None for every example.
        file: a routine file to use instead of the one there is.
        beyond: whether --explain or --out was given, which these routines do not have.

    Returns:
        0 when nobody need look, or it ends as the examples say; else 1.

    Raises:
        InputError: `option_of_refunds`; or a list or mapping is not as it should be.
    """
    if beyond:
        raise InputError(
            "option_of_refunds",
            "--explain and --out are for the settlement of refunds.",
            "Leave them out; two lists are explained by `rutine match A B --routine NAME`.",
            routine=name,
        )
    console = Console(highlight=False, soft_wrap=True)
    say = texts("try", settings.language)
    if folder is None:
        return _examples(console, say, settings, name, file)
    tried = try_shape(settings, name, find_folder(settings, name, folder), file=file)
    _show(console, tried, Language(settings.language))
    if tried.told is not None:
        console.print(say("as_told" if not tried.unlike else "not_as_told"))
        _print_unlike(console, say, tried)
        return Exit.OPEN_CASES if tried.unlike else Exit.CLEAN
    return Exit.OPEN_CASES if tried.outcome.cases else Exit.CLEAN


def _examples(
    console: Console, say: Texts, settings: Settings, name: str, file: Path | None
) -> int:
    folders = examples_of(settings, name)
    wrong = 0
    for folder in folders:
        tried = try_shape(settings, name, folder, file=file)
        wrong += bool(tried.unlike)
        mark = "[red]✗[/]" if tried.unlike else "[green]✓[/]"
        console.print(f"{mark} {escape(folder.name)}")
        _print_unlike(console, say, tried)
    console.print(say("examples", right=len(folders) - wrong, all=len(folders)))
    return Exit.OPEN_CASES if wrong else Exit.CLEAN


def _print_unlike(console: Console, say: Texts, tried: ShapeTried) -> None:
    for part, told, found in tried.unlike:
        key = "missing" if told else "unasked"
        said = say(key, part=say(f"part_{part}"), told=told, found=found)
        console.print("  " + escape(said))


def _show(console: Console, tried: ShapeTried, language: Language) -> None:
    console.print(plain_line(tried.summary, language.value))
    for each in tried.outcome.cases[:_SHOWN]:
        console.print(f"  {escape(_line(each, language))}")
    left = len(tried.outcome.cases) - _SHOWN
    if left > 0:
        console.print(f"  … {left}")


def _line(case: ShapeCaseFound, language: Language) -> str:
    span = f"{case.first}–{case.last}" if case.first else None
    rows = " ".join((*case.b, *case.a)) or None
    parts = (
        case.rule or case.list,
        case.who,
        span,
        rows,
        case.due.isoformat() if case.due else None,
    )
    about = "  ".join(part for part in parts if part)
    return f"{case.reason}  {reason_text(case.reason, language).title}  {about}"
