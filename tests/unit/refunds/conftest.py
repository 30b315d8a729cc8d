"""Canonical rows with only what a test says; everything else is ordinary."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.records import COLUMNS, ColumnKind

_KINDS = {
    ColumnKind.INTEGER: "int64",
    ColumnKind.OPTIONAL_INTEGER: "Int64",
    ColumnKind.TEXT: "str",
    ColumnKind.IDENTIFIER: "str",
    ColumnKind.DAY: "datetime64[s]",
    ColumnKind.ORE: "int64",
    ColumnKind.OPTIONAL_ORE: "Int64",
}
Rows = Callable[..., pd.DataFrame]


def _synthetic(serial: int) -> str:
    """The serial-th synthetic id (month + 80) of someone born on 14.02.1990."""
    valid = (f"148290{n:05d}" for n in range(100_000) if Fnr.is_valid(f"148290{n:05d}"))
    return next(each for place, each in enumerate(valid) if place == serial)


@pytest.fixture(scope="session")
def persons() -> list[str]:
    return [_synthetic(serial) for serial in range(4)]


@pytest.fixture(scope="session")
def orgnrs() -> list[OrgNr]:
    """An employer and its sub-units."""
    valid = (OrgNr(f"{n}") for n in range(310_000_000, 310_001_000) if OrgNr.is_valid(f"{n}"))
    return [next(valid) for _ in range(4)]


def _frame(record: str, rows: list[dict[str, Any]], extra: list[str]) -> pd.DataFrame:
    columns = COLUMNS[record]
    frame = pd.DataFrame(rows, columns=[*columns, *extra])
    for name, kind in columns.items():
        if kind is ColumnKind.DAY:
            frame[name] = pd.to_datetime(frame[name])
        frame[name] = frame[name].astype(_KINDS[kind])
    return frame.astype({"sha256": "str"})


@pytest.fixture(scope="session")
def lines(persons, orgnrs) -> Rows:
    """Settlement lines; a row is what differs from 1431 kr a day for 1-31 August 2026."""

    def make(*rows: dict[str, Any]) -> pd.DataFrame:
        ordinary = {
            "nav_unit": 8020,
            "employer": orgnrs[0].reveal(),
            "sub_unit": orgnrs[1].reveal(),
            "benefit": "4",
            "person": persons[0],
            "first": date(2026, 8, 1),
            "last": date(2026, 8, 31),
            "account": "12345678903",
            "name": "LIND KARI",
            "amount": 21 * 143_100,
            "last_benefit_day": None,
            "sha256": "a" * 64,
            "report_id": 1128,
        }
        numbered = [ordinary | {"row": place} | row for place, row in enumerate(rows, start=1)]
        frame = _frame("settlement_line", numbered, ["sha256", "report_id"])
        return frame.astype({"report_id": "int64"})

    return make


@pytest.fixture(scope="session")
def claims(persons, orgnrs) -> Rows:
    """Claims; a row is what differs from 1431 kr a day for 1-31 August 2026."""

    def make(*rows: dict[str, Any]) -> pd.DataFrame:
        ordinary = {
            "employer": orgnrs[0].reveal(),
            "sub_unit": orgnrs[1].reveal(),
            "employee_number": "10001",
            "person": persons[0],
            "name": "Lind, Kari",
            "position_id": "1",
            "benefit": "4",
            "absence_from": date(2026, 7, 16),
            "first": date(2026, 8, 1),
            "last": date(2026, 8, 31),
            "grade": 100,
            "monthly_income": 3_100_000,
            "monthly_refund": 3_100_000,
            "days": 21,
            "day_rate": 143_100,
            "amount": 21 * 143_100,
            "sent": date(2026, 9, 2),
            "settled": 0,
            "sha256": "b" * 64,
        }
        numbered = [
            ordinary | {"row": place, "claim_id": f"K{place}"} | row
            for place, row in enumerate(rows, start=1)
        ]
        return _frame("claim", numbered, ["sha256"])

    return make
