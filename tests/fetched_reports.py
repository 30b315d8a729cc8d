"""What a fetch brings, without a portal or an API."""

from __future__ import annotations

from datetime import date

from rutine.connectors.fetching import FetchedReport, FetchResult, FetchState
from rutine.core import clock
from rutine.core.identifiers import AccountNumber, OrgNr
from rutine.core.money import Ore


def fetched_report(
    report_id: int,
    employer: OrgNr,
    value_date: date,
    data: bytes,
    *,
    total: Ore | None = None,
    account: AccountNumber | None = None,
    how: str = "portal",
) -> FetchedReport:
    """One report as it comes from NAV's page, just now."""
    return FetchedReport(
        report_id=report_id,
        employer=employer,
        value_date=value_date,
        total=total,
        account=account,
        data=data,
        media_type="text/csv",
        fetched_at=clock.now(),
        how=how,
    )


def fetch_result(new: tuple[FetchedReport, ...], seen: tuple[int, ...]) -> FetchResult:
    """New reports, or the proof that there are none: the known ones were seen."""
    state = FetchState.NEW if new else FetchState.NOTHING_NEW_PROVEN
    return FetchResult(state, new, (), seen)
