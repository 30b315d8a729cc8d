"""`rutine up`: everything on one machine, kept going until Ctrl-C."""

from __future__ import annotations

import errno
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from rich.console import Console

from rutine.cases.accounts import first_admin
from rutine.cases.accounts.users import list_users
from rutine.cli.outcome import Exit
from rutine.cli.review import check_port
from rutine.cli.running.engine import require_project
from rutine.cli.scheduling.lock import only_one
from rutine.cli.scheduling.prefect_api import POOL, SERVER_FILE, UPKEEP_POOL, PrefectApi
from rutine.cli.scheduling.supervisor import Child, Supervisor
from rutine.cli.texts.rehearsal_texts import Texts, texts
from rutine.core.errors import ConnectorError, InputError
from rutine.installation import installation
from rutine.settings import Settings, load_settings

HOST: Final = "127.0.0.1"
_PATIENCE: Final = 180.0
"""Seconds that a server may take to make its tables the first time."""
_OURSELVES: Final = (sys.executable, "-m", "rutine.cli")
_SERVER: Final = (sys.executable, "-m", "rutine.cli.prefect_server")
_PREFECT: Final = (sys.executable, "-m", "prefect")

QUIET: Final = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_UI_V2_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_CLI_PROMPT": "false",
}
"""What every process of ours has: nothing is told to anybody, nothing is kept, nothing asked."""

GUARDED: Final = {
    "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    # Leases outlive a server that is started again, so no employer's turn is stuck.
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": (
        "prefect.server.concurrency.lease_storage.filesystem"
    ),
}
"""What the server has beside that."""


def run_up() -> int:
    """Start the server, give it the timetable, start worker, events and review app; keep them.

    Raises:
        InputError: a busy port, no project, or another `rutine up` or demo in this home.
        ConnectorError: `server_not_started`, with where its log is.
    """
    settings = load_settings()
    say = texts("schedule", settings.language)
    console = Console(highlight=False, soft_wrap=True)
    require_project(settings)
    check_port(settings)
    elsewhere = settings.server.url is not None or "PREFECT_API_URL" in os.environ
    if not elsewhere:
        _check_server_port(settings.server.port)
    os.umask(0o077)
    with only_one(settings.home_folder):
        supervisor = Supervisor(
            settings.home_folder / "log",
            lambda name, code, wait: console.print(
                say("up_died", name=name, code=code, seconds=int(wait))
            ),
        )
        try:
            link = _first_link()
            _start_all(settings, supervisor, console, say, elsewhere=elsewhere)
            console.print(say("up_review", url=settings.review_url))
            if link:
                console.print(say("up_nobody", link=link))
            console.print(f"[bold]{say('up_ready')}[/]")
            supervisor.keep_going()
        except KeyboardInterrupt:
            console.print(say("up_stopping"))
        finally:
            supervisor.stop()
            if not elsewhere:
                (settings.home_folder / SERVER_FILE).unlink(missing_ok=True)
        console.print(say("up_stopped"))
    return Exit.CLEAN


def _start_all(
    settings: Settings, supervisor: Supervisor, console: Console, say: Texts, *, elsewhere: bool
) -> None:
    common = {**QUIET, "RUTINE_PROJECT": str(settings.project)}
    if not elsewhere:
        auth = server_password(settings.home_folder)
        url = f"http://{HOST}:{settings.server.port}/api"
        _tell_others(settings.home_folder / SERVER_FILE, url, auth)
        common |= {"PREFECT_API_URL": url, "PREFECT_API_AUTH_STRING": auth}
        console.print(say("up_starting"))
        supervisor.start(server_child(settings, {**common, **GUARDED}, auth))
    with PrefectApi.of(settings) as api:
        _wait_for(api, supervisor)
        console.print(say("up_server", url=api.url.removesuffix("/api")))
    done = subprocess.run(  # noqa: S603 - ourselves
        [*_OURSELVES, "schedule", "apply"], env={**os.environ, **common}, check=False
    )
    if done.returncode:
        raise InputError(
            "timetable_not_applied",
            "The Prefect server did not take the timetable; what it said stands above.",
            "Correct it, and start again.",
        )
    for child in client_children(settings, common):
        supervisor.start(child)


def client_children(settings: Settings, environment: Mapping[str, str]) -> tuple[Child, ...]:
    """What works beside a server: it does runs, tells of what happened, and shows the cases."""
    client = {**environment, "PREFECT_HOME": str(settings.home_folder / "prefect-worker")}
    worker = (*_PREFECT, "worker", "start", "--type", "process", "--pool")
    return (
        Child("worker", (*worker, POOL), client),
        Child("upkeep", (*worker, UPKEEP_POOL), client),
        Child("events", (*_OURSELVES, "events", "--follow"), environment),
        Child("review", (*_OURSELVES, "review"), environment),
    )


def server_child(settings: Settings, environment: Mapping[str, str], auth: str) -> Child:
    """The server as a process: on loopback, with a password, keeping its things in the home."""
    own = {
        **environment,
        "PREFECT_HOME": str(settings.home_folder / "prefect-server"),
        "PREFECT_SERVER_API_AUTH_STRING": auth,
    }
    if settings.server.database_url is not None:
        own["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = (
            settings.server.database_url.get_secret_value()
        )
    port = str(settings.server.port)
    command = (*_SERVER, "start", "--host", HOST, "--port", port)
    return Child("server", command, own)


def server_password(home: Path) -> str:
    """The server's one login, as name:password, made once and kept for this user only."""
    file = home / "prefect-auth"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(f"rutine:{secrets.token_urlsafe(24)}", encoding="utf-8")
    return file.read_text("utf-8").strip()


def _tell_others(file: Path, url: str, auth: str) -> None:
    """Let `rutine schedule` in another window find the server."""
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text(json.dumps({"url": url, "auth": auth}), encoding="utf-8")


def _wait_for(api: PrefectApi, supervisor: Supervisor) -> None:
    until = time.monotonic() + _PATIENCE
    while not api.is_healthy():
        if time.monotonic() > until:
            log = supervisor.log_file("server")
            raise ConnectorError(
                "server_not_started",
                f"The Prefect server at {api.url} did not come up.",
                f"Its own words are in {log}." if log.exists() else "See that it is up.",
                url=api.url,
            )
        supervisor.look()
        time.sleep(0.2)


def _check_server_port(port: int) -> None:
    try:
        with socket.create_server((HOST, port)):
            pass
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise
        raise InputError(
            "server_port_busy",
            f"Port {port} on {HOST} is in use.",
            "Stop what uses it, or choose another with RUTINE_SERVER__PORT.",
            port=port,
        ) from None


def _first_link() -> str:
    """A link that makes the first administrator, where nobody can sign in yet; else empty.

    Makes the store when it is not there.
    """
    with installation() as place:
        settings = place.settings
        with place.database.reading() as session:
            somebody = settings.sign_in.has_provider or bool(list_users(session))
        if somebody or not settings.sign_in.local:
            return ""
        with place.database.writing() as session:
            token = first_admin.make_link(session)
    return f"{settings.review_url}/forste-administrator/{token}"
