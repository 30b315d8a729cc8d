"""`rutine retention`: what is kept no longer, and deleting it."""

from __future__ import annotations

from rich.console import Console

from rutine.cases.retention.holds import lift_hold, place_hold
from rutine.cases.retention.rules import Kind, Terms
from rutine.cli.keep_texts import Texts, texts
from rutine.cli.outcome import Exit
from rutine.cli.user import signed_in
from rutine.core import clock
from rutine.core.clock import OSLO
from rutine.installation import installation
from rutine.routines.retention_file import load_terms, require_confirmed
from rutine.steps.retention import Plan, carry_out, plan


def retention(*, deletes: bool) -> int:
    """Say what is due for deletion today, or delete it and say what was.

    Raises:
        InputError: `mapping_invalid`, `retention_unconfirmed` or `keeping_busy`.
    """
    console = Console(highlight=False, soft_wrap=True, markup=False)
    with installation() as place:
        say = texts(place.settings.language)
        terms, confirmed = load_terms(place.settings.mappings)
        today = clock.now().astimezone(OSLO).date()
        if not deletes:
            console.print(say("retention.would", day=f"{today:%d.%m.%Y}"))
            _table(console, say, plan(place, terms, today), terms)
            console.print(say("retention.people_too"))
            console.print(say("retention.never"))
            console.print(say("retention.how" if confirmed else "retention.unconfirmed"))
            return Exit.CLEAN
        require_confirmed(place.settings.mappings, confirmed=confirmed)
        done, people = carry_out(place, terms, today)
    console.print(say("retention.done", day=f"{today:%d.%m.%Y}"))
    _table(console, say, done, terms)
    console.print(say("retention.people", count=people))
    return Exit.CLEAN


def hold(number: int, name: str, why: str) -> int:
    """Keep a case until the hold is lifted.

    Raises:
        AccessDenied, InputError: as `place_hold`; or the sign-in is refused.
    """
    with installation() as place:
        actor = signed_in(place, name)
        with place.database.writing() as session:
            place_hold(session, place.keys, number, actor=actor, why=why)
        Console(highlight=False).print(
            texts(place.settings.language)("retention.held", number=number)
        )
    return Exit.CLEAN


def lift(number: int, name: str) -> int:
    """Let a case go again.

    Raises:
        AccessDenied, InputError: as `lift_hold`; or the sign-in is refused.
    """
    with installation() as place:
        actor = signed_in(place, name)
        with place.database.writing() as session:
            lift_hold(session, number, actor=actor)
        Console(highlight=False).print(
            texts(place.settings.language)("retention.lifted", number=number)
        )
    return Exit.CLEAN


def _table(console: Console, say: Texts, found: Plan, terms: Terms) -> None:
    for kind in Kind:
        term = terms.of(kind)
        console.print(
            f"  {found.count(kind):>8}  {say(f'kind.{kind.value}')}: "
            f"{say(f'unit.{term.unit}', keep=term.keep)}"
        )
