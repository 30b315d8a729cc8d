"""Prefect's API by plain HTTP: what runs when, pause, resume, run now, and events.

Prefect itself is not imported: that costs two seconds and 100 MB, in the review app too.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

from rutine.api_settings import LOOPBACK
from rutine.core.errors import ConnectorError, InputError
from rutine.settings import Settings

POOL: Final = "hr"
"""Where routines are run, `at_once` of them at a time."""

UPKEEP_POOL: Final = "upkeep"
"""Where alarms and notices are sent from, by a worker of its own: when the routines' workers are
busy or gone, somebody must still be told."""

TURN: Final = "employer-"
"""How the names of the employers' global concurrency limits begin."""

SERVER_FILE: Final = "server.json"
"""In the home, 0600: where the server that `rutine up` started is, and its password."""

_SECONDS: Final = 10.0
_REACH_SECONDS: Final = 3.0
"""For somebody who waits at a page."""
_UNKNOWN: Final = 401
_TOO_OLD: Final = 403
_MISSING: Final = 404
_BUSY: Final = frozenset({502, 503})
"""The server, when its database is locked for the moment, which SQLite often is; and what stands in
front of several servers, when the one it chose has just gone."""
_CUT_OFF: Final = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)
"""A connection that was kept has ended: one of several servers stopped, or one began anew."""
_WAITS: Final = (0.3, 1.0, 3.0)
_PAGE: Final = 200
_EVENTS: Final = 50
"""The most events that are told at once."""


def server_access(settings: Settings) -> tuple[str, str | None]:
    """Where the server is and the name:password for it.

    Raises:
        InputError: `server_missing`: none is told of, and none was started here.
    """
    url = os.environ.get("PREFECT_API_URL")
    if url:
        return url.rstrip("/"), os.environ.get("PREFECT_API_AUTH_STRING")
    if settings.server.url is not None:
        auth = settings.server.auth
        return settings.server.url, None if auth is None else auth.get_secret_value()
    file = settings.home_folder / SERVER_FILE
    if file.is_file():
        told = json.loads(file.read_text("utf-8"))
        return told["url"], told["auth"]
    raise InputError(
        "server_missing",
        "There is no Prefect server, so nothing runs by itself.",
        "Start one with `rutine up`, or set PREFECT_API_URL to the one you have.",
    )


