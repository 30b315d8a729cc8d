"""`rutine try`: a routine on its examples, or on any folder of files, without the store."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from rutine.cli.modelling.try_explain import explanation
from rutine.cli.modelling.try_shape import try_shape_routine
from rutine.cli.outcome import Exit
from rutine.cli.texts.rehearsal_texts import Texts, catalogue, texts
from rutine.core.differences import Outcome, Side
from rutine.core.errors import InputError
from rutine.core.reason_texts import Language, reason_text
from rutine.formats.private_file import write_private
from rutine.formats.sentences import Language as SentenceLanguage
from rutine.formats.sentences import sentence
from rutine.refunds.balance import SideBalance, Tally
from rutine.settings import Settings, load_settings
from rutine.steps.rehearsable import Rehearsable, known_routine
from rutine.steps.rehearsed import Rehearsed
from rutine.steps.shapes.scope import is_shape
from rutine.steps.trial.expected import Unlike
from rutine.steps.trial.explaining import explain_row
from rutine.steps.trial.folder import Tried, examples_of, find_folder
from rutine.steps.trial.listing import Listed, as_csv, as_workbook, reasons_of, rows_of

_SHOWN = 20
_FAULTS_SHOWN = 5
_WIDTH = 100
_PARTS = ("received", "settled", "cases", "carried", "rejected", "settled_before")
_SENTENCES: dict[str, SentenceLanguage] = {"nb": "nb", "nn": "nn", "en": "en"}


def try_routine(
    name: str, folder: Path | None, explain: str | None, file: Path | None, out: Path | None
) -> int:
    """Try a routine, and say where everything ended; nothing is kept.

    Args:
        name: the routine.
        folder: files to try it on, or an example's name; None for every example.
        explain: a row to tell about: a line's number, `report-1:2` or a claim's id.
        file: a routine file to use instead of the one there is.
        out: where every row is written, as .csv or .xlsx.

    Returns:
        0 when everything is settled, or as the examples say; 1 when cases wait for a person or
        an example ends otherwise.

    Raises:
        InputError: an unknown routine, folder or row, or a file that is not as it should be.
    """
    settings = load_settings()
    if is_shape(settings.mappings, name):
        beyond = explain is not None or out is not None
        return try_shape_routine(settings, name, folder, file=file, beyond=beyond)
    routine = known_routine(name, settings.mappings)
    to = _Reader(Console(highlight=False, soft_wrap=True), settings)
    if not to.console.is_terminal:
        to.console.width = _WIDTH
    if out is not None and out.suffix.casefold() not in {".csv", ".xlsx"}:
        raise InputError(
            "out_kind",
            f"{out} is neither .csv nor .xlsx.",
            "Give --out a file name that ends with one of them.",
            path=str(out),
        )
    if folder is None:
        if explain is not None or out is not None:
            raise InputError(
                "folder_not_given",
                "--explain and --out are about one folder of files.",
                f"Give the folder, or the name of an example: rutine try {name} FOLDER.",
                routine=name,
            )
        return _examples(to, routine, name, file)
    place = find_folder(settings, name, folder)
    with closing(routine.trying(settings, name, place, file=file)) as attempts:
        with to.console.status(to.say("working")):
            tried = next(attempts)
        return _show(to, tried, explain, out)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Whom it is said to, and in which language."""

    console: Console
    settings: Settings

    @property
    def language(self) -> Language:
        return Language(self.settings.language)

    @property
    def say(self) -> Texts:
        return texts("try", self.settings.language)


def _examples(to: _Reader, routine: Rehearsable, name: str, file: Path | None) -> int:
    """Every example: which end as they say, and what is otherwise in those that do not."""
    folders = examples_of(to.settings, name)
    wrong = 0
    for count, folder in enumerate(folders, start=1):
        found: list[Unlike] = []
        with (
            to.console.status(f"{count}/{len(folders)}  {folder.name}"),
            closing(routine.trying(to.settings, name, folder, file=file)) as attempts,
        ):
            for tried in attempts:
                found += tried.unlike or ()
        if found:
            wrong += 1
            to.console.print(f"[red]✗[/] {escape(folder.name)}")
            _print_unlike(to, found)
        else:
            to.console.print(f"[green]✓[/] {escape(folder.name)}")
    to.console.print(to.say("examples", right=len(folders) - wrong, all=len(folders)))
    return Exit.OPEN_CASES if wrong else Exit.CLEAN


