"""Read the reports that are at hand and payroll's open claims, each by its format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rutine.cases.ledger import LedgerEntry, ReportState, reports_to_read
from rutine.cases.open_rows import reports_in_play
from rutine.core.differences import Difference
from rutine.core.errors import InputError
from rutine.core.reason_texts import Language
from rutine.formats.format_model import FormatFile
from rutine.formats.identifier_columns import Identities
from rutine.formats.reading import Reading
from rutine.formats.reading import read as read_format
from rutine.formats.sentences import sentence
from rutine.installation import Installation
from rutine.settings import Mode
from rutine.steps.file_case import file_case
from rutine.steps.scope import Rules, Scope, load_rules

_IDENTITIES: dict[Mode, Identities] = {Mode.PRACTICE: "synthetic", Mode.PRODUCTION: "real"}


_TOLERATED_SHARE = 5
"""One claim in five may be unreadable; beyond that the file is not what it should be."""

_SHOWN_FAULTS = 5


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
    """

    __slots__ = ("claims", "refused", "reports", "rules")

    def __init__(
        self,
        rules: Rules,
        reports: list[ReportAtHand],
        claims: Reading | None,
        refused: list[tuple[LedgerEntry, Difference]],
    ) -> None:
        self.rules = rules
        self.reports = reports
        self.claims = claims
        self.refused = refused


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
    return AtHand(rules, reports, _read_claims(place, scope, rules), refused)


def label(entry: LedgerEntry) -> str:
    """What a report is called in cases, errors and evidence."""
    return f"report {entry.report_id}" if entry.report_id else f"report {entry.sha256[:12]}"


def read_report(place: Installation, rules: Rules, entry: LedgerEntry) -> Reading:
    """The lines and faults of a report in the archive.

    Raises:
        InputError: the bytes are no report at all.
    """
    (form,) = rules.formats_for("settlement_line")
    data = place.archive.get(entry.sha256)
    return read_format(form, data, source=label(entry), identities=identities(place))


def identities(place: Installation) -> Identities:
    """Whose national ids are accepted here: practice people's only, or real people's only."""
    return _IDENTITIES[place.settings.mode]


def _read_claims(place: Installation, scope: Scope, rules: Rules) -> Reading | None:
    """Payroll's claims: given by hand, else from the configured file, else none."""
    source = f"claims {scope.books}"
    if scope.claims is not None:
        data = place.archive.get(scope.claims)
        form = choose_format(rules.formats_for("claim"), data)
    else:
        employer = place.settings.employer(scope.employer)
        path = employer.claims_file(scope.books) if employer and scope.report is None else None
        if path is None:
            return None
        data, source = _bytes_of(path), path.name
        form = choose_format(rules.formats_for("claim"), data)
        place.archive.put(data, kind=form.name, label=source)
    reading = read_format(form, data, source=source, identities=identities(place))
    refused = reading.rows_in - len(reading.frame)
    if refused * _TOLERATED_SHARE > reading.rows_in or reading.frame.empty:
        raise _unusable(reading, place)
    return reading


def _unusable(reading: Reading, place: Installation) -> InputError:
    """So many claims can't be read that the payments would all look unclaimed."""
    language = Language(place.settings.language)
    faults = " ".join(sentence(error, language.value) for error in reading.errors[:_SHOWN_FAULTS])
    return InputError(
        "claims_damaged",
        f"{reading.source}: {len(reading.frame)} of {reading.rows_in} claims can be read. {faults}",
        "Export the claims again from payroll, or correct the format file.",
    )


def choose_format(formats: Sequence[FormatFile], data: bytes) -> FormatFile:
    """The first of the routine's formats whose kind the bytes can be: a workbook, or text."""
    workbook = data.startswith(b"PK")
    fitting = [form for form in formats if (form.kind == "xlsx") == workbook]
    if not fitting:
        raise InputError(
            "no_format_fits",
            f"The claims file is {'a workbook' if workbook else 'text'}, and no format of the "
            "routine reads that.",
            "Add a format file for it under mappings/formats and name it in the routine file.",
        )
    return fitting[0]


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            "claims_missing",
            f"Payroll's claims can't be read from {path} ({error.strerror}).",
            "Put the export there, or correct `claims` under the employer in rutine.toml.",
        ) from None
