"""A home with September's books in it, and the run of October, for tests of what outlives it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import SecretStr

from rutine.cases.backup.rows import part_from, parts_of
from rutine.cases.database import Database
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation, open_installation
from rutine.settings import Mode, Settings
from tests.books import books_of
from tests.crash_points import EMPLOYER, FIRST, prepare, run, work


class Books:
    """One home; `september` settles, decides and matches by hand, `october` reopens and closes."""

    def __init__(self, path: Path, url: str | None = None) -> None:
        self.path = path
        self.settings = Settings(
            home=path,
            mode=Mode.PRACTICE,
            database_url=None if url is None else SecretStr(url),
        )

    def open(self) -> Installation:
        return open_installation(self.settings)

    def september(self) -> None:
        prepare(self)

    def september_again(self) -> None:
        """The month once more, with nothing decided anew."""
        place = self.open()
        run(place, "2026-09", FIRST)
        place.database.close()

    def october(self) -> None:
        work(self)

    def told(self) -> dict[str, Any]:
        """All that is in the books."""
        return books_of(self.open(), OrgNr(EMPLOYER))


def rows_of(database: Database) -> dict[str, list[Any]]:
    """Every row of every table, as a backup writes it."""
    found: dict[str, list[Any]] = {}
    with database.reading() as session:
        for _, data in parts_of(session.connection()):
            part = part_from(data)
            found.setdefault(part.table, []).extend(part.rows)
    return found