def _print_unlike(to: _Reader, found: Iterable[Unlike]) -> None:
    for each in found:
        part = to.say(f"part_{each.part}")
        key = "unlike" if each.told and each.found else "missing" if each.told else "unasked"
        to.console.print("  " + escape(to.say(key, part=part, told=each.told, found=each.found)))


def _show(to: _Reader, tried: Tried, explain: str | None, out: Path | None) -> int:
    """Say what came of one folder."""
    trial = tried.trial
    if explain is not None:
        for line in explanation(explain_row(trial, explain), trial, to.language):
            to.console.print(escape(line))
        return Exit.CLEAN
    rows = rows_of(trial)
    for run, _ in trial.runs:
        _print_run(to, run)
    reasons = reasons_of(rows)
    if reasons:
        to.console.print(f"{to.say('reasons')}:")
        for code, count in sorted(reasons.items()):
            to.console.print(
                f"  {count:>5}  {code}  {escape(reason_text(code, to.language).title)}"
            )
    _print_rows(to, rows)
    if out is not None:
        words = catalogue("try", to.language.value)
        write = as_workbook if out.suffix.casefold() == ".xlsx" else as_csv
        write_private(out, write(rows, words, to.language))
        to.console.print(to.say("written", path=escape(str(out)), count=len(rows)))
    if tried.unlike is not None:
        to.console.print(to.say("as_told" if not tried.unlike else "not_as_told"))
        _print_unlike(to, tried.unlike)
        return Exit.OPEN_CASES if tried.unlike else Exit.CLEAN
    waiting = any(row.ended.outcome in {Outcome.CASE, Outcome.REJECTED} for row in rows)
    refused = any(side.rejected.rows for side in _sides(trial.runs[-1][0]))
    return Exit.OPEN_CASES if waiting or refused else Exit.CLEAN


def _print_run(to: _Reader, run: Rehearsed) -> None:
    """The control totals of one run, which add up, and what was refused and why."""
    to.console.print(f"[bold]{run.scope.month}[/]")
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for side in (Side.LINE, Side.CLAIM):
        table.add_column(to.say(f"many_{side.value}"), justify="right", no_wrap=True)
        table.add_column(to.say("kroner"), justify="right", no_wrap=True)
    for part in _PARTS:
        tallies: list[Tally] = [getattr(side, part) for side in _sides(run)]
        if part != "received" and not any(tally.rows for tally in tallies):
            continue
        cells = [cell for tally in tallies for cell in (str(tally.rows), str(tally.ore))]
        table.add_row(to.say(f"part_of_{part}"), *cells)
    to.console.print(table)
    controlled = run.reconciled.controlled
    readings = [report.reading for report in controlled.stopped]
    claims = controlled.at_hand.claims
    readings += [claims] if claims is not None and claims.errors else []
    for report in controlled.stopped:
        failed = [
            each.name.value
            for each in controlled.controls[report.key]
            if each.status.value == "failed"
        ]
        names = ", ".join(to.say(f"control_{name}") for name in failed)
        to.console.print(f"[red]✗[/] {to.say('stopped', controls=names)}")
    for reading in readings:
        for fault in reading.errors[:_FAULTS_SHOWN]:
            to.console.print(f"[red]✗[/] {escape(sentence(fault, _SENTENCES[to.language.value]))}")
        if reading.error_count > _FAULTS_SHOWN:
            to.console.print("  " + to.say("more", count=reading.error_count - _FAULTS_SHOWN))
    for _ in controlled.at_hand.refused:
        to.console.print(f"[red]✗[/] {to.say('no_report')}")


def _sides(run: Rehearsed) -> tuple[SideBalance, SideBalance]:
    return run.reconciled.balance.lines, run.reconciled.balance.claims


def _print_rows(to: _Reader, rows: list[Listed]) -> None:
    """The first rows, those that are not settled before those that are."""
    asked = [row for row in rows if row.ended.outcome is not Outcome.SETTLED]
    in_order = [*asked, *(row for row in rows if row.ended.outcome is Outcome.SETTLED)]
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    table.add_column(to.say("kroner"), justify="right", no_wrap=True)
    table.add_column("")
    for row in in_order[:_SHOWN]:
        ended = row.ended
        where = to.say(f"outcome_{ended.outcome.value}")
        about = ended.by if ended.outcome is Outcome.SETTLED else ended.reason
        table.add_row(
            escape(f"{to.say(row.side.value)} {row.name}"),
            "" if row.facts is None else str(row.facts.amount),
            f"{where} ({about})" if about else where,
        )
    to.console.print(table)
    if len(in_order) > _SHOWN:
        to.console.print(to.say("more_rows", count=len(in_order) - _SHOWN))
