"""The commands that keep the store, and delete from it what is kept no longer."""

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
    from rutine.cli.keeping.backup import back_up, verify_backup  # noqa: PLC0415

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
    from rutine.cli.keeping.backup import restore_backup  # noqa: PLC0415

    finish(lambda: restore_backup(file, keys, passphrase))


holds = typer.Typer(help="Cases that are kept beyond their time.", no_args_is_help=True)
persons = typer.Typer(
    help="What a person can ask for: everything told, or erased.", no_args_is_help=True
)

_AS = typer.Option("--as", metavar="USER", help="Your account; the password is asked for.")
_REFERENCE = typer.Option(help="The request's number in the archive, for example 26/1234.")
_ID_FILE = typer.Option(
    "--id-file", help="A file with the national id; default: it is asked for, unseen."
)


def retention(
    carry_out: Annotated[
        bool, typer.Option("--carry-out", help="Delete it; default: say what would be deleted.")
    ] = False,
    *,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Read what would be deleted, and agree to it.")
    ] = False,
    as_: Annotated[
        str, typer.Option("--as", metavar="USER", help="With --confirm: the approver's account.")
    ] = "",
) -> None:
    """Say what is kept longer than the law asks, or delete it (mappings/retention.yaml)."""
    from rutine.cli.keeping.retention import confirm_deletion  # noqa: PLC0415
    from rutine.cli.keeping.retention import retention as job  # noqa: PLC0415

    if confirm:
        finish(lambda: confirm_deletion(as_))
    finish(lambda: job(deletes=carry_out))


@holds.command("place")
def place_hold(
    case: Annotated[int, typer.Argument(help="The case's number.")],
    why: Annotated[str, typer.Option(prompt=True, help="The reason; kept encrypted.")],
    as_: Annotated[str, _AS],
) -> None:
    """Keep a case, and all it refers to, until the hold is lifted."""
    from rutine.cli.keeping.retention import hold  # noqa: PLC0415

    finish(lambda: hold(case, as_, why))


@holds.command("lift")
def lift_hold(
    case: Annotated[int, typer.Argument(help="The case's number.")],
    as_: Annotated[str, _AS],
) -> None:
    """Let a case be deleted when its time is over."""
    from rutine.cli.keeping.retention import lift  # noqa: PLC0415

    finish(lambda: lift(case, as_))


@persons.command("export")
def export_person(
    out: Annotated[Path, typer.Option(help="The new file: a page, or JSON when it ends in .json.")],
    as_: Annotated[str, _AS],
    reference: Annotated[str, _REFERENCE],
    id_file: Annotated[Path | None, _ID_FILE] = None,
) -> None:
    """Write everything about one person to a file that only you can read (GDPR art. 15)."""
    from rutine.cli.keeping.person import export_person as export  # noqa: PLC0415

    finish(lambda: export(out, as_, reference, id_file))


@persons.command("erase")
def erase_person(
    as_: Annotated[str, _AS],
    agreed: Annotated[
        str, typer.Option(metavar="USER", help="The administrator who agrees; asked, too.")
    ],
    reference: Annotated[str, _REFERENCE],
    id_file: Annotated[Path | None, _ID_FILE] = None,
) -> None:
    """Erase one person as far as the bookkeeping act lets it (GDPR art. 17); takes two people."""
    from rutine.cli.keeping.person import erase_person as erase  # noqa: PLC0415

    finish(lambda: erase(as_, agreed, reference, id_file))


@persons.command("erase-again")
def erase_again() -> None:
    """Erase everybody on the list of the erased again, after restoring an older backup."""
    from rutine.cli.keeping.person import erase_all_again  # noqa: PLC0415

    finish(erase_all_again)
