"""Stand-ins for what a sample file says of people, so that an example tells of nobody.

The same value becomes the same stand-in in every file of an example: a person stays one person,
and what belonged together still does. Stand-ins are handed out in the order in which values are
met, never worked out from a value: who has the example can't count back.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import count
from typing import Any, Final

from rutine.core.errors import InputError
from rutine.core.identifiers import AccountNumber, Fnr
from rutine.core.made_up import account_numbers, national_ids
from rutine.formats.format_model import FieldType

NO_ID: Final = "99999999999"
"""Stands for an id that was none: it may be somebody's with a slip of the pen."""

_AS_THEY_ARE: Final = frozenset({"day", "kroner", "ore", "integer", "orgnr"})
"""Types that name nobody by themselves. An organisation number is public."""

_NAMES: Final = frozenset({"name", "counterparty"})
_NOT_DIGITS: Final = re.compile(r"\D")
_ELEVEN: Final = re.compile(r"(?=(\d{6}[ .\u00a0-]?\d{5}))")


class Substitutes:
    """Hands out stand-ins for the values of one routine's sample files.

    Args:
        kept: words that the routine's rules name, such as codes of competence: they stay.
    """

    def __init__(self, kept: Collection[str] = ()) -> None:
        self._kept = {word.casefold() for word in kept}
        self._given: dict[tuple[str, str], str] = {}
        self._ids, self._accounts = national_ids(), account_numbers()
        self._numbers: dict[str, Iterator[int]] = {}

    def of(self, name: str, type_: FieldType, cell: Any, *, coded: bool = False) -> Any:
        """What stands in an example instead of a cell.

        Args:
            name: the record's field that the cell becomes.
            type_: how the cell is read.
            cell: as the file gives it.
            coded: whether the column holds a few words that many rows share, and not only
                one person's.
        """
        text = str(cell).strip()
        if not text or type_ in _AS_THEY_ARE:
            return cell
        if type_ == "fnr":
            return self._id(text)
        if type_ == "account":
            return self._account(text)
        if coded or text.casefold() in self._kept:
            return cell
        return self._word(name, text)

    def _id(self, text: str) -> str:
        digits = _NOT_DIGITS.sub("", text)
        if not Fnr.is_valid(digits):
            return NO_ID
        return self._stand_in("id", digits, lambda: next(self._ids))

    def _account(self, text: str) -> str:
        digits = _NOT_DIGITS.sub("", text)
        if not AccountNumber.is_valid(digits):
            return NO_ID
        return self._stand_in("account", digits, lambda: next(self._accounts))

    def _word(self, name: str, text: str) -> str:
        """A number for what looks like one, else a word: alike in all columns of the same name."""
        name = "employee_number" if name == "manager" else name
        numbers = self._numbers.setdefault(name, count(1))
        if name in _NAMES:
            return self._stand_in(name, text, lambda: f"Navn {next(numbers)}")
        if text.isdecimal():
            return self._stand_in(name, text, lambda: str(100_000 + next(numbers)))
        return self._stand_in(name, text, lambda: f"{name.replace('_', '-')}-{next(numbers)}")

    def _stand_in(self, kind: str, value: str, made: Any) -> str:
        key = kind, value.casefold()
        if key not in self._given:
            self._given[key] = made()
        return self._given[key]


def refuse_real_ids(name: str, text: str) -> None:
    """See to it that a text about to be written holds nobody's national id.

    Raises:
        InputError: `real_id_left`, without the id.
    """
    for found in _ELEVEN.finditer(text):
        digits = _NOT_DIGITS.sub("", found[1])
        if Fnr.is_valid(digits) and Fnr.parse(digits).synthetic is None:
            raise InputError(
                "real_id_left",
                f"{name} would hold what may be somebody's national id.",
                "Look at the sample files' headings and codes, and at what was answered.",
                name=name,
            )
