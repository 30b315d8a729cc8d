"""`rutine code-change`: who is affected when a course gets another code; nothing is changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from rich.console import Console
from rich.markup import escape

from rutine.cli.modelling.routine_choice import find_routine
from rutine.cli.outcome import Exit
from rutine.cli.running.employer_choice import chosen
from rutine.cli.texts.rehearsal_texts import Texts, texts
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.installation import open_read_only
from rutine.obligations.code_change import Affected, CodeChange, Effect, Fate
from rutine.obligations.overview import Overview
from rutine.settings import load_settings
from rutine.steps.shapes.kept_standings import KeptStandings

_SHOWN = 50
_ELEVEN = re.compile(r"\d{11}")


def wish(code: str, by: str | None, first: str | None, *, dropped: bool) -> CodeChange:
    """What is asked for.

    Raises:
        InputError: `code_change_invalid` or `from_invalid`.
    """
    fate = Fate.REPLACED if by is not None else Fate.DROPPED if dropped else Fate.VOID
    try:
        day = clock.today() if first is None else date.fromisoformat(first)
    except ValueError:
        raise InputError(
            "from_invalid",
            f"--from {first} is not a day.",
            "Write it as YYYY-MM-DD.",
            day=first or "",
        ) from None
    if by in {"", code} or (by is not None and dropped):
        raise InputError(
            "code_change_invalid",
            "A code is replaced by another one (--by), or asked for no more (--dropped).",
            "Give one of them, with another code than the old one; with none, it counts no more.",
            given=code,
        )
    return CodeChange(code, fate, day, by or "")


def tell_affected(routine: str, change: CodeChange, employer: str | None) -> int:
    """Say whose obligations would stand otherwise, for each employer: counts and numbers.

    Raises:
        InputError: an unknown routine or employer, no run yet, or a code that nothing asks for.
    """
    settings = load_settings()
    name = find_routine(settings, routine).stem
    say = texts("code_change", settings.language)
    place = open_read_only(settings)
    try:
        desk = KeptStandings(place)
        if name not in desk.routines():
            raise InputError(
                "standings_none",
                f"{name} asks nothing of each employee.",
                "Choose a routine with requirements of people: " + ", ".join(desk.routines()),
                routine=name,
                names=", ".join(desk.routines()) or "–",
            )
        for orgnr in chosen(place, employer):
            told = desk.affected(name, orgnr.reveal(), change)
            if told is None:
                raise InputError(
                    "standings_no_run",
                    f"{name} has not been run for {orgnr}.",
                    "Run it first: `rutine run` with its name.",
                    routine=name,
                    employer=str(orgnr),
                )
            overview, found = told
            if change.code not in overview.codes:
                raise InputError(
                    "code_not_asked",
                    f"No requirement of {name} asks for {change.code}.",
                    "Choose one of: " + ", ".join(overview.codes),
                    given=change.code,
                    routine=name,
                    codes=", ".join(overview.codes),
                )
            _print(say, str(orgnr), overview, change, found)
    finally:
        place.database.close()
    return Exit.CLEAN


def _print(
    say: Texts, employer: str, overview: Overview, change: CodeChange, every: Sequence[Affected]
) -> None:
    """Counts by unit, then employee numbers; the protected are only counted, all together."""
    console = Console(highlight=False, soft_wrap=True)
    found = [each for each in every if each.subject not in overview.hidden]
    day = max(change.first, overview.day)
    console.print(
        f"[bold]{employer}[/]  {escape(say('seen', run=overview.run, day=f'{day:%d.%m.%Y}'))}"
    )
    if not found:
        console.print(f"  {say('nobody')}")
    by_unit: dict[str, Counter[Effect]] = {}
    for each in found:
        by_unit.setdefault(each.unit, Counter())[each.effect] += 1
    for unit, effects in by_unit.items():
        words = ", ".join(
            say(f"{each.value}", count=effects[each]) for each in Effect if effects[each]
        )
        title = overview.unit_names.get(unit) or unit
        console.print(f"  {escape(title)}: {words}")
    for each in found[:_SHOWN]:
        console.print(f"    {escape(_line(say, overview, each))}")
    if len(found) > _SHOWN:
        console.print(f"    … {len(found) - _SHOWN}")
    hidden = len(every) - len(found)
    if hidden:
        console.print(f"  {say('hidden', count=hidden)}")


def _line(say: Texts, overview: Overview, each: Affected) -> str:
    before, after = (
        say(f"state_{standing.state.name.lower()}") if standing else say("state_not_asked")
        for standing in (each.before, each.after)
    )
    number = _ELEVEN.sub("***********", each.subject)
    unit = overview.unit_names.get(each.unit) or each.unit
    return f"{number}  {unit}  {each.requirement}  {before} → {after}"