class PrefectApi:
    """A server that answers. Close it after use."""

    def __init__(self, url: str, auth: str | None) -> None:
        self.url = url
        name, _, password = (auth or "").partition(":")
        self._client = httpx.Client(
            base_url=url,
            auth=(name, password) if auth else None,
            timeout=httpx.Timeout(_SECONDS, connect=_REACH_SECONDS),
            # No proxy stands between us and this machine.
            trust_env=urlsplit(url).hostname not in LOOPBACK,
        )
        self._csrf: dict[str, str] | None = None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The installation's server.

        Raises:
            InputError: `server_missing`.
        """
        return cls(*server_access(settings))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._client.close()

    def is_healthy(self) -> bool:
        """Whether it answers."""
        try:
            return self._call("GET", "/health").is_success
        except httpx.HTTPError:
            return False

    def deployments(self) -> Sequence[Mapping[str, Any]]:
        """Every deployment that `rutine schedule apply` made, with its schedules."""
        return self._all("/deployments/filter", {"sort": "NAME_ASC"})

    def latest_runs(self, deployment_id: str, limit: int = 1) -> Sequence[Mapping[str, Any]]:
        """The newest runs of a deployment that have begun or ended."""
        wanted = {
            "deployments": {"id": {"any_": [deployment_id]}},
            "flow_runs": {"state": {"type": {"not_any_": ["SCHEDULED"]}}},
            "sort": "START_TIME_DESC",
            "limit": limit,
        }
        found: list[dict[str, Any]] = self._ask("POST", "/flow_runs/filter", wanted)
        return found

    def planned(self, deployment_ids: Iterable[str]) -> frozenset[str]:
        """Those of the deployments that the server itself has planned a run of."""
        found = set()
        for each in deployment_ids:
            wanted = {
                "deployments": {"id": {"any_": [each]}},
                "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
                "limit": 1,
            }
            if self._ask("POST", "/flow_runs/filter", wanted):
                found.add(each)
        return frozenset(found)

    def going_on_since(self, before: datetime) -> int:
        """How many runs began before then and have not ended."""
        wanted = {
            "flow_runs": {
                "state": {"type": {"any_": ["RUNNING", "PENDING", "CANCELLING"]}},
                "expected_start_time": {"before_": before.isoformat()},
            }
        }
        found: int = self._ask("POST", "/flow_runs/count", wanted)
        return found

    def unchanged_since(self, before: datetime) -> Sequence[str]:
        """The runs that were begun, or handed to a worker, before then, and nothing since."""
        going = {"state": {"type": {"any_": ["RUNNING", "PENDING", "CANCELLING"]}}}
        found = self._all("/flow_runs/filter", {"flow_runs": going, "sort": "ID_DESC"})
        return [
            run["id"] for run in found if datetime.fromisoformat(run["state"]["timestamp"]) < before
        ]

    def said_since(self, run: str, moment: datetime) -> bool:
        """Whether a run has told the server anything since: that it is alive, if nothing else."""
        wanted = {
            "occurred": {"since": moment.isoformat()},
            "resource": {"id": [f"prefect.flow-run.{run}"]},
        }
        found = self._ask("POST", "/events/filter", {"filter": wanted, "limit": 1})
        return bool(found["events"])

    def turns_held(self) -> Mapping[str, datetime]:
        """Employer -> since when somebody has had its turn."""
        limits = self._all("/v2/concurrency_limits/filter", {})
        return {
            each["name"].removeprefix(TURN): datetime.fromisoformat(each["updated"])
            for each in limits
            if each["name"].startswith(TURN) and each["active_slots"]
        }

    def going_on(self, employer: str) -> Sequence[datetime]:
        """When the employer's runs that have not ended began."""
        going = {"state": {"type": {"any_": ["RUNNING", "CANCELLING"]}}}
        found = self._all("/flow_runs/filter", {"flow_runs": going, "sort": "ID_DESC"})
        return [
            datetime.fromisoformat(run["start_time"])
            for run in found
            if run["parameters"].get("employer") == employer and run["start_time"]
        ]

    def free_turn(self, employer: str) -> None:
        """Let the next one have the employer's turn.

        Asked once: when the answer is lost, the next one may have it already, and would lose it.
        """
        limit = f"/v2/concurrency_limits/{TURN}{employer}"
        self._ask("PATCH", limit, {"active_slots": 0}, again=False)

    def crash(self, run: str, why: str) -> None:
        """Note that a run's process is gone."""
        state = {"type": "CRASHED", "name": "Crashed", "message": why}
        self._ask("POST", f"/flow_runs/{run}/set_state", {"state": state, "force": True})

    def pause(self, deployment_id: str) -> None:
        """Let nothing be started by the clock until it is resumed."""
        self._ask("POST", f"/deployments/{deployment_id}/pause_deployment")

    def resume(self, deployment_id: str) -> None:
        """Let the clock start it again."""
        self._ask("POST", f"/deployments/{deployment_id}/resume_deployment")

    def start(
        self, deployment_id: str, parameters: Mapping[str, str], key: str
    ) -> Mapping[str, Any]:
        """Start a run now; with a key that was used, the run that it started is returned."""
        wanted = {
            "parameters": dict(parameters),
            "idempotency_key": key,
            "state": {"type": "SCHEDULED"},
        }
        path = f"/deployments/{deployment_id}/create_flow_run"
        found: dict[str, Any] = self._ask("POST", path, wanted)
        return found

    def emit(self, events: Sequence[Mapping[str, Any]]) -> None:
        """Hand in events; they are taken when this returns. One with a known id changes nothing."""
        if events:
            self._ask("POST", "/events", list(events))

    def has_event(self, event_id: str) -> bool:
        """Whether the server has written it down."""
        found = self._ask("POST", "/events/filter", {"filter": {"id": {"id": [event_id]}}})
        return bool(found["events"])

    def latest_events(self, prefix: str) -> list[Mapping[str, Any]]:
        """The newest events whose names begin so, with when they `occurred` and were `received`."""
        wanted = {"filter": {"event": {"prefix": [prefix]}, "order": "DESC"}, "limit": _EVENTS}
        found: list[Mapping[str, Any]] = self._ask("POST", "/events/filter", wanted)["events"]
        return found

    def workers(self, pool: str) -> Sequence[Mapping[str, Any]]:
        """The pool's workers; none when there is no such pool."""
        try:
            found: list[dict[str, Any]] = self._ask("POST", f"/work_pools/{pool}/workers/filter")
        except InputError:
            return ()
        return found

    def _all(self, path: str, wanted: Mapping[str, Any]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while True:
            page = self._ask("POST", path, {**wanted, "offset": len(found), "limit": _PAGE})
            found += page
            if len(page) < _PAGE:
                return found

    def _ask(self, method: str, path: str, body: object = None, *, again: bool = True) -> Any:
        """Call the server; its own texts are not repeated.

        Raises:
            ConnectorError: `server_unreachable` or `server_failed`.
            InputError: `server_refused` (name and password), or `server_unknown_thing`.
        """
        try:
            if again:
                answer = self._send(method, path, body)
            else:
                answer = self._asked(method, path, body, call=self._client.request)
        except httpx.HTTPError as error:
            raise ConnectorError(
                "server_unreachable",
                f"The Prefect server at {self.url} does not answer ({type(error).__name__}).",
                "See that it is up: `rutine up`, or whoever runs it for you.",
                url=self.url,
            ) from None
        if answer.status_code in {_UNKNOWN, _TOO_OLD}:
            raise InputError(
                "server_refused",
                f"The Prefect server at {self.url} does not let us in.",
                "Check PREFECT_API_AUTH_STRING, or auth under [server] in rutine.toml.",
                url=self.url,
            )
        if answer.status_code == _MISSING:
            raise InputError(
                "server_unknown_thing",
                "The Prefect server does not have what was asked for.",
                "Run `rutine schedule apply`, and try again.",
            )
        if not answer.is_success:
            raise ConnectorError(
                "server_failed",
                f"The Prefect server answered {answer.status_code}.",
                "Try again; its own log says more.",
                status=answer.status_code,
            )
        return answer.json() if answer.content else None

    def _send(self, method: str, path: str, body: object) -> httpx.Response:
        """Call it; again where it is busy: what we ask so, asked twice it is done once."""
        answer = self._asked(method, path, body)
        for wait in _WAITS:
            if answer.status_code not in _BUSY:
                break
            time.sleep(wait)
            answer = self._asked(method, path, body)
        return answer

    def _asked(
        self,
        method: str,
        path: str,
        body: object,
        call: Callable[..., httpx.Response] | None = None,
    ) -> httpx.Response:
        call = call or self._call
        answer = call(method, path, json=body, headers=self._token())
        if answer.status_code == _TOO_OLD and self._csrf:  # the token has a time
            self._csrf = None
            answer = call(method, path, json=body, headers=self._token())
        return answer

    def _call(self, method: str, path: str, **told: Any) -> httpx.Response:
        """Call it; once more, by a new connection, where the one that was kept has ended."""
        try:
            return self._client.request(method, path, **told)
        except _CUT_OFF:
            return self._client.request(method, path, **told)

    def _token(self) -> dict[str, str]:
        """The headers that show a form is ours, where the server asks for them."""
        if self._csrf is None:
            who = str(uuid4())
            answer = self._call("GET", "/csrf-token", params={"client": who})
            told = answer.json() if answer.is_success else {}
            token = told.get("token")
            self._csrf = {"Prefect-Csrf-Token": token, "Prefect-Csrf-Client": who} if token else {}
        return self._csrf
