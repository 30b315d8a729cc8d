"""Tell those who want it what waits, once a day."""

from __future__ import annotations

from typing import Any

from prefect import State, flow

from tasks.turn import day_off
from tasks.upkeep import send_notices, told


@flow(name="daily_notices", flow_run_name="daily_notices", persist_result=False)
def daily_notices(days: str = "any") -> State[Any]:
    """Send each receiver one digest of counts.

    Args:
        days: which days the schedule does its work on: `any`, `working` or `first_N`.
    """
    return day_off(days) or told(send_notices())
