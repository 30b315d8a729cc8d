"""`;` files that every month has a copy of, as it stood at the month's end."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from rutine.practice.days import Day

ENCODING: Final = "utf-8-sig"


class Text:
    """One open file."""

    def __init__(self, path: Path, headings: Iterable[str], closing: ExitStack) -> None:
        self._file = closing.enter_context(path.open("w", encoding=ENCODING, newline=""))
        self._file.write(";".join(headings) + "\r\n")

    def write(self, texts: Iterable[str]) -> None:
        """Add rows that end as the file's rows do."""
        self._file.write("".join(texts))


class MonthlyFiles(ABC):
    """The files of all months, written as employees come.

    Args:
        folders: a folder for each month, which must exist.
        month_ends: the last day of each month.
        employer: the legal entity's organisation number.
        closing: closes the files.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        month_ends: Sequence[Day],
        employer: str,
        closing: ExitStack,
    ) -> None:
        self._folders, self._closing = folders, closing
        self._ends = month_ends
        self._employer = employer
        self._open()

    @abstractmethod
    def _open(self) -> None:
        """Open the files of each kind."""

    def _files(self, name: str, headings: Iterable[str]) -> list[Text]:
        """The file of one kind in each month, with its heading written."""
        return [Text(folder / name, headings, self._closing) for folder in self._folders]
