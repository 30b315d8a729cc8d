"""`rutine run nav_refunds --by …`: every employer, several at once on this machine."""

from __future__ import annotations

import importlib
from typing import Any

from rich.console import Console

from rutine.cases.figures.plain_line import plain_line
from rutine.cases.runs import newest_run
from rutine.cli.outcome import Exit, report_failure
from rutine.cli.running.at_once import AtOnce
from rutine.cli.running.employer_choice import configured
from rutine.cli.running.engine import prepare, require_flow, use_server
from rutine.core import clock
from rutine.core.errors import InputError, RutineError
from rutine.core.identifiers import OrgNr
from rutine.installation import installation
from rutine.steps.scope import CURRENT, ROUTINE, resolve_month


def run_all(routine: str, period: str | None, by: AtOnce, workers: int) -> int:
    """Settle every configured employer, and say one plain line for each.

    Processes and Dask's workers find each other by a Prefect server; threads need none.

    Raises:
        InputError: `at_once_refunds` for another routine, `no_employer`, `server_missing`,
            `dask_missing`, or a month that is wrong.
    """
    if routine != ROUTINE:
        raise InputError(
            "at_once_refunds",
            f"--by is for {ROUTINE}: it is what takes time with many employers.",
            f"Run `rutine run {routine}` without it.",
            routine=ROUTINE,
        )
    console = Console(highlight=False, soft_wrap=True)
    with installation() as place:
        employers = [each.reveal() for each in configured(place)]
        month = resolve_month(period or CURRENT)
        require_flow(place.settings, routine)
        if by is AtOnce.THREADS:
            prepare(place.settings)
        else:
            use_server(place.settings)
        runner = _runner(by, workers)
        flow = importlib.import_module("flows.upkeep.every_employer").every_employer
        began, failed = clock.now(), False
        with console.status("…"):
            try:
                flow.with_options(task_runner=runner)(employers, month)
            except RutineError as error:
                report_failure(error)
                failed = True
        waiting = 0
        for each in employers:
            with place.database.reading() as session:
                run = newest_run(session, ROUTINE, OrgNr(each))
            if run is not None and run.started_at >= began and run.summary is not None:
                line = plain_line(run.summary, place.settings.language)
                console.print(f"[bold]{each}[/]  {line}")
                waiting += run.summary.cases
    if failed:
        return Exit.ERROR
    return Exit.OPEN_CASES if waiting else Exit.CLEAN


def _runner(by: AtOnce, workers: int) -> Any:
    """Prefect's task runner; imported here, since Prefect reads its settings when it is."""
    if by is AtOnce.DASK:
        try:
            dask = importlib.import_module("prefect_dask")
        except ModuleNotFoundError:
            raise InputError(
                "dask_missing",
                "Dask is not installed.",
                "Install it: pip install 'rutine[dask]'; or use --by processes.",
            ) from None
        return dask.DaskTaskRunner(
            cluster_kwargs={
                "n_workers": workers,
                "threads_per_worker": 1,
                "dashboard_address": None,
            }
        )
    runners = importlib.import_module("prefect.task_runners")
    if by is AtOnce.PROCESSES:
        return runners.ProcessPoolTaskRunner(max_workers=workers)
    return runners.ThreadPoolTaskRunner(max_workers=workers)
