"""NAV's benefit codes (*ytelseskoder*), by how a settlement line with the code is treated.

Source: refund rules §3.2, from navikt/sokos-oppgjorsrapporter. Which of the ordinary codes may
be settled without a person stands in the routine file, not here.
"""

from __future__ import annotations

from typing import Final

ORDINARY: Final = frozenset("1234679YZ")
"""Benefits that are claimed for days: parental, pregnancy, sickness and care benefits."""

HOLIDAY_PAY: Final = frozenset("EFGHIJKM")
"""Holiday pay on a benefit, once a year, always with the period 1-31 May."""

RECOVERY: Final = "A"
"""Deduction or repayment (*trekk/tilbakebetaling*)."""
