"""Back up the store every night, and prove that it can be restored from."""

from __future__ import annotations

from typing import Any

from prefect import State, flow

from tasks.turn import day_off
from tasks.upkeep import backed_up, write_proven_backup


@flow(name="backup", flow_run_name="backup", persist_result=False)
def backup(days: str = "any") -> State[Any]:
    """Write a backup, read it again from end to end, and take the oldest away.

    Args:
        days: which days the schedule does its work on: `any`, `working` or `first_N`.
    """
    return day_off(days) or backed_up(write_proven_backup())
