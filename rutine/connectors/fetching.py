"""What every way of fetching reports gives back. Knows neither browsers nor HTTP."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from rutine.connectors.fetch_reasons import FetchReason
from rutine.core.identifiers import AccountNumber, OrgNr
from rutine.core.money import Ore


class FetchState(StrEnum):
    """How a fetch ended. No access and no news look alike, so "nothing" must be proven."""

    NEW = "new"
    """There were new reports and each of them is here."""
    NOTHING_NEW_PROVEN = "nothing_new_proven"
    """No new ones, and a report we already had was seen again."""
    INCONCLUSIVE = "inconclusive"
    """Something could not be seen or fetched; what was fetched is here all the same."""


@dataclass(frozen=True, slots=True)
class FetchedReport:
    """One settlement report with its bytes as they came.

    Attributes:
        report_id: NAV's number for the report; the key everywhere.
        employer: whose report it is.
        value_date: the day the money is at the employer's disposal (*valuteringsdato*).
        total: what the source says the lines sum to, None where it does not say.
        account: the account NAV paid to, None where the source does not say.
        data: the file, byte for byte.
        media_type: as the source called it.
        fetched_at: UTC.
        how: `portal` or `api`.
    """

    report_id: int
    employer: OrgNr
    value_date: date
    total: Ore | None = field(repr=False)
    account: AccountNumber | None = field(repr=False)
    data: bytes = field(repr=False)
    media_type: str
    fetched_at: datetime
    how: str

    @property
    def sha256(self) -> str:
        """Hash of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Refused:
    """A download that is not the report it should be. The bytes are kept, and not used.

    Attributes:
        report_id: the report that was asked for.
        code: a `ContentFault`, or `download_failed` when no file came.
        line: the first line at fault, from 1, when the fault is in a line.
        message: one sentence in bokmål without personal data.
        data: what came, possibly nothing.
        how: `portal` or `api`.
    """

    report_id: int
    code: str
    line: int | None
    message: str
    data: bytes = field(repr=False)
    how: str = "portal"

    @property
    def sha256(self) -> str:
        """Hash of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the fetch did: a name, a count, and the reason when it did not succeed.

    Attributes:
        name: `inbox`, `dialog`, `companies`, `reports`, `report`, or `visit` for what ended it.
        reason: why it failed, None when it went well.
        count: how many were seen, None where nothing is counted.
        report_id: the report concerned.
        detail: the name of the text or selector that no longer holds, never page content.
    """

    name: str
    reason: FetchReason | None = None
    count: int | None = None
    report_id: int | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class FetchResult:
    """Everything one fetch saw and brought.

    Attributes:
        state: how it ended.
        reports: new reports whose content was checked, lowest id first.
        refused: downloads that failed the check, lowest id first.
        seen: every report id that the source listed for the employer, lowest first.
        reason: why it is inconclusive, None otherwise.
        steps: what was done, in order.
        left: new reports that were seen and not brought: the next fetch must look for them.
    """

    state: FetchState
    reports: tuple[FetchedReport, ...] = ()
    refused: tuple[Refused, ...] = ()
    seen: tuple[int, ...] = ()
    reason: FetchReason | None = None
    steps: tuple[Step, ...] = ()
    left: tuple[int, ...] = ()
