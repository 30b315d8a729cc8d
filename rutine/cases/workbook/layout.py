"""Where everything stands in the workbook of cases, and the mark that proves a row untouched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rutine.cases.canonical import canonical
from rutine.cases.sealing.keys import KeyRing
from rutine.core.differences import Action
from rutine.core.money import Ore
from rutine.formats.safe_cells import Value, safe_text

SHOWN: Final = (
    "number",
    "reason",
    "advice",
    "employee_number",
    "sub_unit",
    "benefit",
    "claimed_days",
    "paid_days",
    "claimed",
    "paid",
    "difference",
    "suggestion",
    "due",
    "status",
)
"""Columns to read, in order; protected."""

FILLED_IN: Final = ("decision", "comment", "until")
"""Columns to fill in."""

HIDDEN: Final = ("case_id", "version", "evidence", "seal")
"""Columns for the program: which case, as of when, on which evidence; and the mark."""

COLUMNS: Final = (*SHOWN, *FILLED_IN, *HIDDEN)
MONEY: Final = frozenset({"claimed", "paid", "difference"})
NUMBERS: Final = frozenset({"number", "version"})
SEALED: Final = (*SHOWN, "case_id", "version", "evidence")
"""What the mark covers: everything but what people write."""

_MARK_DIGITS = 24


@dataclass(frozen=True, slots=True, repr=False)
class CaseLine:
    """One case as a row of the workbook. `permitted` is what its list offers."""

    cells: dict[str, Value]
    permitted: tuple[Action, ...]


def evidence_mark(keys: KeyRing, evidence_hash: str) -> str:
    """What changes when the evidence of a case changes; tells nothing of the evidence."""
    return keys.lookup(evidence_hash, "workbook evidence")[:_MARK_DIGITS]


def seal(keys: KeyRing, cells: dict[str, Value]) -> str:
    """The mark of a row: only this installation can make it, and only for these very cells."""
    return keys.lookup(canonical([_plain(cells[name]) for name in SEALED]), "workbook row")[
        :_MARK_DIGITS
    ]


def _plain(value: Value) -> str:
    """A value as it comes back from a workbook.

    A number and its text may look alike there, and line breaks change on the way through XML.
    """
    if isinstance(value, Ore):
        return f"ore {int(value)}"
    return "" if value is None else " ".join(safe_text(str(value)).split())
