"""Rows of a frame as typed records, for lists so short that a record each costs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Final, TypeVar

import pandas as pd

from rutine.core.identifiers import AccountNumber, Fnr, OrgNr
from rutine.core.money import Ore
from rutine.core.records import COLUMNS, RECORD_TYPES, ColumnKind
from rutine.formats.reading import Reading

R = TypeVar("R")

_IDENTIFIERS: Final = {"OrgNr": OrgNr, "Fnr": Fnr, "AccountNumber": AccountNumber}
_INTEGERS: Final = frozenset({ColumnKind.INTEGER, ColumnKind.OPTIONAL_INTEGER})
_MONEY: Final = frozenset({ColumnKind.ORE, ColumnKind.OPTIONAL_ORE})


def records(reading: Reading, record: type[R]) -> Iterator[R]:
    """The rows that could be read, in file order, as records of `core.records`.

    A field that the format does not tell (`core.records.OPTIONAL`) keeps its default.
    """
    yield from records_in(reading.frame, record)


def records_in(frame: pd.DataFrame, record: type[R]) -> Iterator[R]:
    """The rows of a frame, as a reading has it."""
    name = next(key for key, kind in RECORD_TYPES.items() if kind is record)
    kinds = {column: kind for column, kind in COLUMNS[name].items() if column in frame.columns}
    types = {each.name: str(each.type) for each in fields(record)}  # type: ignore[arg-type]
    columns = [frame[column] for column in kinds]
    for row in zip(*columns, strict=True):
        yield record(
            **{
                column: _typed(value, kinds[column], types[column])
                for column, value in zip(kinds, row, strict=True)
            }
        )


def _typed(value: Any, kind: ColumnKind, type_: str) -> Any:
    """A value of a frame as the record's own type; None where it is missing."""
    if pd.isna(value):
        return None
    if kind is ColumnKind.DAY:
        return value.date()
    if kind in _MONEY:
        return Ore(int(value))
    if kind in _INTEGERS:
        return int(value)
    if kind is ColumnKind.IDENTIFIER:
        return _IDENTIFIERS[type_.removesuffix(" | None")](value) if value else None
    return str(value)
