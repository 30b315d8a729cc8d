"""The commands of those who operate an installation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rutine.cli.finish import finish


def metrics(
    out: Annotated[
        Path | None,
        typer.Option(help="Write to this file instead, such as node_exporter's *.prom."),
    ] = None,
) -> None:
    """Print the installation's figures as Prometheus reads them: runs, lines, cases, fetches."""
    from rutine.cli.metrics import show_metrics  # noqa: PLC0415

    finish(lambda: show_metrics(out))
