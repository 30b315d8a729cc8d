"""A report and a claims file of a million rows, written in seconds.

Each file is one matrix of bytes, a row a line; what a value does not fill is zero and is left
out when the matrix is written. The layouts are those of `mappings/formats/nav_settlement.yaml`
and `payroll_claims_csv.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.matching_parts.made_up import (
    BENEFITS,
    MISSING,
    Ints,
    MadeUp,
    Rows,
    unit_numbers,
    weekdays,
)

Bytes = npt.NDArray[np.uint8]

_ACCOUNT, _NAME = "12340512349", "Prøve Øvelsesen"
_HEADINGS = (
    "Krav-id;Hovedenhet;Underenhet;Ansattnr;Fødselsnummer;Navn;Stillingsid;Ytelse;Fravær fra;"
    "Periode fra;Periode til;Grad;Beregnet månedslønn;Refusjon per måned;Dager;Dagsats;"
    "Krav beløp;Sendt dato;Utlignet beløp\r\n"
)
_ZERO = ord("0")
_BLOCK = 200_000  # rows written at a time


def write_report(made: MadeUp, path: Path) -> None:
    """NAV's settlement report of the lines, the first unit as the employer."""
    units = unit_numbers()
    with path.open("wb") as file:
        for rows in _blocks(made.lines):
            size = len(rows)
            parts = [
                _text(size, f"8020;{units[0]};"),
                _pick([f"{unit};" for unit in units], rows.unit),
                _pick([f"{code};" for code in BENEFITS], rows.benefit),
                _number(made.fnrs[rows.person], 11),
                _text(size, ";"),
                _date(rows.first, "ymd"),
                _text(size, f";{_ACCOUNT};{_NAME:<25};", "iso-8859-1"),
                _date(rows.last, "ymd"),
                _text(size, ";"),
                _number(np.abs(rows.amount), 10),
                np.where(rows.amount < 0, ord("-"), ord(" ")).astype(np.uint8)[:, None],
                _text(size, ";0000000000 ;00000000\r\n"),
            ]
            file.write(np.hstack(parts).tobytes())


def write_claims(made: MadeUp, path: Path) -> None:
    """Payroll's open claims as CSV, UTF-8 with its mark."""
    units = unit_numbers()
    start = 0
    with path.open("wb") as file:
        file.write(b"\xef\xbb\xbf" + _HEADINGS.encode())
        for rows in _blocks(made.claims):
            size = len(rows)
            days = weekdays(rows.first, rows.last)
            rate = rows.amount // days
            parts = [
                _text(size, "K"),
                _number(np.arange(start, start + size), 8),
                _text(size, f";{units[0]};"),
                _pick([f"{unit};" for unit in units], rows.unit),
                _number(rows.person + 1, 8),
                _text(size, ";"),
                _number(made.fnrs[rows.person], 11),
                _text(size, f";{_NAME};1;"),
                _pick([f"{code};" for code in BENEFITS], rows.benefit),
                *(_date(day, "dmy;") for day in (rows.first, rows.first, rows.last)),
                _text(size, "100;"),
                _kroner(rate * 260 // 12),
                _text(size, ";"),
                _kroner(rate * 260 // 12),
                _text(size, ";"),
                _plain(days, 2),
                _text(size, ";"),
                _kroner(rate),
                _text(size, ";"),
                _kroner(rows.amount),
                _text(size, ";"),
                _date(rows.last, "dmy;"),
                _text(size, "0,00\r\n"),
            ]
            matrix = np.hstack(parts)
            file.write(matrix[matrix != 0].tobytes())
            start += size


def _blocks(rows: Rows) -> Sequence[Rows]:
    return [
        rows.taken(np.arange(at, min(at + _BLOCK, len(rows)))) for at in range(0, len(rows), _BLOCK)
    ]


def _text(size: int, text: str, encoding: str = "utf-8") -> Bytes:
    coded = text.encode(encoding)
    return np.broadcast_to(np.frombuffer(coded, np.uint8), (size, len(coded)))


def _pick(texts: Sequence[str], at: Ints) -> Bytes:
    table = np.array([text.encode() for text in texts])
    return table.view(np.uint8).reshape(len(texts), -1)[at]


def _number(values: Ints, width: int) -> Bytes:
    powers = 10 ** np.arange(width - 1, -1, -1, dtype=np.int64)
    return (values[:, None] // powers % 10 + _ZERO).astype(np.uint8)


def _plain(values: Ints, width: int) -> Bytes:
    """Numbers above zero, without zeros to the left."""
    digits = _number(values, width)
    digits[np.cumsum(digits != _ZERO, axis=1) == 0] = 0
    return digits


def _kroner(ore: Ints) -> Bytes:
    """`1 234,50`."""
    kroner = _plain(ore // 100, 6)
    space = np.where(kroner[:, 2:3] != 0, ord(" "), 0).astype(np.uint8)
    comma = _text(len(ore), ",")
    return np.hstack([kroner[:, :3], space, kroner[:, 3:], comma, _number(ore % 100, 2)])


def _date(day: Ints, order: str) -> Bytes:
    """`yyyyMMdd` or `dd.MM.yyyy;`; a missing day is eight zeros."""
    dates = day.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    year = months.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    in_month = (dates - months.astype("datetime64[D]")).astype(np.int64) + 1
    known = day != MISSING
    size = len(day)
    if order == "ymd":
        return _number(np.where(known, year * 10_000 + month * 100 + in_month, 0), 8)
    dot, end = _text(size, "."), _text(size, order[-1])
    return np.hstack([_number(in_month, 2), dot, _number(month, 2), dot, _number(year, 4), end])
