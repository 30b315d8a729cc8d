"""Settle NAV's refunds for every employer, several at once on one machine.

Each employer is a run of its own, as always: one that fails is repeated alone, and stops no other.
By the clock nothing needs this: there each employer has a deployment, and more workers do more of
them at once.
"""

from __future__ import annotations

from prefect import flow
from prefect.futures import wait
from prefect.task_runners import ThreadPoolTaskRunner

from flows.nav_refunds import nav_refunds
from rutine.steps.every_employer import all_settled
from tasks.step import outside


@outside
def settle_employer(employer: str, period: str) -> str:
    """Settle one employer's refunds; returns the run's id."""
    return str(nav_refunds(employer, period))


@flow(
    name="every_employer",
    flow_run_name="every_employer {period}",
    persist_result=False,
    task_runner=ThreadPoolTaskRunner(max_workers=2),  # type: ignore[arg-type]
)
def every_employer(employers: list[str], period: str = "current") -> list[str]:
    """Settle each employer's refunds for one month.

    `every_employer.with_options(task_runner=…)` does the same by processes or Dask's workers.

    Args:
        employers: organisation numbers.
        period: `YYYY-MM`, or `current`.

    Returns:
        The runs' ids, in the employers' order.

    Raises:
        RutineError: `employers_failed`, when all have ended and some of them badly.
    """
    futures = [settle_employer.submit(each, period) for each in employers]
    wait(futures)
    ends = [future.state.result(raise_on_failure=False) for future in futures]
    return all_settled(dict(zip(employers, ends, strict=True)))
