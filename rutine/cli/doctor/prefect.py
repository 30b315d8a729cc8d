"""What `rutine doctor` looks at of the Prefect server, where one is set: up, locked, and silent."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

import httpx

from rutine.api_settings import LOOPBACK
from rutine.cli.doctor.examination import Finding, Health
from rutine.cli.doctor.machines import (
    examine_clocks,
    examine_events,
    examine_redis,
    workers_events,
)
from rutine.cli.scheduling.prefect_api import POOL, UPKEEP_POOL, PrefectApi, server_access
from rutine.core import clock
from rutine.core.errors import InputError, RutineError
from rutine.settings import Settings

_SECONDS: Final = 5.0
_WHAT: Final = "Prefect server"
_WORKERS: Final = (
    ("Prefect worker", POOL, "nothing is started"),
    ("Alarm worker", UPKEEP_POOL, "no alarm and no notice is sent"),
)
_OPEN_DOOR: Final = (
    "Set PREFECT_SERVER_API_AUTH_STRING for the server and PREFECT_API_AUTH_STRING for workers."
)


def examine_prefect(settings: Settings) -> list[Finding]:
    """Whether it answers, asks who calls, sends nothing home, and has a worker; and what is stuck.

    The server is the one that `rutine schedule` asks: set, or started by `rutine up`. What it
    needs on its own machine, Redis, is looked at where this machine is told of it.
    """
    return [*examine_redis(), *_of_server(settings)]


def _of_server(settings: Settings) -> list[Finding]:
    try:
        address, given = server_access(settings)
    except InputError:
        return [
            Finding(_WHAT, Health.REMARK, "none is set: each command starts its own, for itself")
        ]
    try:
        with httpx.Client(timeout=_SECONDS, trust_env=False) as client:
            findings = list(_looked_at(client, httpx.URL(address), given or ""))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return [
            Finding(
                _WHAT,
                Health.BAD,
                f"does not answer ({type(error).__name__})",
                "Start it, or correct PREFECT_API_URL. Scheduled runs wait meanwhile.",
            )
        ]
    with suppress(RutineError), PrefectApi(address, given) as api:  # said above
        findings += _at_work(api, timedelta(hours=settings.watch.stuck_hours))
        findings += examine_clocks(workers_events(api))
        findings.append(examine_events(api))
    return findings


def _at_work(api: PrefectApi, long: timedelta) -> list[Finding]:
    """Whether somebody takes what is due, and what was begun and never ended."""
    findings = [_workers(api, *each) for each in _WORKERS]
    going = api.going_on_since(clock.now() - long)
    if going:
        findings.append(
            Finding(
                "Prefect runs",
                Health.BAD,
                f"{going} began more than {long / timedelta(hours=1):.0f} hours ago, and take up "
                "the pool's places",
                "See that `rutine events --follow` is up: it ends runs that were killed.",
            )
        )
    return findings


def _workers(api: PrefectApi, what: str, pool: str, without: str) -> Finding:
    online = sum(each.get("status") == "ONLINE" for each in api.workers(pool))
    if online:
        return Finding(what, Health.GOOD, f"{online} at the pool {pool}")
    return Finding(
        what,
        Health.BAD,
        f"none at the pool {pool}: {without}",
        f"Run `rutine up`, or `prefect worker start --pool {pool} --type process`.",
    )


def _looked_at(client: httpx.Client, address: httpx.URL, given: str) -> list[Finding]:
    unknown = client.get(f"{address}/admin/settings")
    findings = [_door(unknown.status_code, address)]
    known = unknown
    if given:
        known = client.get(f"{address}/admin/settings", auth=tuple(given.split(":", 1)))  # type: ignore[arg-type]
    if known.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
        findings.append(
            Finding(
                "Prefect access",
                Health.BAD,
                "the server does not let us in",
                "Correct PREFECT_API_AUTH_STRING (name:password).",
            )
        )
    elif known.is_success:
        findings.append(_telemetry(known.json()))
    return findings


def _door(status: int, address: httpx.URL) -> Finding:
    """Without an account, the server must refuse; on this machine alone it may not."""
    if status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
        if address.scheme == "https" or address.host in LOOPBACK:
            return Finding(_WHAT, Health.GOOD, f"{address.host} answers, and asks who calls")
        return Finding(
            _WHAT,
            Health.BAD,
            f"{address.host} takes the password unencrypted",
            "Put TLS in front of it, and use its https:// address.",
        )
    near = address.host in LOOPBACK
    return Finding(
        _WHAT,
        Health.REMARK if near else Health.BAD,
        f"{address.host} lets anybody in" + (" on this machine" if near else ""),
        _OPEN_DOOR,
    )


def _telemetry(settings: Mapping[str, Any]) -> Finding:
    """The server's own settings, as it tells them."""
    server = settings.get("server")
    on = server.get("analytics_enabled") if isinstance(server, dict) else None
    if on is False:
        return Finding("Prefect telemetry", Health.GOOD, "off")
    return Finding(
        "Prefect telemetry",
        Health.REMARK if on is None else Health.BAD,
        "the server does not say" if on is None else "the server sends figures to Prefect",
        "Set PREFECT_SERVER_ANALYTICS_ENABLED=false and DO_NOT_TRACK=1 for the server.",
    )
