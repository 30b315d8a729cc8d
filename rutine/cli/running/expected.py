"""`rutine expected`: what NAV should pay, day by day, without any settlement report."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from rutine.cli.outcome import Exit
from rutine.core.errors import InputError
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.core.reason_texts import Language
from rutine.formats.format_file import load_format
from rutine.formats.given_file import bytes_in
from rutine.formats.reading import Identities, Reading, read
from rutine.formats.sentences import sentence
from rutine.refunds.expected.account import ExpectedRefund
from rutine.refunds.expected.explanation import explain
from rutine.refunds.expected.tables import Tables
from rutine.routines.expected_case import load_case
from rutine.routines.expected_files import FileAnswer, JoinedFiles, answers, join
from rutine.routines.expected_output import as_json, as_text, explanation_as_text, write_workbook
from rutine.routines.tables import load_tables
from rutine.settings import Mode, Settings, load_settings
from rutine.steps.scope import resolve_month

_SHOWN_FAULTS = 10


def expect_case(case: Path, out: Path | None) -> int:
    """Print one person's account, and what explains the payment when the file holds one."""
    settings = load_settings()
    language = Language(settings.language)
    asked = load_case(case, _identities(settings))
    answer = asked.answer(_tables(settings))
    console = Console(highlight=False, soft_wrap=True, markup=False)
    console.print(as_text(answer, language))
    paid = asked.payment()
    if paid is not None and isinstance(answer, ExpectedRefund):
        console.print(explanation_as_text(explain(answer, paid, asked.claimed), language))
    if out is not None:
        _write(out, [FileAnswer(asked.person, 0, answer)], None, language)
    return Exit.CLEAN if isinstance(answer, ExpectedRefund) else Exit.OPEN_CASES


def expect_files(
    absences: Path, income_reports: Path, month: str, out: Path | None, row: int | None
) -> int:
    """Compute everybody in the files; print one person's days when a row is given.

    Raises:
        InputError: a file can't be used, or no person begins at the row.
    """
    settings = load_settings()
    language = Language(settings.language)
    period = Period.month(resolve_month(month))
    console = Console(highlight=False, soft_wrap=True, markup=False)
    readings = (
        _read(settings, absences, "absences_csv", console),
        _read(settings, income_reports, "income_reports_csv", console),
    )
    unread = sum(reading.rows_in - len(reading.frame) for reading in readings)
    if unread:
        # One absence less can change another month's employer period: nobody is computed then.
        raise InputError(
            "rows_unreadable",
            f"{unread} rows can't be read, so nobody's account can be trusted.",
            "Correct the rows named above, and try again.",
        )
    joined = join(readings[0].frame, readings[1].frame)
    with Console(stderr=True).status("…"):
        found = list(answers(joined, period, _tables(settings)))
    if row is not None:
        found = [each for each in found if each.row == row]
        if not found:
            raise InputError(
                "row_unknown",
                f"No person with days in {period.first:%Y-%m} has the first absence in row {row}.",
                "Take the row from the workbook's first column, or choose another month.",
                row=row,
                month=f"{period.first:%Y-%m}",
            )
        for each in found:
            console.print(as_text(each.answer, language))
    if out is not None:
        _write(out, found, joined, language)
    computed = [each.answer for each in found if isinstance(each.answer, ExpectedRefund)]
    total = sum((answer.amount for answer in computed), Ore(0))
    texts = _LINES[language]
    console.print(
        texts.format(
            computed=len(computed),
            missing=len(found) - len(computed),
            refused=len(joined.refused),
            total=total,
        )
    )
    complete = len(computed) == len(found) and not joined.refused
    return Exit.CLEAN if complete else Exit.OPEN_CASES


_LINES = {
    Language.NB: "{computed} beregnet til {total} kr, {missing} mangler opplysninger, "
    "{refused} kan ikke stemme",
    Language.NN: "{computed} rekna ut til {total} kr, {missing} manglar opplysningar, "
    "{refused} kan ikkje stemme",
    Language.EN: "{computed} computed to {total} kr, {missing} lack facts, "
    "{refused} can't be right",
}


def _identities(settings: Settings) -> Identities:
    return "synthetic" if settings.mode is Mode.PRACTICE else "real"


def _tables(settings: Settings) -> Tables:
    return load_tables(settings.mappings / "tables").tables


def _read(settings: Settings, path: Path, form: str, console: Console) -> Reading:
    """Read a file by its format, saying every row that could not be used."""
    data = bytes_in(path)
    reading = read(
        load_format(settings.mappings / "formats" / f"{form}.yaml"),
        data,
        source=path.name,
        identities=_identities(settings),
    )
    for fault in reading.errors[:_SHOWN_FAULTS]:
        console.print(sentence(fault, settings.language))
    if reading.error_count > _SHOWN_FAULTS:
        console.print(f"… + {reading.error_count - _SHOWN_FAULTS}")
    return reading


def _write(
    out: Path, found: list[FileAnswer], joined: JoinedFiles | None, language: Language
) -> None:
    """Write `.json` or `.xlsx`; national ids stay masked."""
    if out.suffix not in {".json", ".xlsx"}:
        raise InputError(
            "output_unknown", f"{out.name} is neither .json nor .xlsx.", "Choose one of the two."
        )
    try:
        if out.suffix == ".json":
            out.write_text(as_json(each.answer for each in found), encoding="utf-8")
        else:
            write_workbook(out, found, joined.refused if joined else (), language=language)
    except OSError as error:
        raise InputError(
            "output_unwritable",
            f"{out} can't be written ({error.strerror}).",
            "Check that the folder is there and may be written to.",
        ) from None
