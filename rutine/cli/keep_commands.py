"""The commands that keep the store: `backup` and `restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rutine.cli.finish import finish

_PASSPHRASE = typer.Option(
    "--passphrase-file", help="A file (0600) with the passphrase; default: it is asked for."
)


def backup(
    file: Annotated[
        Path, typer.Argument(help="The new file, or a folder for one; with --verify, the backup.")
    ],
    *,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read a backup from end to end instead.")
    ] = False,
    keys_to: Annotated[
        Path | None,
        typer.Option(
            "--keys-to",
            help="Write the keys, locked with a passphrase, to this file in another folder.",
        ),
    ] = None,
    keys: Annotated[
        Path | None,
        typer.Option("--keys", help="With --verify: the copy of the keys; default: this home's."),
    ] = None,
    passphrase: Annotated[Path | None, _PASSPHRASE] = None,
) -> None:
    """Back up database and evidence into one encrypted file, while the app runs; keys apart."""
    from rutine.cli.backup import back_up, verify_backup  # noqa: PLC0415

    if verify:
        finish(lambda: verify_backup(file, keys, passphrase))
    finish(lambda: back_up(file, keys_to, passphrase))


def restore(
    file: Annotated[Path, typer.Argument(help="What `rutine backup` wrote.")],
    keys: Annotated[
        Path | None,
        typer.Option("--keys", help="The key ring, or its copy; default: keys.json in the home."),
    ] = None,
    passphrase: Annotated[Path | None, _PASSPHRASE] = None,
) -> None:
    """Restore a backup into an empty place, prove it whole, and say what to do now."""
    from rutine.cli.backup import restore_backup  # noqa: PLC0415

    finish(lambda: restore_backup(file, keys, passphrase))
