"""The rows of a case in words, each beside its file's own line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rutine.cases.views import CaseRow
from rutine.core.money import Ore
from rutine.core.reason_texts import benefit_name
from rutine.review import wording
from rutine.review.case.sources import source_lines
from rutine.review.catalogue import Catalogue
from rutine.review.visit import Visit

MAX_ROWS = 40
"""Rows shown of each side; a person's stretch of days has far fewer."""


@dataclass(frozen=True, slots=True, repr=False)
class Fact:
    """One field of a row, in words."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, repr=False)
class Source:
    """One input row: its facts, and the file's own line."""

    number: int
    facts: list[Fact]
    raw: str | None


@dataclass(frozen=True, slots=True, repr=False)
class RowsOfSide:
    """The rows of one side, and the files they stand in."""

    side: str
    title: str
    none: str
    rows: list[Source]
    file: str
    hashes: list[str]
    more: str


def rows_of_side(
    visit: Visit, side: str, rows: Sequence[CaseRow], total: int, *, restricted: bool
) -> RowsOfSide:
    """The first rows of `claim` or `line`."""
    shown = rows[:MAX_ROWS]
    # A line has the name in it; of a protected person it is shown to nobody.
    lines = [None] * len(shown) if restricted else source_lines(visit.site, shown)
    return RowsOfSide(
        side=side,
        title=visit.t(f"side.{side}_title"),
        none=visit.t(f"side.{side}_none"),
        rows=[
            Source(row.ref.row, _facts(visit.t, row), raw)
            for row, raw in zip(shown, lines, strict=True)
        ],
        file=visit.t(f"row.file_{side}"),
        hashes=sorted({row.ref.sha256[:12] for row in shown}),
        more=visit.t("side.more", shown=len(shown), total=total) if total > len(shown) else "",
    )


def kroner(t: Catalogue, amount: Ore | None) -> str | None:
    """An amount with its unit."""
    return None if amount is None else f"{amount} {t('unit.kroner')}"


def _facts(t: Catalogue, row: CaseRow) -> list[Fact]:
    """What the program read from the row; what it did not find is left out."""
    facts = row.facts
    if facts is None:
        return []
    period = (
        f"{wording.day(facts.first)}–{wording.day(facts.last)}"
        if facts.first and facts.last
        else t("field.period_missing")
    )
    found = {
        "period": period,
        "amount": kroner(t, facts.amount),
        "days": facts.days,
        "day_rate": kroner(t, facts.day_rate),
        "grade": f"{facts.grade} %" if facts.grade is not None else None,
        "benefit": benefit_name(facts.benefit, t.language) if facts.benefit else None,
        "sent": wording.day(facts.sent) if facts.sent else None,
        "claim_id": facts.claim_id,
        "report": facts.report_id,
    }
    return [
        Fact(t(f"field.{name}"), str(value)) for name, value in found.items() if value is not None
    ]
