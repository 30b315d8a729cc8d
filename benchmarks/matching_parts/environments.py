"""The peers' own environments, made when they are first needed; `make bench` alone asks.

They lie under `benchmarks/.environments/`, are ignored by git and never needed by users.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / ".environments"
PEERS = {
    "duckdb": ("duckdb>=1.1,<3", "numpy>=2,<3"),
    "polars": ("polars>=1.20,<3", "numpy>=2,<3"),
    "datacompy": ("datacompy>=0.16,<2", "numpy>=2,<3"),
}
_PATIENCE = 240  # seconds for one installation


class PeerMissingError(Exception):
    """The peer can't be installed here."""


def python_with(peer: str) -> Path:
    """The Python of a peer's environment, made if it is not there.

    Raises:
        PeerMissingError: it can't be made, for instance without a package index.
    """
    home = FOLDER / peer
    python, made = home / "bin" / "python", home / ".made"
    wanted = " ".join(PEERS[peer])
    if made.exists() and made.read_text() == wanted:
        return python
    quiet = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    for command in (
        [sys.executable, "-m", "venv", str(home)],
        [str(python), "-m", "pip", "install", "--quiet", *PEERS[peer]],
    ):
        try:
            subprocess.run(  # noqa: S603 - fixed words only
                command, check=True, env=quiet, capture_output=True, timeout=_PATIENCE
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise PeerMissingError(f"{peer} can't be installed ({type(error).__name__})") from None
    made.write_text(wanted)
    return python
