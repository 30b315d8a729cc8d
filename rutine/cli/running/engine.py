"""Start Prefect inside this process, for one command, with nothing set up beforehand.

The embedded server is most of a run's time, so it is started once and serves every flow that
the command runs.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from typing import Any

from rutine.cli.scheduling.prefect_api import server_access
from rutine.core.errors import InputError
from rutine.project import MARKER, shadowed
from rutine.settings import Settings

_EMBEDDED = {
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    # A failed run is one sentence on the screen; Prefect would print every frame before it.
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "DO_NOT_TRACK": "1",
}
"""What a run without a server of its own needs; anything already set wins."""


def prepare(settings: Settings) -> None:
    """Point Prefect at a home of our own, private to this user, before it is imported."""
    os.umask(0o077)
    prefect_home = settings.home_folder / "prefect"
    prefect_home.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PREFECT_HOME", str(prefect_home))
    if "PREFECT_API_URL" in os.environ:
        # A server is there already: use it, and do not start another.
        os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_ENABLED", "false")
    for name, value in _EMBEDDED.items():
        os.environ.setdefault(name, value)
    os.environ["RUTINE_PROJECT"] = str(settings.project)


def use_server(settings: Settings) -> None:
    """Point Prefect at the installation's server, before it is imported.

    Raises:
        InputError: `server_missing`.
    """
    url, auth = server_access(settings)
    os.environ["PREFECT_API_URL"] = url
    if auth is not None:
        os.environ["PREFECT_API_AUTH_STRING"] = auth
    prepare(settings)


def load_flow(settings: Settings, routine: str) -> Callable[..., Any]:
    """Import a routine's flow from the project folder, by its dotted name.

    Prefect comes with it, which takes seconds: what can be refused before is refused before.

    Raises:
        InputError: as `require_flow`.
    """
    require_flow(settings, routine)
    prepare(settings)
    flow: Callable[..., Any] = getattr(importlib.import_module(f"flows.{routine}"), routine)
    return flow


def require_project(settings: Settings) -> None:
    """See that there is a project, and that its flows and tasks are the ones imported.

    Raises:
        InputError: `project_missing` outside a checkout, `packages_shadowed` when another
            distribution's `flows` or `tasks` would be imported.
    """
    if not (settings.project / MARKER).is_file():
        raise InputError(
            "project_missing",
            f"There is no {MARKER} in {settings.project} or any folder above it.",
            "Flows run from a checkout of rutine: go to it and try again.",
        )
    if str(settings.project) not in sys.path:
        sys.path.insert(0, str(settings.project))
    other = shadowed(settings.project)
    if other is not None:
        raise InputError(
            "packages_shadowed",
            f"Python finds another package named {other!r} before this project's.",
            f"Uninstall the distribution that brings a top-level {other!r}.",
        )


def require_flow(settings: Settings, routine: str) -> None:
    """See that the project has such a flow, without importing it.

    Raises:
        InputError: as `require_project`, and `routine_unknown` when the project has no such
            flow.
    """
    require_project(settings)
    known = sorted(p.stem for p in (settings.project / "flows").glob("[a-z]*.py"))
    if routine not in known:
        raise InputError(
            "routine_unknown",
            f"There is no routine named {routine!r}.",
            f"Choose one of: {', '.join(known)}.",
            routine=routine,
            known=", ".join(known),
        )
