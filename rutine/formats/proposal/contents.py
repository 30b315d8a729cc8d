"""What a column of an unknown file holds: control digits, days, amounts, numbers, words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import Any, Final, Literal, get_args

import numpy as np

from rutine.core.identifiers import AccountNumber, Fnr, OrgNr
from rutine.formats.amounts import read_integer, read_kroner
from rutine.formats.cells import Cells
from rutine.formats.days import read_days
from rutine.formats.format_model import DateFormat, FieldType, FileField
from rutine.formats.workbook import cell_text

_IDENTIFIERS: Final[dict[FieldType, Callable[[str], bool]]] = {
    "fnr": Fnr.is_valid,
    "orgnr": OrgNr.is_valid,
    "account": AccountNumber.is_valid,
}
_LENGTHS: Final[dict[FieldType, int]] = {"fnr": 11, "orgnr": 9, "account": 11}
_NOTHING: Final = frozenset({"-", "--", "null", "n/a", "na", "none", "ingen", "0"})
_NO_DAY: Final = frozenset(
    {"00000000", "00.00.0000", "0000-00-00", "31.12.9999", "9999-12-31", "99991231", "01.01.1900"}
)
_SPACES: Final = " \u00a0\u2007\u2009\u202f"
_WITH_TIME: Final = re.compile(r"\d{1,4}[.\-/]\d{1,2}[.\-/]\d{1,4}[ T]\d{1,2}[:.]\d{2}.*")
_SHORT_DAY: Final = re.compile(r"\d{1,2}[.\-/]\d{1,2}[.\-/]\d{2,4}")
_DECIMALS: Final = (",", ".")
_THOUSANDS: Final = ("space", ".", "none", "'", ",")
_SIGNS: Final = ("leading", "trailing")
_LOOKED_AT: Final = 500  # values of a column that tell its notation

Problem = Literal["zeros_lost", "day_with_time", "day_unknown"]


@dataclass(frozen=True, slots=True)
class Notation:
    """How a column is written, as keys of a format's field."""

    date_format: DateFormat | None = None
    decimal: Literal[",", "."] = ","
    thousands: Literal["space", ".", ",", "'", "none"] = "space"
    sign: Literal["leading", "trailing"] = "leading"
    ignore: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """What a column holds.

    Attributes:
        filled: how many cells hold something.
        total: how many cells there are.
        share: for each type of field, the part of the filled cells that it can read, 0 to 1.
        notation: for each type, how the cells are written.
        words: the distinct texts with how often each occurs, when they are few.
        problem: what the format can't say and a person must change in the export.
    """

    filled: int
    total: int
    share: dict[FieldType, float]
    notation: dict[FieldType, Notation]
    words: dict[str, int] = field(default_factory=dict, repr=False)
    problem: Problem | None = None


_FEW_WORDS: Final = 40


def look_at(cells: Sequence[Any]) -> Contents:
    """Look at a column's cells, as text or as a workbook gives them."""
    held = [cell for cell in cells if str(cell).strip()]
    texts = [cell_text(cell).strip() for cell in held]
    days = [isinstance(cell, dt.date) for cell in held]
    share: dict[FieldType, float] = {"text": 1.0}
    notation: dict[FieldType, Notation] = {"text": Notation()}
    problem: Problem | None = None
    for kind in _IDENTIFIERS:
        share[kind], notation[kind], lost = _identifiers(kind, texts)
        problem = "zeros_lost" if lost else problem
    share["day"], notation["day"], wrong = _days(texts, days)
    problem = wrong or problem
    numbers = [text for text, day in zip(texts, days, strict=True) if not day]
    for kind, reader in (("kroner", _kroner), ("integer", _integers)):
        part, found = reader(numbers)
        share[kind] = part * len(numbers) / len(texts) if texts else 0.0
        notation[kind] = found
    return Contents(len(held), len(cells), share, notation, _words(texts), problem)


def _words(texts: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for text in texts:
        counts[text] = counts.get(text, 0) + 1
        if len(counts) > _FEW_WORDS:
            return {}
    return counts


def _identifiers(kind: FieldType, texts: Sequence[str]) -> tuple[float, Notation, bool]:
    """The part that are valid numbers, the signs to take out, and whether zeros were lost."""
    signs = _SPACES + ("." if kind == "account" else "")
    valid = _IDENTIFIERS[kind]
    ignore: set[str] = set()
    right = lost = 0
    for text in texts:
        bare = "".join(sign for sign in text if sign not in signs)
        if valid(bare):
            right += 1
            ignore |= set(text) & set(signs)
        elif kind != "orgnr" and len(bare) < _LENGTHS[kind] and valid(bare.zfill(_LENGTHS[kind])):
            lost += 1
    part = (right + lost) / len(texts) if texts else 0.0
    return part, Notation(ignore="".join(sorted(ignore))), lost > 0 and part > 0.5  # noqa: PLR2004


def _days(texts: Sequence[str], native: Sequence[bool]) -> tuple[float, Notation, Problem | None]:
    """The part that are days, how they are written, and what no format says."""
    if any(native):
        return sum(native) / len(native), Notation(date_format="dd.MM.yyyy"), None
    missing = tuple(sorted({t for t in texts if t in _NO_DAY or t.casefold() in _NOTHING}))
    told = [text for text in texts if text not in missing]
    if not told:
        return 0.0, Notation(), None
    cells = Cells.of_texts(told)
    formats: tuple[DateFormat, ...] = get_args(DateFormat)
    found = {each: int(np.count_nonzero(~read_days(cells, each)[1])) for each in formats}
    best = max(formats, key=lambda each: found[each])
    if found[best]:
        part = (found[best] + len(texts) - len(told)) / len(texts)
        return part, Notation(date_format=best, missing=missing), None
    if all(_WITH_TIME.fullmatch(text) for text in told):
        return 0.0, Notation(), "day_with_time"
    return 0.0, Notation(), "day_unknown" if all(map(_SHORT_DAY.fullmatch, told)) else None


@cache
def _kroner_field(decimal: Any, thousands: Any, sign: Any) -> FileField:
    return FileField(heading="x", type="kroner", decimal=decimal, thousands=thousands, sign=sign)


def _kroner(texts: Sequence[str]) -> tuple[float, Notation]:
    """The part that are amounts, and the notation that reads most of them."""
    told = texts[:_LOOKED_AT]
    if not told:
        return 0.0, Notation()
    letters = "kr" if any("kr" in text.casefold() for text in told) else ""
    ignore = "".join(sorted({sign for text in told for sign in text if sign.casefold() in letters}))
    bare = ["".join(sign for sign in text if sign not in ignore) for text in told]
    best, chosen = -1, Notation()
    for decimal, thousands, sign in product(_DECIMALS, _THOUSANDS, _SIGNS):
        if decimal == thousands:
            continue
        form = _kroner_field(decimal, thousands, sign)
        right = sum(isinstance(read_kroner(text, form), int) for text in bare)
        if right > best:
            best = right
            chosen = Notation(decimal=decimal, thousands=thousands, sign=sign, ignore=ignore)  # type: ignore[arg-type]
    return best / len(told), chosen


def _integers(texts: Sequence[str]) -> tuple[float, Notation]:
    """The part that are whole numbers, perhaps with a percent sign."""
    told = texts[:_LOOKED_AT]
    if not told:
        return 0.0, Notation()
    ignore = " %" if any("%" in text for text in told) else ""
    form = FileField(heading="x", type="integer")
    bare = ["".join(sign for sign in text if sign not in ignore) for text in told]
    right = sum(isinstance(read_integer(text, form), int) for text in bare)
    return right / len(told), Notation(ignore=ignore)
