"""The originals of settlement reports, whichever way they came: kept, known again, and compared."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from rutine.cases.reports.ledger import LedgerEntry, ReportState, reports_that_came
from rutine.cases.reports.report_lines import is_another_order, note_lines, without_lines
from rutine.connectors.content import ReportLines, lines_digest
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation
from rutine.steps.read import label

REPORT_FORMAT = "nav_settlement"
"""The format a report is archived under: the review app shows its lines by it."""


@dataclass(frozen=True, slots=True, repr=False)
class Kept:
    """A report's bytes as they came, and what the archive calls them."""

    data: bytes
    label: str

    @property
    def sha256(self) -> str:
        """What they are known by."""
        return hashlib.sha256(self.data).hexdigest()


def keep_new(place: Installation, employer: OrgNr, original: Kept, lines: str | None) -> None:
    """Archive a report's bytes, but those that are only another order of what is here.

    Nothing would name them: no term would ever delete them, and no request for access find them.
    """
    if lines is not None:
        with place.database.reading() as session:
            if is_another_order(session, employer, original.sha256, lines):
                return
    place.archive.put(original.data, kind=REPORT_FORMAT, label=original.label)


def keep_entered(place: Installation, entry: LedgerEntry, original: Kept) -> None:
    """Archive what the ledger names after all, before that is written."""
    if entry.sha256 == original.sha256 and original.sha256 not in place.archive:
        place.archive.put(original.data, kind=REPORT_FORMAT, label=original.label)


def note_earlier_lines(place: Installation, employer: OrgNr) -> None:
    """Note the lines of reports that an earlier release entered, so that they are known again.

    A report whose original is deleted or damaged is known by its bytes and its number alone.
    """
    with place.database.reading() as session:
        entries = without_lines(session, employer)
    digests: dict[str, str] = {}
    for entry in entries:
        with suppress(InputError):  # damaged evidence is told by `rutine verify`
            digests[entry.entry_id] = lines_digest(place.archive.get(entry.sha256))
    if digests:
        with place.database.writing() as session:
            for entry_id, digest in digests.items():
                note_lines(session, entry_id, digest)


def lines_of(place: Installation, originals: Iterable[str]) -> Iterator[ReportLines]:
    """The lines of each of these that is whole."""
    for sha256 in originals:
        with suppress(InputError):  # damaged evidence is told by `rutine verify`
            yield ReportLines(place.archive.get(sha256))


def sharing_lines(place: Installation, employer: OrgNr) -> list[str]:
    """What the reports are called that are not settled yet, and share too much with another.

    NAV's own with a file, which was then cut or edited, or holds lines of several reports, few of
    each; and a file that was given by hand with reports that are settled, for no other would be
    here. Both stand in the ledger, and a person must know: the lines settle once, but the money of
    both was recorded. Those of a killed run are among them: it took them in, and told nobody.
    """
    with place.database.reading() as session:
        came = [entry for entry, _ in reports_that_came(session, employer)]
    # Of each original, those that are held against it: it is opened once, and few are not settled.
    held: dict[str, list[LedgerEntry]] = {}
    for number, entry in enumerate(came):
        for sha256 in _to_hold_against(entry, came[:number], came[number + 1 :]):
            held.setdefault(sha256, []).append(entry)
    unsettled = {entry.sha256 for entries in held.values() for entry in entries}
    own = {sha256: lines for sha256 in unsettled for lines in lines_of(place, [sha256])}
    found = _Sharing(own)
    for sha256, entries in held.items():
        for other in lines_of(place, [sha256]):
            for entry in entries:
                found.hold_against(entry, sha256, other)
    sharing = found.too_much()
    maybe = [file for file, reports in found.files.items() if not reports <= sharing]
    for file in _picked(place, maybe, came):
        sharing |= found.files[file]
    return [label(entry) for entry in came if entry.sha256 in sharing]


@dataclass(slots=True, repr=False)
class _Sharing:
    """What reports that are not settled have in common with others, one by one and together.

    Attributes:
        own: sha256 -> their lines.
        files: the sha256 of a file -> NAV's own reports that share a few lines with it.
    """

    own: Mapping[str, ReportLines]
    files: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _overlap: set[str] = field(default_factory=set)
    _shared: dict[str, Counter[bytes]] = field(default_factory=lambda: defaultdict(Counter))

    def hold_against(self, entry: LedgerEntry, sha256: str, other: ReportLines) -> None:
        """Note what the report has in common with another, whose bytes have this hash."""
        lines = self.own.get(entry.sha256)
        common = Counter[bytes]() if lines is None else lines.shared(other)
        if lines is None or not common:
            return
        self._shared[entry.sha256] += common
        if lines.overlap(other):
            self._overlap.add(entry.sha256)
        elif entry.report_id is not None:
            self.files[sha256].add(entry.sha256)

    def too_much(self) -> set[str]:
        """Which of them share too much with another, or with all others together."""
        shared = self._shared.items()
        elsewhere = {sha256 for sha256, lines in shared if self.own[sha256].are_elsewhere(lines)}
        return self._overlap | elsewhere


def _picked(
    place: Installation, files: Iterable[str], came: Iterable[LedgerEntry]
) -> Iterator[str]:
    """Those of the files that hold lines of reports, which may have come one by one after them."""
    own = {file: lines for file in files for lines in lines_of(place, [file])}
    shared = {file: Counter[bytes]() for file in own}
    # Each original is opened once, however many the files are; none where there is no file.
    for other in lines_of(place, {each.sha256 for each in came} if own else ()):
        for file, lines in own.items():
            shared[file] += lines.shared(other)
    return (file for file, lines in own.items() if lines.are_elsewhere(shared[file]))


def _to_hold_against(
    entry: LedgerEntry, before: Sequence[LedgerEntry], after: Sequence[LedgerEntry]
) -> list[str]:
    """The originals that a report is held against; of two files, the later is against the other."""
    if entry.state is ReportState.SETTLED:
        return []
    if entry.report_id is not None:
        return [each.sha256 for each in (*before, *after) if each.report_id is None]
    settled = [each for each in after if each.state is ReportState.SETTLED]
    earlier = [e for e in before if e.report_id is None or e.state is ReportState.SETTLED]
    return [each.sha256 for each in (*earlier, *settled)]
