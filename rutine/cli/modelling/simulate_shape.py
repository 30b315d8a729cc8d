"""`rutine simulate` for routines of a known shape: which cases would have been otherwise."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.markup import escape

from rutine.cli.outcome import Exit
from rutine.cli.texts.rehearsal_texts import Texts, texts
from rutine.core.identifiers import OrgNr
from rutine.core.reason_texts import Language, reason_text
from rutine.installation import Installation
from rutine.steps.shapes.simulation import ShapeChange, ShapeSimulation, simulate_shape
from rutine.steps.simulation.simulating import Wish

_SHOWN = 50


def simulate_shape_routine(
    console: Console, real: Installation, employers: list[OrgNr], wish: Wish
) -> int:
    """Say what would have been otherwise, for each employer; nothing in the store is changed.

    Returns:
        1 when a case that somebody had acted on would not have been there, else 0.
    """
    language = Language(real.settings.language)
    say = texts("simulate", language.value)
    disagreed = False
    for employer in employers:
        found = simulate_shape(
            real,
            wish.routine,
            employer,
            file=wish.file,
            mappings=wish.mappings,
            first=wish.first,
            last=wish.last,
        )
        _print(console, say, language, _named(real, employer), found)
        disagreed |= bool(found.disagreements)
    if disagreed:
        console.print(say("shape_not_so"))
    return Exit.OPEN_CASES if disagreed else Exit.CLEAN


def _named(real: Installation, employer: OrgNr) -> str:
    """The employer by name and number, as `rutine simulate` tells of the refunds' too."""
    known = real.settings.employer(employer)
    return f"[bold]{escape(known.name)}[/] ({employer})" if known else f"[bold]{employer}[/]"


def _print(
    console: Console,
    say: Texts,
    language: Language,
    employer: str,
    found: ShapeSimulation,
) -> None:
    counts = Counter(each.shift.value for each in found.changes)
    runs = say("shape_one_run" if found.runs == 1 else "shape_runs", runs=found.runs)
    console.print(f"{employer}  {runs}")
    for shift in ("new", "gone", "other"):
        if counts[shift]:
            console.print(f"  {say(f'shape_{shift}', count=counts[shift])}")
    if not found.changes:
        console.print(f"  {say('shape_same')}")
    then, now = found.settled
    if then or now:
        console.print(f"  {say('shape_settled', then=then, now=now)}")
    for each in found.changes[:_SHOWN]:
        console.print(f"    {escape(_line(each, say, language))}")
    if len(found.changes) > _SHOWN:
        console.print(f"    … {len(found.changes) - _SHOWN}")


def _line(change: ShapeChange, say: Texts, language: Language) -> str:
    codes = " → ".join(code for code in (change.reason, change.other) if code)
    title = reason_text(change.other or change.reason, language).title
    number = f"#{change.number}" if change.number is not None else ""
    acted = say("shape_acted") if change.acted else ""
    parts = (codes, title, change.rule, change.place, change.who, number, acted)
    sign = {"new": "+", "gone": "-", "other": "~"}[change.shift.value]
    return f"{sign} " + "  ".join(part for part in parts if part)
