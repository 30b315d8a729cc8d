"""`rutine simulate`: what a changed routine file would have done to the months there are."""

from __future__ import annotations

import re
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from rutine.cli.modelling.simulate_shape import simulate_shape_routine
from rutine.cli.outcome import Exit
from rutine.cli.texts.rehearsal_texts import Texts, texts
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.core.reason_texts import Language, action_text
from rutine.installation import Installation, open_read_only
from rutine.refunds.reconciliation import BY_EXPECTED
from rutine.settings import Settings, load_settings
from rutine.steps.progress import listening
from rutine.steps.rehearsable import known_routine
from rutine.steps.shapes.scope import is_shape
from rutine.steps.simulation.comparison import Move
from rutine.steps.simulation.coverage import RuleUse
from rutine.steps.simulation.simulating import Change, Simulation, Wish
from rutine.steps.simulation.verdicts import Opinion

_SHOWN = 50
_WIDTH = 100
_MONTH = re.compile(r"[1-9]\d{3}-(0[1-9]|1[0-2])")


def wish(
    routine: str, file: Path | None, mappings: Path | None, first: str | None, last: str | None
) -> Wish:
    """What is asked for, its months checked.

    Raises:
        InputError: `month_invalid` or `months_reversed`.
    """
    asked = Wish(routine, file, mappings, first, last)
    _check_months(asked)
    return asked


def simulate_routine(wish: Wish, employer: str | None) -> int:
    """Say what would have been otherwise, for each employer; nothing in the store is changed.

    Returns:
        1 when something would be settled that a person had decided otherwise, else 0.

    Raises:
        InputError: an unknown routine, employer or month, a file that can't be used, or a
            history that can't be done over again.
    """
    settings = load_settings()
    if is_shape(settings.mappings, wish.routine):
        return _shape(settings, wish, employer)
    routine = known_routine(wish.routine, settings.mappings)
    language = Language(settings.language)
    say = texts("simulate", language)
    console = Console(highlight=False, soft_wrap=True)
    if not console.is_terminal:
        console.width = _WIDTH
    real = open_read_only(settings)
    disagreed = False
    try:
        for orgnr in _employers(real, employer):
            with console.status(say("working")) as status, listening(status.update):
                found = routine.simulating(real, orgnr, wish)
            _print(console, real, found, say, language)
            disagreed |= bool(found.disagreements)
        if disagreed:
            console.print(say("not_so"))
    finally:
        real.database.close()
    return Exit.OPEN_CASES if disagreed else Exit.CLEAN


def _shape(settings: Settings, wish: Wish, employer: str | None) -> int:
    """The same for a routine of a known shape."""
    console = Console(highlight=False, soft_wrap=True)
    real = open_read_only(settings)
    try:
        return simulate_shape_routine(console, real, list(_employers(real, employer)), wish)
    finally:
        real.database.close()


def _check_months(wish: Wish) -> None:
    for option, month in (("--from", wish.first), ("--to", wish.last)):
        if month is not None and not _MONTH.fullmatch(month):
            raise InputError(
                "month_invalid",
                f"{option} {month} is not a month.",
                "Write it as YYYY-MM, such as 2026-10.",
                option=option,
                month=month,
            )
    if wish.first and wish.last and wish.first > wish.last:
        raise InputError(
            "months_reversed",
            f"--from {wish.first} is after --to {wish.last}.",
            "Give the first month first.",
            first=wish.first,
            last=wish.last,
        )


def _employers(real: Installation, asked: str | None) -> list[OrgNr]:
    known = [
        each.orgnr
        for each in real.settings.employers
        if asked is None or each.orgnr.reveal() == asked
    ]
    if not known:
        raise InputError(
            "no_employer",
            "No such employer is configured." if asked else "No employer is configured.",
            "Write [[employers]] in rutine.toml.",
        )
    return known


def _print(
    console: Console, real: Installation, found: Simulation, say: Texts, language: Language
) -> None:
    employer = real.settings.employer(found.employer)
    name = employer.name if employer else str(found.employer)
    months = " – ".join(dict.fromkeys((found.months[0], found.months[-1])))
    runs = say("one_run" if found.runs == 1 else "runs", count=found.runs)
    console.print(f"[bold]{escape(name)}[/] ({found.employer})  {months}  {runs}")
    if found.changes:
        console.print(_changes(found, say))
    else:
        console.print(say("no_change"))
    _print_disagreements(console, found, say, language)
    console.print(_rules(found.uses, found.lines_received, say))
    if found.unused:
        console.print(say("unused", rules=", ".join(found.unused)))
    _print_notes(console, found, say)


def _changes(found: Simulation, say: Texts) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for heading in ("groups", "lines", "paid"):
        table.add_column(say(heading), justify="right", no_wrap=True)
    for move in Move:
        changes = found.of(move)
        lines = sum(each.moved.lines for each in changes)
        paid = Ore(sum(_paid(each) for each in changes))
        sums = str(paid) if move is not Move.OTHER_CASE else ""
        table.add_row(say(f"move_{move}"), str(len(changes)), str(lines), sums)
    return table


def _paid(change: Change) -> int:
    settlement = change.moved.settlement
    return settlement.paid if settlement else 0


def _print_disagreements(
    console: Console, found: Simulation, say: Texts, language: Language
) -> None:
    settled = [
        each for each in found.changes if each.moved.move in {Move.TO_SETTLED, Move.OTHERWISE}
    ]
    if not settled:
        return
    agreed = sum(each.verdict.opinion is Opinion.AGREED for each in settled)
    against = found.disagreements
    console.print(
        say(
            "opinions",
            count=len(settled),
            agreed=agreed,
            against=len(against),
            none=len(settled) - agreed - len(against),
        )
    )
    if not against:
        return
    console.print(f"[bold red]{say('disagreed')}[/]")
    for change in against[:_SHOWN]:
        (after,) = change.moved.after
        for each in change.verdict.said:
            number = (
                say("no_case") if each.case_number is None else say("case", number=each.case_number)
            )
            did = say("undone") if each.action is None else action_text(each.action, language).label
            console.print(
                "  " + say("refused", month=change.moved.month, case=number, rule=after.by, did=did)
            )
    if len(against) > _SHOWN:
        console.print("  " + say("more", count=len(against) - _SHOWN))


def _rules(uses: tuple[RuleUse, ...], received: int, say: Texts) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(say("rule"))
    table.add_column("")
    for heading in ("groups", "lines", "share", "paid", "said_no"):
        table.add_column(say(heading), justify="right", no_wrap=True)
    for use in uses:
        share = f"{100 * use.lines / received:.0f} %" if received else ""
        table.add_row(
            say("by_expected") if use.name == BY_EXPECTED else use.name,
            say("suggests" if use.suggests else "settles"),
            *(str(use.groups), str(use.lines), share, str(Ore(use.paid))),
            f"{use.refused} ({100 * use.refused_share:.0f} %)",
        )
    return table


def _print_notes(console: Console, found: Simulation, say: Texts) -> None:
    """What the figures do not say by themselves."""
    missed = sum(found.without_case.values())
    if missed:
        console.print(say("without_case", count=missed, done=found.carried_out))
    for word, count in sorted(found.files.items()):
        console.print(say(word, count=count))
    files: dict[str, list[int]] = {}
    for number, names in found.other_rules.items():
        for name in names:
            files.setdefault(name, []).append(number)
    for name, numbers in files.items():
        console.print(say("other_rules", file=name, runs=", ".join(map(str, numbers))))
