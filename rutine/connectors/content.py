"""Whether downloaded bytes are the settlement report that was asked for.

NAV's page saves whatever comes: a sign-in page as .csv, a file cut short, another file. So
each download is checked before it counts as fetched (nav-reports §5 rule 5). Only bytes are
looked at; meaning is read later, by `rutine.formats`.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from rutine.core.identifiers import AccountNumber, OrgNr
from rutine.core.money import Ore

FIELDS = 12
WIDTH_WITHOUT_UNIT = 123
"""Bytes in a line without its unit number (1-5 digits) and without CRLF (nav-reports §3)."""

EMPLOYER_FIELD = 1
"""The field that says whose report it is, from 0."""

_ACCOUNT, _AMOUNT = 6, 9
_AFTER_NAME = 4
"""Fields after the person's name, which is one with the national id, and stands for nothing."""
_REPEATED = 10
"""So many lines of one report don't come again in another by chance, if they are a tenth of it."""
_FILE_NAME = re.compile(r"(?:(\d{9})_ref-arbg_)?(\d{4}-\d{2}-\d{2})(?:_(\d+))?\.csv$")
_ORE = re.compile(rb"\d{10}[- ]")
_UNIT = re.compile(rb"\d+")


class ContentFault(StrEnum):
    """What is wrong with the bytes. `rutine.connectors.fetch_texts` has the sentences."""

    EMPTY = "empty"
    LOGIN_PAGE = "login_page"
    MEDIA_TYPE = "media_type"
    WRONG_REPORT = "wrong_report"
    CUT_SHORT = "cut_short"
    FIELDS = "fields"
    WIDTH = "width"
    OTHER_EMPLOYER = "other_employer"
    SEVERAL_ACCOUNTS = "several_accounts"
    OTHER_ACCOUNT = "other_account"
    AMOUNT = "amount"
    UNSTEADY = "unsteady"
    """Two downloads differ; asked for where the source tells no total to check against."""
    TOTAL = "total"
    OVERLAPS = "overlaps"
    """It has too many lines in common with another report (`ReportLines.overlap`), or with several
    (`are_elsewhere`): one of them was cut, or edited, or lines of some were put in one file."""


@dataclass(frozen=True, slots=True)
class ContentFinding:
    """The first fault found and, when it is in a line, the line's number from 1."""

    fault: ContentFault
    line: int | None = None


def check_content(
    data: bytes,
    *,
    employer: OrgNr,
    report_id: int | None,
    media_type: str,
    file_name: str | None = None,
    value_date: date | None = None,
    account: AccountNumber | None = None,
    total: Ore | None = None,
) -> ContentFinding | None:
    """The first reason not to accept the bytes as the report, or None.

    Args:
        data: the file as it came.
        employer: the employer it was asked for.
        report_id: the report it was asked for; None when it came by itself.
        media_type: of the answer, without parameters.
        file_name: from the answer: employer, value date and, in newer names, the report id.
        value_date: the report's value date in its metadata, None to leave the name's alone.
        account: the account in the report's metadata, None where the source has none.
        total: the report's total in its metadata, None where the source has none.
    """
    envelope = _check_envelope(data, media_type)
    if envelope is None and _names_another(file_name, employer, report_id, value_date):
        envelope = ContentFault.WRONG_REPORT
    if envelope is None and not data.endswith(b"\r\n"):
        envelope = ContentFault.CUT_SHORT
    if envelope is not None:
        return ContentFinding(envelope)
    lines = [line.split(b";") for line in data[:-2].split(b"\r\n")]
    for number, fields in enumerate(lines, start=1):
        fault = _check_line(fields, employer)
        if fault is not None:
            return ContentFinding(fault, number)
    accounts = [fields[_ACCOUNT] for fields in lines]
    for number, (before, after) in enumerate(pairwise(accounts), start=2):
        if before != after:
            return ContentFinding(ContentFault.SEVERAL_ACCOUNTS, number)
    if account is not None and accounts[0] != account.reveal().encode():
        return ContentFinding(ContentFault.OTHER_ACCOUNT)
    if total is not None and sum(_ore(fields[_AMOUNT]) for fields in lines) != total:
        return ContentFinding(ContentFault.TOTAL)
    return None


def lines_digest(data: bytes) -> str:
    """The sha256 of a report's lines, the same in whatever order they come.

    How often a line comes counts; how it ends, and empty lines, do not.
    """
    return hashlib.sha256(b"\n".join(sorted(_lines(data)))).hexdigest()


