"""Which months may still be posted in. A closed one is never changed: what comes later goes on."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.tables import ClosedPeriod
from rutine.core import clock
from rutine.core.identifiers import OrgNr
from rutine.core.periods import Period


def open_period(session: Session, employer: OrgNr, month: str) -> str:
    """The month itself (`YYYY-MM`), or the first after it that is not closed."""
    closed = closed_periods(session, employer)
    while month in closed:
        month = f"{Period.month(month).last + timedelta(days=1):%Y-%m}"
    return month


def closed_periods(session: Session, employer: OrgNr) -> frozenset[str]:
    """The employer's closed months."""
    return frozenset(
        session.scalars(select(ClosedPeriod.period).where(ClosedPeriod.employer == employer.value))
    )


def booking_day(month: str) -> date:
    """The day a voucher of the month bears: today, or the day of the month nearest to it."""
    period = Period.month(month)
    return min(max(clock.today(), period.first), period.last)
