"""A week in August that NAV has paid three of five days of."""

from __future__ import annotations

from datetime import date, timedelta

from tests.small_office import RATE, Claimed, Office, Paid

AUGUST = date(2026, 8, 3)
WEEK = timedelta(days=7)
FULL, PART = 5 * RATE, 3 * RATE
SENT = date(2026, 9, 1)
LONG_AGO = date(2026, 4, 1)
CLAIM = Claimed("K1", 0, AUGUST, FULL, SENT)
"""A week in August, sent in September: NAV may take until the middle of December."""


def underpaid(office: Office) -> None:
    """NAV has paid three days of five."""
    office.claims("2026-09", CLAIM)
    office.pays("2026-09", Paid(0, AUGUST, PART))
    office.run("2026-09")
