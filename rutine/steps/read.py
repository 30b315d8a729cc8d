"""Read the reports that are at hand and payroll's open claims, each by its format."""

from __future__ import annotations

from dataclasses import dataclass

from rutine.cases.lifecycle.open_rows import reports_in_play
from rutine.cases.reports.ledger import LedgerEntry, ReportState, reports_to_read
from rutine.cases.reports.naming import report_label
from rutine.core import watch
from rutine.core.differences import Difference
from rutine.core.errors import InputError
from rutine.formats.reading import Reading
from rutine.formats.reading import read as read_format
from rutine.installation import Installation
from rutine.refunds.knowledge import Registers
from rutine.steps.file_case import file_case
from rutine.steps.inputs import CLAIMS, InputFiles, Opened
from rutine.steps.list_files import choose_format, identities, unusable
from rutine.steps.protected import NOBODY_MARKED, Marked, read_marked
from rutine.steps.registers import read_registers
from rutine.steps.scope import Rules, Scope, load_rules

_TOLERATED_SHARE = 5
"""One claim in five may be unreadable; beyond that the file is not what it should be."""


@dataclass(frozen=True, eq=False)
class ReportAtHand:
    """One report that was read.

    Attributes:
        entry: its place in the ledger.
        key: a number of its own within the run: NAV's report id, or one below zero for a bare
            file that has none.
        reading: its lines and its faults.
        fresh: whether it is to be controlled and matched whole: it is new, or a control
            stopped it before. Of a settled report only lines of open cases come back.
    """

    entry: LedgerEntry
    key: int
    reading: Reading
    fresh: bool

    @property
    def arrived(self) -> bool:
        """Whether no earlier run has looked at it."""
        return self.fresh and self.entry.state is not ReportState.STOPPED


class AtHand:
    """Everything a run works on, read. A plain class, so that Prefect does not walk its rows.

    Attributes:
        rules: the routine file and formats that decide.
        reports: every report of the run, and earlier ones with open cases.
        claims: payroll's open claims; None when there is no file.
        refused: reports that could not be read at all, each with its case.
        registers: looks people up in the employer's other lists; None when it has none.
        files: which files it was, for the run's summary.
        marked: whose cases only few may see.
    """

    __slots__ = ("claims", "files", "marked", "refused", "registers", "reports", "rules")

    def __init__(
        self,
        rules: Rules,
        reports: list[ReportAtHand],
        claims: Reading | None,
        refused: list[tuple[LedgerEntry, Difference]],
        registers: Registers | None = None,
        *,
        files: InputFiles,
        marked: Marked = NOBODY_MARKED,
    ) -> None:
        self.rules = rules
        self.files = files
        self.reports = reports
        self.claims = claims
        self.refused = refused
        self.registers = registers
        self.marked = marked


@watch.step
def read(place: Installation, scope: Scope) -> AtHand:
    """Read every report that is not settled yet, and payroll's open claims.

    A report that is not a report at all (a web page, say) becomes a case; the others go on.

    Raises:
        InputError: the claims file is missing or not what its format says.
    """
    rules = load_rules(place)
    with place.database.reading() as session:
        fresh = reports_to_read(session, scope.employer, scope.until)
        again = reports_in_play(session, scope.employer)
    new = {entry.entry_id for entry in fresh}
    reports: list[ReportAtHand] = []
    refused: list[tuple[LedgerEntry, Difference]] = []
    for place_in_run, entry in enumerate((*fresh, *(e for e in again if e.entry_id not in new))):
        key = entry.report_id or -1 - place_in_run
        try:
            reading = read_report(place, rules, entry)
        except InputError:
            refused.append((entry, file_case(scope.employer, label(entry))))
        else:
            reports.append(ReportAtHand(entry, key, reading, fresh=entry.entry_id in new))
    files = InputFiles(place, scope.inputs)
    claims = _read_claims(place, scope, rules, files)
    employer = place.settings.employer(scope.employer)
    return AtHand(
        rules,
        reports,
        claims,
        refused,
        read_registers(place, scope, rules, files),
        files=files,
        # Of a report given by hand the lists are read for their marks alone, and explain nothing.
        marked=read_marked(
            place, rules, employer, scope.books, files if scope.report is None else None
        ),
    )


def label(entry: LedgerEntry) -> str:
    """What a report is called in cases, errors and evidence."""
    return report_label(entry.report_id, entry.sha256)


def read_report(place: Installation, rules: Rules, entry: LedgerEntry) -> Reading:
    """The lines and faults of a report in the archive.

    Raises:
        InputError: the bytes are no report at all.
    """
    (form,) = rules.formats_for("settlement_line")
    data = place.archive.get(entry.sha256)
    return read_format(form, data, source=label(entry), identities=identities(place))


def _read_claims(
    place: Installation, scope: Scope, rules: Rules, files: InputFiles
) -> Reading | None:
    """Payroll's claims: given by hand, else from the configured file, else none."""
    if scope.claims is not None:
        opened: Opened | None = Opened(place.archive.get(scope.claims), f"claims {scope.books}")
    else:
        employer = place.settings.employer(scope.employer)
        path = employer.claims_file(scope.books) if employer and scope.report is None else None
        opened = files.open(CLAIMS, path, "claims")
    if opened is None:
        return None
    form = choose_format(rules.formats_for("claim"), opened.data)
    files.keep(CLAIMS, opened, form.name)
    ids = identities(place)
    reading = read_format(form, opened.data, source=opened.source, identities=ids)
    refused = reading.rows_in - len(reading.frame)
    if refused * _TOLERATED_SHARE > reading.rows_in or reading.frame.empty:
        raise unusable(reading, place, "claims")
    return reading
