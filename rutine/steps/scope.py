"""What a run is about, and the rules that decide in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rutine.cases.books.outbox import Target
from rutine.cases.runs import latest_period, open_run
from rutine.core import clock, watch
from rutine.core.errors import InputError, RutineError
from rutine.core.identifiers import OrgNr
from rutine.core.periods import Period
from rutine.core.system import collect_seldom
from rutine.formats.format_file import load_format
from rutine.formats.format_model import FormatFile
from rutine.installation import Installation
from rutine.routines.routine_file import RefundRoutine, load_refund_routine
from rutine.routines.tables import TableFiles, load_tables
from rutine.steps.store_turn import note_failed, when_free

ROUTINE = "nav_refunds"
_EARLIEST = date(1970, 1, 1)  # NAV accepts no earlier value date

CURRENT = "current"
"""What a schedule says for "the month we are in"."""


@dataclass(frozen=True, slots=True)
class Scope:
    """One run: its id, whose refunds, which month, and files given by hand instead of fetched.

    Holds references only, so that it may travel between Prefect's tasks.

    Attributes:
        run_id: the run in the store.
        employer: the legal entity.
        month: `YYYY-MM`; reports with their value date in it or before it are fetched and
            settled: one that came late, or that a killed run left behind, is not lost.
        books: the latest month that any run has settled, this one included. Payroll's claims
            are read as they stood then and ages counted to its end, so that running an earlier
            month again meets the same claims and changes nothing.
        report: sha256 in the evidence archive of a report given by hand.
        claims: sha256 of payroll's claims given by hand.
        inputs: name -> sha256 of every input, when an earlier run is done over again; then no
            file is looked for on the disk (`steps.inputs`).
    """

    run_id: str
    employer: OrgNr
    month: str
    books: str
    report: str | None = None
    claims: str | None = None
    inputs: Mapping[str, str] | None = None

    @property
    def period(self) -> Period:
        """The month's days."""
        return Period.month(self.month)

    @property
    def until(self) -> Period:
        """The days whose reports this run takes: everything up to the month's end."""
        return Period(_EARLIEST, self.period.last)

    @property
    def as_of(self) -> date:
        """The day ages are counted to: the last of `books`, or today when it is not over."""
        return min(Period.month(self.books).last, clock.today())


@dataclass(frozen=True, slots=True)
class Rules:
    """The files that decide, read and checked, with what identifies them."""

    routine: RefundRoutine
    formats: dict[str, FormatFile]
    tables: TableFiles

    @property
    def hashes(self) -> dict[str, str]:
        """File -> sha256: stored with the run, so that a decision can be traced to its rules."""
        return {
            f"routines/{self.routine.name}.yaml": self.routine.sha256,
            **{f"formats/{name}.yaml": form.sha256 for name, form in self.formats.items()},
            **{f"tables/{name}.yaml": sha256 for name, sha256 in self.tables.sha256.items()},
        }

    @property
    def posting_formats(self) -> dict[Target, FormatFile]:
        """How each file of postings is written; empty where the routine posts nothing."""
        names = self.routine.postings
        if names is None:
            return {}
        return {
            Target.VOUCHER: self.formats[names.voucher],
            Target.PAYROLL: self.formats[names.payroll],
        }

    def formats_for(self, record: str) -> tuple[FormatFile, ...]:
        """The formats that a kind of record may come in, in the routine's order."""
        return tuple(self.formats[name] for name in self.routine.formats_of(record))


def load_rules(place: Installation, routine: str = ROUTINE) -> Rules:
    """Read the routine file, every format it names and the dated tables.

    Raises:
        InputError: `mapping_missing` or `mapping_invalid`, with file, line and remedy.
    """
    mappings = place.settings.mappings
    read = load_refund_routine(mappings / "routines" / f"{routine}.yaml")
    names = {name for source in read.sources.values() for name in source.formats}
    if read.postings is not None:
        names |= {read.postings.voucher, read.postings.payroll}
    formats = {name: load_format(mappings / "formats" / f"{name}.yaml") for name in sorted(names)}
    for fault in read.postings.faults(formats) if read.postings else ():
        raise InputError(
            "mapping_invalid",
            f"{read.name}.yaml: {fault}.",
            "Name a format file with `written: yes` and that record.",
        )
    return Rules(read, formats, load_tables(mappings / "tables"))


def resolve_month(text: str) -> str:
    """`current` becomes this month; anything else must be a month.

    Raises:
        InputError: `period_invalid` or `period_future`.
    """
    this_month = f"{clock.today():%Y-%m}"
    if text == CURRENT:
        return this_month
    try:
        Period.month(text)
    except ValueError:
        raise InputError(
            "period_invalid",
            f"{text!r} is not a month.",
            "Write it as YYYY-MM, such as 2026-10.",
            month=text,
        ) from None
    if text > this_month:
        raise InputError(
            "period_future",
            f"{text} has not begun.",
            f"The latest month is {this_month}.",
            month=text,
            latest=this_month,
        )
    return text


def begin(
    place: Installation,
    employer: str,
    period: str,
    report: str | None = None,
    claims: str | None = None,
    *,
    inputs: Mapping[str, str] | None = None,
) -> Scope:
    """Open a run in the store, with the rules that will decide in it.

    Raises:
        InputError: `employer_invalid`, `period_invalid`, or a mapping that is wrong.
        ConnectorError: `store_busy` when others wrote for half a minute.
    """
    collect_seldom()
    try:
        orgnr = OrgNr(employer)
    except ValueError as error:
        raise InputError("employer_invalid", f"--employer: {error}.", "Check the number.") from None
    month = resolve_month(period)
    rules = load_rules(place)

    def enter() -> tuple[str, Period | None]:
        with place.database.writing() as session:
            latest = latest_period(session, ROUTINE, orgnr)
            return open_run(session, ROUTINE, orgnr, Period.month(month), rules.hashes), latest

    run_id, latest = when_free(enter)
    watch.event("run.begun", run=run_id, employer=orgnr.value, month=month)
    make_output_folder(place, run_id)
    books = max(month, f"{latest.first:%Y-%m}") if latest else month
    return Scope(run_id, orgnr, month, books, report, claims, inputs)


def make_output_folder(place: Installation, run_id: str) -> Path:
    """Make the run's folder (0700) before anything is decided: a full disk is said in time.

    Raises:
        InputError: `output_read_only` when it can't be made.
    """
    folder = place.settings.output_folder / run_id
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise InputError(
            "output_read_only",
            f"Nothing can be written in {place.settings.output_folder} ({error.strerror}).",
            "Make the folder writable, or choose another home with RUTINE_HOME.",
            folder=str(place.settings.output_folder),
        ) from None
    return folder


@contextmanager
def marking_failure(place: Installation, scope: Scope) -> Iterator[None]:
    """Note in the store that the run failed, and why, when the block raises.

    Only the error's code is stored, never its text.
    """
    try:
        yield
    except Exception as error:
        reason = error.code if isinstance(error, RutineError) else type(error).__name__
        note_failed(place, scope.run_id, reason)
        watch.event("run.failed", run=scope.run_id, reason=reason)
        raise
