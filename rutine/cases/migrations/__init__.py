"""The tables as they came to be, by Alembic; run by `Database.open`, never by hand."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection

from rutine.core.errors import InputError


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without a file: the scripts lie in this package."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the tables to a revision, the newest, inside the connection's transaction.

    Raises:
        InputError: `store_newer` when the tables were made by a newer rutine.
    """
    try:
        command.upgrade(configuration(connection), revision)
    except CommandError:
        raise InputError(
            "store_newer",
            "The store was made by a newer version of rutine.",
            "Install that version, or restore the store from before.",
        ) from None
