"""The first rows of a file as they would be read, for a person to look at; nobody is named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from rutine.core.money import Ore
from rutine.core.records import COLUMNS, ColumnKind
from rutine.formats.reading import Reading

_HIDDEN: Final = frozenset({"person"})
_TEXTS_OF_PEOPLE: Final = frozenset({"name", "text", "counterparty", "reference"})
"""Free texts: a payer writes whatever it likes."""
_ROWS: Final = 3


def preview(reading: Reading) -> Iterator[dict[str, str]]:
    """Column -> what a person may see of it, for each of the first rows."""
    frame = reading.frame.head(_ROWS)
    kinds = COLUMNS[reading.record]
    for row in frame.to_dict("records"):
        yield {str(name): _shown(str(name), kinds[str(name)], value) for name, value in row.items()}


def _shown(name: str, kind: ColumnKind, value: Any) -> str:
    if pd.isna(value) or value == "":
        return ""
    if name in _HIDDEN:
        return "****** *****"
    if name in _TEXTS_OF_PEOPLE:
        return "•••"
    if kind is ColumnKind.DAY:
        return f"{value:%d.%m.%Y}"
    if kind in {ColumnKind.ORE, ColumnKind.OPTIONAL_ORE}:
        return str(Ore(int(value)))
    return str(value)
