"""What a case shows about each of its rows, taken from the frames that were reconciled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from rutine.cases.lifecycle.facts import RowFacts
from rutine.core.differences import RowRef, Side
from rutine.core.money import Ore


def facts_of(
    rows: Iterable[RowRef], lines: pd.DataFrame, claims: pd.DataFrame, labels: dict[str, str]
) -> dict[RowRef, RowFacts]:
    """The facts of the rows asked for, from frames with `sha256` and `row`.

    `labels` says what each file is called.
    """
    wanted = set(rows)
    found: dict[RowRef, RowFacts] = {}
    for side, frame in ((Side.LINE, lines), (Side.CLAIM, claims)):
        asked = {(ref.sha256, ref.row) for ref in wanted if ref.side is side}
        if not asked:
            continue
        places = zip(frame["sha256"], frame["row"], strict=True)
        chosen = frame[[place in asked for place in places]]
        for record in chosen.to_dict("records"):
            ref = RowRef(side=side, sha256=record["sha256"], row=int(record["row"]))
            found[ref] = _line(record, labels) if side is Side.LINE else _claim(record, labels)
    return found


def _line(record: dict[Any, Any], labels: dict[str, str]) -> RowFacts:
    return RowFacts(
        label=labels[record["sha256"]],
        first=_day(record["first"]),
        last=_day(record["last"]),
        amount=Ore(record["amount"]),
        benefit=record["benefit"],
        sub_unit=record["sub_unit"],
        report_id=record["report_id"] if record["report_id"] > 0 else None,
    )


def _claim(record: dict[Any, Any], labels: dict[str, str]) -> RowFacts:
    return RowFacts(
        label=labels[record["sha256"]],
        first=_day(record["first"]),
        last=_day(record["last"]),
        amount=Ore(record["amount"] - record["settled"]),
        benefit=record["benefit"],
        sub_unit=record["sub_unit"],
        claim_id=record["claim_id"],
        days=None if pd.isna(record["days"]) else int(record["days"]),
        day_rate=None if pd.isna(record["day_rate"]) else Ore(int(record["day_rate"])),
        grade=int(record["grade"]),
        sent=_day(record["sent"]),
        employee_number=record["employee_number"],
        position_id=record["position_id"],
        responsibility=record.get("responsibility"),
        function=record.get("function"),
    )


def _day(moment: Any) -> date | None:
    return None if pd.isna(moment) else moment.date()
