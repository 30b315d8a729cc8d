"""Tell at once that something went wrong; started by Prefect's automations."""

from __future__ import annotations

from typing import Any, Literal

from prefect import State, flow

from tasks.upkeep import sound_alarm, told


@flow(name="alarm", flow_run_name="alarm {what}", persist_result=False)
def alarm(
    what: Literal["run_failed", "run_not_started", "fetch_inconclusive", "report_missing"],
    about: str = "",
) -> State[Any]:
    """Send one message by webhook and letter.

    Args:
        what: what went wrong.
        about: the run's id, for whoever looks at this alarm in Prefect; it is not sent.
    """
    del about
    return told(sound_alarm(what))
