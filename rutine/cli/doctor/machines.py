"""What `rutine doctor` looks at between machines: one home, one way for events, one time of day."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import redis
from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.retention.originals import deleted_originals, lookup
from rutine.cases.tables import Report, Run
from rutine.cli.doctor.examination import Finding, Health
from rutine.cli.scheduling.prefect_api import PrefectApi
from rutine.core import clock
from rutine.core.errors import RutineError
from rutine.installation import Installation

REDIS: Final = ("PREFECT_REDIS_MESSAGING_URL", "PREFECT_SERVER_DOCKET_URL")
"""Where a server is told of Redis; a machine without them uses none itself."""

_NEWEST: Final = 20
"""So many originals are looked for: a home of another machine lacks nearly all of them."""
_MOST: Final = timedelta(seconds=10)
"""As for the database's clock."""
_PATIENCE: Final = 15.0
"""Seconds that an event may take. The server writes them down every five."""
_LOOK: Final = 0.5
_REDIS_SECONDS: Final = 3.0
_LOOKED: Final = "rutine.doctor.looked"
_OF_WORKERS: Final = "prefect.worker."


def examine_home(place: Installation, session: Session) -> Iterator[Finding]:
    """Whether the home has the originals that all machines of this store have kept.

    Nothing is said where the store lies in the home itself, or nothing has come yet.
    """
    if place.settings.database_url is None:
        return
    newest = session.scalars(
        select(Report.sha256)
        .join(Run, Run.id == Report.run_id)
        .order_by(Run.number.desc(), Report.id)
        .limit(_NEWEST)
    ).all()
    gone = deleted_originals(session)
    wanted = {each for each in newest if lookup(place.keys, each) not in gone}
    missing = sum(each not in place.archive for each in wanted)
    if not wanted:
        return
    if not missing:
        yield Finding("Shared home", Health.GOOD, "has the newest originals of every machine")
        return
    yield Finding(
        "Shared home",
        Health.BAD,
        f"{missing} of the {len(wanted)} newest originals are not in "
        f"{place.settings.evidence_folder}",
        "Mount the same home on every machine (docs/how-to/several-machines.md); with one machine, "
        "restore the folder from backup.",
    )


def examine_redis() -> Iterator[Finding]:
    """Whether Redis answers, where this machine is told of one; its password is never shown."""
    addresses = {os.environ[name] for name in REDIS if os.environ.get(name)}
    for address in sorted(addresses):
        try:
            with closing(_client(address)) as client:
                client.ping()
        except (redis.RedisError, OSError, ValueError) as error:
            yield Finding(
                "Redis",
                Health.BAD,
                f"does not answer ({type(error).__name__})",
                "Start it, or correct REDIS_URL. The servers pass on no events meanwhile, and no "
                "run gets its turn.",
            )
        else:
            yield Finding("Redis", Health.GOOD, "answers, and knows our password")


def _client(address: str) -> redis.Redis:
    return redis.Redis.from_url(
        address, socket_timeout=_REDIS_SECONDS, socket_connect_timeout=_REDIS_SECONDS, retry=None
    )


def examine_events(api: PrefectApi, patience: float = _PATIENCE) -> Finding:
    """Whether an event of ours goes in at a server, and is written down by whoever does that.

    With several servers it goes by Redis, and to the one process that runs the services.
    """
    sent = str(uuid4())
    try:
        api.emit(
            [
                {
                    "id": sent,
                    "event": _LOOKED,
                    "occurred": clock.now().isoformat(),
                    "resource": {"prefect.resource.id": "rutine.doctor"},
                    "related": [],
                    "payload": {},
                }
            ]
        )
        until = time.monotonic() + patience
        while not api.has_event(sent):
            if time.monotonic() > until:
                return Finding(
                    "Prefect events",
                    Health.BAD,
                    f"one that was sent was not written down in {patience:.0f} seconds",
                    "See that the process with the services runs, on one machine, and that Redis "
                    "answers it. No automation acts meanwhile.",
                )
            time.sleep(_LOOK)
    except RutineError:
        return Finding(
            "Prefect events",
            Health.BAD,
            "the server takes none",
            "See that Redis answers, where there are several servers. Nothing is lost: `rutine "
            "events` tells later what was not taken.",
        )
    return Finding("Prefect events", Health.GOOD, "are taken and written down")


def examine_clocks(events: Iterable[Mapping[str, Any]]) -> list[Finding]:
    """Whose clock is not the server's: what a worker says it did when, and when that came.

    An event may have been under way for long while the server was down, so a worker's quickest
    one counts. Runs are given their time by the worker: deadlines and the trail go by it.
    """
    quickest: dict[str, timedelta] = {}
    for each in events:
        name = str(each["resource"].get("prefect.resource.name", "?"))
        took = _moment(each["received"]) - _moment(each["occurred"])
        quickest[name] = min(took, quickest.get(name, took), key=abs)
    wrong = {name: -took for name, took in quickest.items() if abs(took) > _MOST}
    if not quickest:
        return []
    if not wrong:
        return [Finding("Workers' clocks", Health.GOOD, f"{len(quickest)} agree with the server's")]
    return [
        Finding(
            "Workers' clocks",
            Health.BAD,
            f"{name} is {round(ahead.total_seconds()):+d} s beside the server",
            "Set the clocks of all machines by the same source (NTP): deadlines and the audit "
            "trail go by them.",
        )
        for name, ahead in sorted(wrong.items())
    ]


def workers_events(api: PrefectApi) -> list[Mapping[str, Any]]:
    """What workers told last."""
    return api.latest_events(_OF_WORKERS)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
