"""Caddy in front of review apps, by `deploy/Caddyfile` as it is, with a certificate of its own."""

from __future__ import annotations

import json
import os
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.postgres_server import free_port

CADDYFILE: Final = Path(__file__).parents[1] / "deploy" / "Caddyfile"
_PATIENCE: Final = 60.0


class NoCaddyError(Exception):
    """Caddy is not installed here."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """What runs: its address, and where the certificate of its authority comes to lie."""

    address: str
    authority: Path

    def trust(self) -> ssl.SSLContext:
        """A browser that knows the authority."""
        end = time.monotonic() + _PATIENCE
        while not self.authority.is_file():
            assert time.monotonic() < end, "Caddy made no certificate"
            time.sleep(0.1)
        return ssl.create_default_context(cafile=str(self.authority))


@contextmanager
def caddy_proxy(folder: Path, port: int, apps: Sequence[int]) -> Iterator[Proxy]:
    """Stand at https://localhost:PORT before the apps.

    Raises:
        NoCaddyError: there is none to start.
    """
    program = shutil.which("caddy")
    if program is None:
        raise NoCaddyError
    name = f"localhost:{port}"
    environment = {
        **os.environ,
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "RUTINE_NAME": name,
        "REVIEW_APPS": " ".join(f"127.0.0.1:{each}" for each in apps),
    }
    adapted = subprocess.run(
        [program, "adapt", "--config", str(CADDYFILE)],
        env=environment,
        capture_output=True,
        check=True,
    )
    file = folder / "caddy.json"
    file.write_text(json.dumps(_for_a_test(json.loads(adapted.stdout))))
    with (folder / "caddy.log").open("wb") as log:
        process = subprocess.Popen(
            [program, "run", "--config", str(file)], env=environment, stdout=log, stderr=log
        )
    try:
        yield Proxy(f"https://{name}", folder / "caddy/pki/authorities/local/root.crt")
    finally:
        process.terminate()
        process.wait(120)


def _for_a_test(settings: dict[str, Any]) -> dict[str, Any]:
    """The same, that opens no other port and puts its authority in no other program."""
    settings["admin"] = {"disabled": True}
    settings["apps"]["http"]["http_port"] = free_port()
    settings["apps"]["pki"] = {"certificate_authorities": {"local": {"install_trust": False}}}
    return settings
