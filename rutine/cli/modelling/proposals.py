"""`rutine proposals`: list, show, accept and refuse what decisions speak for."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from rutine.cases.access import COMMAND_LINE
from rutine.cases.proposals import ProposalView, proposal, proposals, refuse
from rutine.cli.outcome import Exit
from rutine.cli.user import signed_in
from rutine.core.reason_texts import Language
from rutine.installation import Installation, installation
from rutine.routines.proposals.edits import read_edit
from rutine.steps.learning.accepting import play, shown, take
from rutine.steps.learning.looking import look_for_proposals
from rutine.steps.learning.rehearsal import Rehearsal
from rutine.steps.learning.wording import (
    answer_said,
    effect,
    evidence_said,
    rehearsal_said,
    stops_said,
    title,
    word,
)
from rutine.steps.progress import listening
from rutine.steps.scope import load_rules

_WIDTH = 100


def list_all(*, every: bool) -> int:
    """Look for proposals, and print those that wait, or all.

    Raises:
        InputError: a routine file, format or table can't be read.
    """
    console = _console()
    with installation() as place:
        language = Language(place.settings.language)
        kept = look_for_proposals(place)
        with place.database.reading() as session:
            views = proposals(session, place.keys, COMMAND_LINE)
        rule = load_rules(place).routine.learning
    counts = {"new": kept.new, "renewed": kept.renewed, "lapsed": kept.lapsed}
    if any(counts.values()):
        console.print(word("cli.kept", language, **counts))
    listed = [each for each in views if every or each.is_open]
    if listed:
        console.print(_table(listed, language))
        console.print(word("cli.show", language))
    else:
        least = {"decisions": rule.decisions, "people": rule.people}
        console.print(word("cli.none", language, **least))
    return Exit.CLEAN


def show_one(number: int) -> int:
    """Print a proposal, and play the months with it while it waits.

    Returns:
        1 when it can't be accepted, else 0.

    Raises:
        InputError: `proposal_missing`, or a history that can't be played.
    """
    console = _console()
    with installation() as place:
        language = Language(place.settings.language)
        with place.database.reading() as session:
            view = proposal(session, place.keys, number, COMMAND_LINE)
        each = shown(place, view)
        console.print(Text(f"{number}. {title(each.edit, language)}", style="bold"))
        console.print(word(f"kind.{view.kind}", language), "–", effect(each.edit, language))
        _lines(console, evidence_said(each.evidence, language))
        numbers = ", ".join(map(str, each.evidence.cases))
        _lines(console, [word("evidence.cases", language, cases=numbers)])
        _lines(console, answer_said(each, language))
        if each.patch is None:
            return Exit.CLEAN
        console.print(word("cli.file", language, file=view.file))
        console.print(Text(each.patch.diff))
        found = _played(place, console, number, language)
    _lines(console, rehearsal_said(found, language))
    _lines(console, (f"– {stop}" for stop in stops_said(found, language)))
    if found.passed:
        _lines(console, [word("cli.accept_with", language, number=number)])
    return Exit.CLEAN if found.passed else Exit.OPEN_CASES


def accept_one(number: int, user: str, reason: str) -> int:
    """Make a proposal's change in the file, as this person.

    Raises:
        AccessDenied: `sign_in_refused`, `role_missing` or `own_decisions`.
        InputError: what `steps.learning.accepting.take` refuses; the file is then as it was.
    """
    console = _console()
    with installation() as place:
        language = Language(place.settings.language)
        actor = signed_in(place, user)
        with console.status(word("cli.working", language)) as status, listening(status.update):
            patch = take(place, number, actor=actor, why=reason)
    _lines(console, [word("cli.written", language, file=str(patch.path))])
    return Exit.CLEAN


def refuse_one(number: int, user: str, reason: str) -> int:
    """Refuse a proposal, as this person.

    Raises:
        AccessDenied: `sign_in_refused` or `role_missing`.
        InputError: `proposal_missing`, `proposal_answered` or a reason that is missing.
    """
    with installation() as place:
        language = Language(place.settings.language)
        actor = signed_in(place, user)
        with place.database.writing() as session:
            refuse(session, place.keys, number, actor=actor, why=reason)
    _lines(_console(), [word("cli.refused", language, number=number)])
    return Exit.CLEAN


def _console() -> Console:
    console = Console(highlight=False, soft_wrap=True)
    if not console.is_terminal:
        console.width = _WIDTH
    return console


def _lines(console: Console, said: Iterable[str]) -> None:
    for line in said:
        console.print(Text(line))


def _table(views: Iterable[ProposalView], language: Language) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(word("cli.number", language), justify="right")
    table.add_column(word("cli.what", language), overflow="fold")
    table.add_column(word("cli.sort", language))
    table.add_column(word("cli.cases", language), justify="right")
    table.add_column(word("cli.status", language))
    for each in views:
        table.add_row(
            str(each.number),
            Text(title(read_edit(each.edit), language)),
            word(f"kind.{each.kind}", language),
            str(each.alike),
            word(f"state.{each.state}", language),
        )
    return table


def _played(place: Installation, console: Console, number: int, language: Language) -> Rehearsal:
    with console.status(word("cli.working", language)) as status, listening(status.update):
        return play(place, number, COMMAND_LINE)
