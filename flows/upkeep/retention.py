"""Tell what is due for deletion, and delete what may go."""

from __future__ import annotations

from typing import Any

from prefect import State, flow

from tasks.turn import day_off
from tasks.upkeep import delete_in_time, kept_in_time


@flow(name="retention", flow_run_name="retention", persist_result=False)
def retention(days: str = "any") -> State[Any]:
    """Delete what was confirmed, and put what is due now before a person.

    Args:
        days: which days the schedule does its work on: `any`, `working` or `first_N`.
    """
    return day_off(days) or kept_in_time(delete_in_time())
