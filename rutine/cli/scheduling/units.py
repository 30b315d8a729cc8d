"""`rutine up --print systemd`: the same processes, kept going by the machine itself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from rich.console import Console

from rutine.cli.outcome import Exit
from rutine.cli.scheduling.prefect_api import POOL, UPKEEP_POOL
from rutine.cli.scheduling.up import GUARDED, HOST, QUIET
from rutine.core.errors import InputError
from rutine.settings import Settings, load_settings

SYSTEMD: Final = "systemd"
_SECRETS: Final = "/etc/rutine/environment"

_GUARD: Final = """\
User=rutine
Group=rutine
UMask=0077
WorkingDirectory={project}
EnvironmentFile={secrets}
Environment=RUTINE_HOME={home}
Environment=RUTINE_PROJECT={project}
{quiet}
Restart=always
RestartSec=5
NoNewPrivileges=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectSystem=strict
ProtectHome=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
RestrictSUIDSGID=yes
LockPersonality=yes
ReadWritePaths={writable}
"""

_INSTALL: Final = "\n[Install]\nWantedBy=rutine.target\n"


def print_units(what: str, folder: Path | None) -> int:
    """Print the unit files, or write them to a folder.

    Raises:
        InputError: `units_unknown` for anything but systemd.
    """
    if what != SYSTEMD:
        raise InputError(
            "units_unknown",
            f"`rutine up --print` does not know {what!r}.",
            "Write: rutine up --print systemd",
            name=what,
        )
    units = systemd_units(load_settings())
    console = Console(highlight=False, soft_wrap=True, markup=False)
    for name, text in units.items():
        if folder is None:
            console.print(f"# {name}\n{text}")
            continue
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        console.print(str(folder / name))
    return Exit.CLEAN


def systemd_units(settings: Settings) -> dict[str, str]:
    """File name -> text of every unit. Secrets stand in none: they are in `_SECRETS`, 0600."""
    python = sys.executable
    ourselves = f"{python} -m rutine.cli"
    prefect = f"{python} -m prefect"
    server_after = "network-online.target"
    others_after = "rutine-server.service rutine-apply.service"
    home = settings.home_folder
    server_start = (
        f"{python} -m rutine.cli.prefect_server start --host {HOST} --port {settings.server.port}"
    )
    worker_start = f"{prefect} worker start --type process --pool"
    worker_home = f"Environment=PREFECT_HOME={home}/prefect-worker\nTimeoutStopSec=120\n"
    guarded = "".join(f"Environment={name}={value}\n" for name, value in GUARDED.items())
    return {
        "rutine.target": (
            "[Unit]\nDescription=Rutine: alt sammen\n"
            "Wants=rutine-server.service rutine-apply.service rutine-worker.service "
            "rutine-upkeep.service rutine-events.service rutine-review.service\n"
            "\n[Install]\nWantedBy=multi-user.target\n"
        ),
        "rutine-server.service": _service(
            settings,
            "Rutine: Prefect-tjeneren",
            server_start,
            after=server_after,
            more=f"Environment=PREFECT_HOME={home}/prefect-server\n{guarded}",
        ),
        "rutine-apply.service": _service(
            settings,
            "Rutine: tidsplanen",
            f"{ourselves} schedule apply",
            after="rutine-server.service",
            once=True,
        ),
        "rutine-worker.service": _service(
            settings,
            "Rutine: arbeideren",
            f"{worker_start} {POOL}",
            after=others_after,
            more=worker_home,
        ),
        "rutine-upkeep.service": _service(
            settings,
            "Rutine: arbeideren som sier fra",
            f"{worker_start} {UPKEEP_POOL}",
            after=others_after,
            more=worker_home,
        ),
        "rutine-events.service": _service(
            settings, "Rutine: hendelser", f"{ourselves} events --follow", after=others_after
        ),
        "rutine-review.service": _service(
            settings, "Rutine: saksbehandling", f"{ourselves} review", after=server_after
        ),
    }


def _writable(settings: Settings) -> list[str]:
    """The home, and folders outside it that files are put in: a run moves what it has taken.

    With a minus, so that a folder that is away stops no service; `rutine doctor` names it.
    """
    folders = [each.folder.path for each in settings.employers if each.folder is not None]
    outside = [
        folder
        for folder in (*folders, settings.inbox_folder)
        if not folder.is_relative_to(settings.home_folder)
    ]
    return [f'"{settings.home_folder}"', *(f'"-{folder}"' for folder in outside)]


def _service(
    settings: Settings,
    description: str,
    start: str,
    *,
    after: str,
    more: str = "",
    once: bool = False,
) -> str:
    guard = _GUARD.format(
        project=settings.project,
        home=settings.home_folder,
        secrets=_SECRETS,
        writable=" ".join(_writable(settings)),
        quiet="\n".join(f"Environment={name}={value}" for name, value in QUIET.items()),
    )
    kind = "exec"
    if once:
        # The server takes a while to answer after it has started: tried again until it does.
        kind = "oneshot\nRemainAfterExit=yes"
        guard = guard.replace("Restart=always", "Restart=on-failure")
    return (
        f"[Unit]\nDescription={description}\nPartOf=rutine.target\nAfter={after}\n"
        f"Wants=network-online.target\n\n[Service]\nType={kind}\nExecStart={start}\n"
        f"{guard}{more}{_INSTALL}"
    )
