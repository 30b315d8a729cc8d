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
    from rutine.cli.watching.metrics import show_metrics  # noqa: PLC0415

    finish(lambda: show_metrics(out))


keys = typer.Typer(
    help="The keys that encrypt personal data, and that people are found by.", no_args_is_help=True
)


@keys.command()
def show() -> None:
    """Show every key: since when, and how much can't be read without it."""
    from rutine.cli.keeping.keys import show_keys  # noqa: PLC0415

    finish(show_keys)


@keys.command()
def rotate(
    lookup: Annotated[
        bool,
        typer.Option(
            "--lookup",
            help="A new key for what people are found by. Stop runs and the review app first.",
        ),
    ] = False,
) -> None:
    """Make a new key and bring everything under it. Killed, it goes on when it is run again."""
    from rutine.cli.keeping.keys import rotate_keys  # noqa: PLC0415

    finish(lambda: rotate_keys(lookup=lookup))


@keys.command()
def retire(
    alone: Annotated[
        bool, typer.Option("--alone", help="Nothing else runs: do not wait a day.")
    ] = False,
) -> None:
    """Take away the keys that nothing needs any more."""
    from rutine.cli.keeping.keys import retire_keys  # noqa: PLC0415

    finish(lambda: retire_keys(alone=alone))
