"""`rutine draw`: a routine's procedure as pictures and as BPMN, today's and the one to be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal

import typer

from rutine.cli.modelling.routine_choice import find_routine
from rutine.cli.outcome import Exit
from rutine.core.errors import InputError
from rutine.formats.private_file import write_private
from rutine.formats.sentences import Language
from rutine.routines.drawing.bpmn import bpmn
from rutine.routines.drawing.chart import Chart
from rutine.routines.drawing.drawing_texts import DrawingTexts
from rutine.routines.drawing.layout import Layout, arrange
from rutine.routines.drawing.procedure_charts import to_be_chart, today_chart
from rutine.routines.drawing.svg import whole_picture
from rutine.routines.routine_file import RoutineFile, load_routine
from rutine.settings import Settings, load_settings

Which = Literal["today", "to_be"]
Form = Literal["svg", "bpmn"]
WHICH: Final[tuple[Which, ...]] = ("today", "to_be")
FORMS: Final[tuple[Form, ...]] = ("svg", "bpmn")
LANGUAGES: Final[dict[str, Language]] = {"nb": "nb", "nn": "nn", "en": "en"}

_CHARTS: Final[dict[Which, Callable[[RoutineFile, Language], Chart | None]]] = {
    "today": today_chart,
    "to_be": to_be_chart,
}
_WRITTEN: Final[dict[Form, Callable[[Layout], str]]] = {
    "svg": lambda layout: whole_picture(layout).svg,
    "bpmn": bpmn,
}


def draw_routine(
    name: str,
    which: tuple[Which, ...],
    forms: tuple[Form, ...],
    out: Path,
    language: str | None,
) -> int:
    """Write the drawings that are asked for, and say where; nothing asked for means all.

    Raises:
        InputError: no such routine, a file with faults, no steps to draw, or nowhere to write.
    """
    settings = load_settings()
    spoken = chosen_language(settings, language)
    routine = load_routine(find_routine(settings, name))
    texts = DrawingTexts(spoken)
    charts = {each: _CHARTS[each](routine, spoken) for each in which or WHICH}
    drawn = {each: chart for each, chart in charts.items() if chart is not None}
    if not drawn or (which and len(drawn) < len(which)):
        raise InputError(
            "nothing_to_draw",
            f"The routine {routine.name} has no steps that can be drawn.",
            "Write its steps under procedure, today and to_be.",
            name=routine.name,
        )
    for each, chart in drawn.items():
        layout = arrange(chart)
        for form in forms or FORMS:
            path = out / f"{routine.name}_{each}.{form}"
            write_open(path, _WRITTEN[form](layout).encode())
            typer.echo(texts("written", path=path))
    if len(drawn) < len(charts):
        typer.echo(texts("only", there=texts.word("which", next(iter(drawn)))))
    return Exit.CLEAN


def chosen_language(settings: Settings, given: str | None) -> Language:
    """The language that is asked for, else the installation's.

    Raises:
        InputError: `language_unknown`.
    """
    wanted = given or settings.language
    if wanted not in LANGUAGES:
        raise InputError(
            "language_unknown",
            f"Nothing is written in the language {wanted!r}.",
            "Choose nb, nn or en.",
            language=wanted,
        )
    return LANGUAGES[wanted]


def write_open(path: Path, data: bytes) -> None:
    """Write a file for everybody: a routine file holds roles, nobody's name.

    Raises:
        InputError: `file_unwritable`.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            "file_unwritable",
            f"{path} can't be written ({error.strerror}).",
            "Check that the folder is there, may be written to and has room; then run again.",
            path=str(path),
        ) from None
    write_private(path, data)
    path.chmod(0o644)
