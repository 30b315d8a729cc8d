"""National ids, organisation numbers and account numbers, checked and hard to leak.

Sources: refund rules §6 (measured against python-stdnum and NAV's fixtures); NAV's own
pattern and account check in navikt/sokos-oppgjorsrapporter, `RefusjonsRapportBestilling.kt`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from operator import mul
from typing import Any, ClassVar, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from rutine.core import clock

_FNR = re.compile(r"(?:[04][1-9]|[1256]\d|[37][01])(?:[048][1-9]|[159][012])\d{7}", re.ASCII)
_FNR_K1 = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_FNR_K2 = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_ORGNR = (3, 2, 7, 6, 5, 4, 3, 2, 1)
_ACCOUNT = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)

RELAXED_FROM = date(2032, 1, 1)
"""From this day the first control sum may leave 0, 1, 2 or 3 [SKATT]."""
_RELAXED_REMAINDERS = 3
_D_NUMBER_DAY = 4
_NAV_MONTH, _TENOR_MONTH = 4, 8


def _remainder(digits: str, weights: tuple[int, ...]) -> int:
    weighted: int = sum(map(mul, map(int, digits), weights))
    return weighted % 11


class Synthetic(StrEnum):
    """Who made a number that belongs to nobody."""

    NAV = "nav"
    """Month + 40: NAV's own test people."""
    TENOR = "tenor"
    """Month + 80: the Tax Administration's Tenor, and this project's practice people."""


@dataclass(frozen=True, slots=True)
class _Identifier:
    """A checked number. `str()` and `repr()` are safe to print; `reveal()` is not."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Check `text` and keep it.

        Raises:
            ValueError: the text is not such a number. It is not repeated in the message.
        """
        return cls(text)

    @classmethod
    def is_valid(cls, text: str) -> bool:
        """Whether `parse` would accept the text."""
        try:
            cls.parse(text)
        except ValueError:
            return False
        return True

    def reveal(self) -> str:
        """The number itself."""
        return self.value

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate from text; serialise with `reveal`."""
        return core_schema.union_schema(
            [
                core_schema.is_instance_schema(cls),
                core_schema.no_info_after_validator_function(
                    cls.parse, core_schema.str_schema(strict=True)
                ),
            ],
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda identifier: identifier.reveal()
            ),
        )


@dataclass(frozen=True, slots=True)
class Fnr(_Identifier):
    """A national id, D-number or synthetic id: 11 digits with two control digits.

    Printing one shows only stars; `reveal()` gives the number. Neither birth date nor sex
    is read from it: from 2032 they can't be.

    Raises:
        ValueError: wrong length, impossible day or month, or wrong control digits.
    """

    value: str = field(repr=False)
    read_on: date = field(default_factory=clock.today, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not _FNR.fullmatch(self.value):
            msg = "not a national id: 11 digits with a possible day and month"
            raise ValueError(msg)
        first = _remainder(self.value, _FNR_K1)
        allowed = _RELAXED_REMAINDERS if self.read_on >= RELAXED_FROM else 0
        if first > allowed or _remainder(self.value, _FNR_K2) != 0:
            msg = "not a national id: the control digits do not agree"
            raise ValueError(msg)

    @property
    def is_d_number(self) -> bool:
        """Whether it is a D-number (day + 40), given to people without a national id."""
        return int(self.value[0]) >= _D_NUMBER_DAY

    @property
    def synthetic(self) -> Synthetic | None:
        """Who made it up, or None when it may belong to a living person."""
        month = int(self.value[2])
        if month >= _TENOR_MONTH:
            return Synthetic.TENOR
        return Synthetic.NAV if month >= _NAV_MONTH else None

    @property
    def masked(self) -> str:
        """For screens: six stars and five dots, whatever the number is."""
        return "****** *****"

    def __str__(self) -> str:
        return self.masked


@dataclass(frozen=True, slots=True, order=True)
class OrgNr(_Identifier):
    """An organisation number: 9 digits, mod 11.

    Raises:
        ValueError: wrong length or wrong control digit.
    """

    value: str
    LENGTH: ClassVar[int] = 9

    def __post_init__(self) -> None:
        if len(self.value) != self.LENGTH or not (self.value.isascii() and self.value.isdigit()):
            msg = "not an organisation number: 9 digits"
            raise ValueError(msg)
        if _remainder(self.value, _ORGNR) != 0:
            msg = "not an organisation number: the control digit does not agree"
            raise ValueError(msg)

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True, order=True)
class AccountNumber(_Identifier):
    """A Norwegian bank account: 11 digits, mod 11, digits 5-6 not 00 or 90-99 (NAV's rule).

    Raises:
        ValueError: wrong length, refused account type, or wrong control digit.
    """

    value: str
    LENGTH: ClassVar[int] = 11

    def __post_init__(self) -> None:
        if len(self.value) != self.LENGTH or not (self.value.isascii() and self.value.isdigit()):
            msg = "not an account number: 11 digits"
            raise ValueError(msg)
        if self.value[4:6] == "00" or self.value[4] == "9":
            msg = "not an account number that NAV pays to: digits 5 and 6 are 00 or 90-99"
            raise ValueError(msg)
        if _remainder(self.value, _ACCOUNT) != 0:
            msg = "not an account number: the control digit does not agree"
            raise ValueError(msg)

    def __str__(self) -> str:
        return f"{self.value[:4]}.{self.value[4:6]}.{self.value[6:]}"
