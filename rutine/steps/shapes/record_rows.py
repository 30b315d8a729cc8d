"""The rows of one person's positions and leaves, in the words of a service record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from rutine.core.service_record import ToldLeave, ToldPosition
from rutine.steps.shapes.reading import day


def told_positions(rows: Sequence[Any]) -> tuple[ToldPosition, ...]:
    """The rows as positions. Equal rows of one file are so many; in another, the same once more."""
    counted: dict[str, Counter[ToldPosition]] = {}
    for row in rows:
        told = ToldPosition(
            source=row.source,
            first=row.first.date(),
            last=day(row.last),
            unit=row.unit,
            code=row.position_code,
            title=row.title,
            percent=_number(row.percent),
            hours=_number(row.hours),
        )
        counted.setdefault(row.file, Counter())[told] += 1
    every: Counter[ToldPosition] = Counter()
    for of_file in counted.values():
        every |= of_file
    return tuple(sorted(every.elements(), key=lambda each: each.model_dump_json()))


def told_leaves(rows: Sequence[Any], asked: date) -> tuple[ToldLeave, ...]:
    """Each leave once, whichever order the lists have them in, and however many tell of it."""
    told = {
        ToldLeave(first=first, last=day(row.last), percent=_number(row.percent))
        for row in rows
        if (first := row.first.date()) <= asked
    }
    return tuple(sorted(told, key=lambda each: each.model_dump_json()))


def _number(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
