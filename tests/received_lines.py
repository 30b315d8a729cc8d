"""Received lines with only what a test says; everything else is ordinary."""

from __future__ import annotations

from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from rutine.core.differences import RowRef, Side
from rutine.core.money import Ore
from rutine.refunds.expected.day_counting import months_before
from rutine.refunds.looking_back.received import Received, ReceivedLine
from rutine.routines.tables import load_tables

TABLES = load_tables(Path(__file__).parents[1] / "mappings" / "tables").tables
PERSON, UNIT, OTHER_UNIT = "11858110035", "970001018", "970000003"
_ROWS = count(1)


def day(text: str) -> date:
    """`2026-03-02` as a date."""
    return date.fromisoformat(text)


def line(days: str, kroner: int, received: str, **other: Any) -> ReceivedLine:
    """A line for `first/last` (empty for no dates), paid with the report of a day."""
    first, _, last = days.partition("/")
    given: dict[str, Any] = {
        "ref": RowRef(side=Side.LINE, sha256="a" * 64, row=next(_ROWS)),
        "report": "1128",
        "received": day(received),
        "person": PERSON,
        "sub_unit": UNIT,
        "benefit": "4",
        "first": day(first) if first else None,
        "last": day(last) if last else None,
        "amount": Ore(kroner * 100),
    }
    return ReceivedLine(**(given | other))


def may(kroner: int, received: str = "2026-06-01", **other: Any) -> ReceivedLine:
    """Holiday pay of the year before."""
    year = received[:4]
    return line(f"{year}-05-01/{year}-05-31", kroner, received, **({"benefit": "H"} | other))


def at_hand(*lines: ReceivedLine, since: str = "2025-01-01", until: str = "2026-12-01") -> Received:
    """These lines, with a report in every month."""
    months, month = set(), day(since)
    while month <= day(until):
        months.add(f"{month:%Y-%m}")
        month = months_before(month, -1)
    return Received(TABLES, {PERSON: lines}, frozenset(months))