class ReportLines:
    """A report's lines, split and counted once: a file is held against every report there is.

    How often a line comes counts; how it ends, empty lines, and their order do not.
    """

    __slots__ = ("_count", "_data", "_says")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._says = Counter(map(_said, _lines(data)))
        self._count = self._says.total()

    def __len__(self) -> int:
        return self._count

    def are_part_of(self, other: ReportLines) -> bool:
        """Whether another report has all of these lines and more; none at all are part of none."""
        return self._count > 0 and Counter(_lines(self._data)) < Counter(_lines(other._data))

    def overlap(self, other: ReportLines) -> bool:
        """Whether these and another's are hardly two reports: too many lines are in both.

        One has all lines of the other and more; or half of the shorter one's are in both, and at
        least two; or a tenth of them, and at least ten. NAV may pay a person's line again in a
        later report, so a few in common say nothing. Reports with the very same lines don't
        overlap: they are one report, which the ledger knows by `lines_digest`. Lines are held
        against each other without the name: a file that was saved with other letters for æ, ø and
        å is the same money.
        """
        return _too_many(self.shared(other).total(), min(self._count, other._count))

    def shared(self, other: ReportLines) -> Counter[bytes]:
        """What lines in both say, and how often both have it; nothing where they are one report."""
        if self._says.keys().isdisjoint(other._says) or self._is_one_with(other):
            return Counter()
        return self._says & other._says

    def are_elsewhere(self, shared: Counter[bytes]) -> bool:
        """Whether too many of these lines are in other reports, all of those taken together.

        A file that was picked from many reports, a few lines of each, overlaps none of them.

        Args:
            shared: what is `shared` with each, added up. However many reports have a line, it
                counts no oftener than it comes here.
        """
        return _too_many((self._says & shared).total(), self._count)

    def _is_one_with(self, other: ReportLines) -> bool:
        """Whether the other has the very same lines."""
        return self._says == other._says and lines_digest(self._data) == lines_digest(other._data)


def _too_many(shared: int, of: int) -> bool:
    """Whether so many of a report's lines are hardly in others by chance."""
    enough = min(of / 2, max(_REPEATED, of / 10))
    return shared > 0 and (shared == of or shared >= max(2, enough))


def _said(line: bytes) -> bytes:
    """A line without the name, and without zeros before the number of NAV's unit."""
    fields = line.rsplit(b";", _AFTER_NAME + 1)
    if len(fields) == _AFTER_NAME + 2:
        del fields[1]
    return b";".join(fields).lstrip(b"0")


def _lines(data: bytes) -> list[bytes]:
    return [line for line in data.replace(b"\r\n", b"\n").split(b"\n") if line]


def _check_envelope(data: bytes, media_type: str) -> ContentFault | None:
    """Faults that show before anything is read."""
    if not data:
        return ContentFault.EMPTY
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return ContentFault.LOGIN_PAGE
    return ContentFault.MEDIA_TYPE if media_type != "text/csv" else None


def _names_another(
    file_name: str | None, employer: OrgNr, report_id: int | None, value_date: date | None
) -> bool:
    """Whether the file's name tells of another report; a name of another form says nothing."""
    named = _FILE_NAME.search(file_name or "")
    if named is None:
        return False
    owner, day, number = named.groups()
    return (
        (owner is not None and owner != employer.reveal())
        or (value_date is not None and day != value_date.isoformat())
        or (None not in {number, report_id} and number.lstrip("0") != str(report_id))
    )


def _check_line(fields: list[bytes], employer: OrgNr) -> ContentFault | None:
    """Faults of one line."""
    if len(fields) != FIELDS:
        return ContentFault.FIELDS
    unit = fields[0]
    width = sum(map(len, fields)) + FIELDS - 1 - len(unit)
    if width != WIDTH_WITHOUT_UNIT or not _UNIT.fullmatch(unit):
        return ContentFault.WIDTH
    if fields[EMPLOYER_FIELD] != employer.reveal().encode():
        return ContentFault.OTHER_EMPLOYER
    if not _ORE.fullmatch(fields[_AMOUNT]):
        return ContentFault.AMOUNT
    return None


def _ore(field: bytes) -> int:
    """Øre from ten digits and a sign *after* them."""
    amount = int(field[:-1])
    return -amount if field.endswith(b"-") else amount
