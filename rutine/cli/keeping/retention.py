"""`rutine retention`: what is kept no longer, and deleting it."""

from __future__ import annotations

from rich.console import Console

from rutine.cases.retention.holds import lift_hold, place_hold
from rutine.cases.retention.plans import confirm, waiting_plan
from rutine.cases.retention.rules import Kind, Terms
from rutine.cli.outcome import Exit
from rutine.cli.texts.keep_texts import Texts, texts
from rutine.cli.user import signed_in
from rutine.core import clock
from rutine.core.clock import OSLO
from rutine.core.errors import InputError
from rutine.installation import Installation, installation
from rutine.routines.retention_file import load_retention, require_confirmed
from rutine.steps.retention import Plan, carry_out, plan
from rutine.steps.retention_turn import tell_due


def retention(*, deletes: bool) -> int:
    """Say what is due for deletion today, or delete it and say what was.

    Raises:
        InputError: `mapping_invalid`, `retention_unconfirmed` or `keeping_busy`; where each
            deletion is confirmed, `retention_unasked` when nobody has.
    """
    console = Console(highlight=False, soft_wrap=True, markup=False)
    with installation() as place:
        say = texts(place.settings.language)
        rules = load_retention(place.settings.mappings)
        terms, confirmed = rules.terms, rules.confirmed
        today = clock.now().astimezone(OSLO).date()
        if not deletes:
            console.print(say("retention.would", day=f"{today:%d.%m.%Y}"))
            _table(console, say, plan(place, terms, today), terms)
            console.print(say("retention.people_too"))
            console.print(say("retention.never"))
            how = "how_each" if rules.confirm_each else "how"
            console.print(say(f"retention.{how if confirmed else 'unconfirmed'}"))
            return Exit.CLEAN
        require_confirmed(place.settings.mappings, confirmed=confirmed)
        if rules.confirm_each:
            _require_agreed(place)
        done, people = carry_out(place, terms, today, confirmed=rules.confirm_each)
    console.print(say("retention.done", day=f"{today:%d.%m.%Y}"))
    _table(console, say, done, terms)
    console.print(say("retention.people", count=people))
    return Exit.CLEAN


def confirm_deletion(name: str) -> int:
    """Show what waits to be deleted, and let an approver agree.

    Raises:
        AccessDenied, InputError: as `confirm`; `retention_unconfirmed`, or the sign-in is refused.
    """
    console = Console(highlight=False, soft_wrap=True, markup=False)
    with installation() as place:
        say = texts(place.settings.language)
        rules = load_retention(place.settings.mappings)
        require_confirmed(place.settings.mappings, confirmed=rules.confirmed)
        tell_due(place, rules)
        with place.database.reading() as session:
            waits = waiting_plan(session)
        if waits is None:
            console.print(say("retention.nothing"))
            return Exit.CLEAN
        console.print(say("retention.would", day=f"{waits.day:%d.%m.%Y}"))
        for kind, count in waits.counts.items():
            console.print(f"  {count:>8}  {say(f'kind.{kind.value}')}")
        console.print(say("retention.people_too"))
        if waits.confirmed_at is None:
            actor = signed_in(place, name)
            with place.database.writing() as session:
                confirm(session, waits.id, actor=actor)
    console.print(say("retention.agreed"))
    return Exit.CLEAN


def _require_agreed(place: Installation) -> None:
    with place.database.reading() as session:
        waits = waiting_plan(session)
    if waits is None or waits.confirmed_at is None:
        raise InputError(
            "retention_unasked",
            "No approver has agreed to what would be deleted.",
            "Let one read it and agree: rutine retention --confirm --as USER, or in the app.",
        )


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
