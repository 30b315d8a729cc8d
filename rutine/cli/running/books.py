"""`rutine undo` and `rutine close-period`: what a person does to the books."""

from __future__ import annotations

from rich.console import Console

from rutine.cases.books.period_closing import close_period
from rutine.cases.settling.undoing import undo
from rutine.cases.views import DecisionState
from rutine.cli.outcome import Exit
from rutine.cli.user import signed_in
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.core.reason_texts import Language
from rutine.installation import Installation, installation
from rutine.steps.post import write_waiting
from rutine.steps.report_texts import TEXTS
from rutine.steps.scope import load_rules


def undo_settlement(settlement_id: str, why: str, name: str) -> int:
    """Take one settlement back, or ask for it, in the name of a person, who signs in.

    Raises:
        AccessDenied, InputError: as `rutine.cases.settling.undoing.undo`.
    """
    with installation() as place:
        actor = signed_in(place, name)
        with place.database.writing() as session:
            limits = place.limits
            state = undo(session, place.keys, settlement_id, actor=actor, why=why, limits=limits)
    console = Console(highlight=False)
    if state is DecisionState.PROPOSED:
        console.print(
            "Another person must agree, because it is in the books or two persons decided it: in "
            "the review app, under what is settled. Until then it stands."
        )
        return Exit.CLEAN
    console.print(
        "The settlement is undone. The next run writes the counter-entry and puts the rows up as "
        "a case: no run settles them by itself."
    )
    return Exit.CLEAN


def close_month(month: str, employer: str | None, name: str) -> int:
    """Close a month in the name of a person, who signs in; write what that posts.

    Raises:
        AccessDenied, InputError: as `rutine.cases.books.period_closing.close_period`; also
            `nothing_posted` when the routine has no accounts, and `employer_unclear`.
    """
    console = Console(highlight=False, soft_wrap=True)
    with installation() as place:
        orgnr = _employer(place, employer)
        rules = load_rules(place).routine.postings
        if rules is None:
            raise InputError(
                "nothing_posted",
                "The routine has no accounts, so nothing is posted.",
                "Write `postings` in its routine file.",
            )
        actor = signed_in(place, name)
        with place.database.writing() as session:
            closed = close_period(session, place.keys, rules.accounts, orgnr, month, actor=actor)
        files = write_waiting(place, orgnr, closed.run_id)
        words = TEXTS[Language(place.settings.language)]
    for each in closed.controls:
        console.print(f"[green]✓[/] {words[f'control_{each.name}']}: {Ore(int(each.found or 0))}")
    for path in files:
        console.print(f"  {path}")
    console.print(f"{month} is closed.")
    return Exit.CLEAN


def _employer(place: Installation, given: str | None) -> OrgNr:
    configured = [each.orgnr for each in place.settings.employers]
    if given is None and len(configured) == 1:
        return configured[0]
    if given is None or not OrgNr.is_valid(given):
        raise InputError(
            "employer_unclear",
            "The month is closed for one employer at a time.",
            "Give --employer with an organisation number.",
        )
    return OrgNr(given)
