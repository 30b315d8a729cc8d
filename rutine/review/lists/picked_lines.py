"""Open rows in words: to be picked, or picked and waiting for a second person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rutine.cases.deciding.matching_by_hand import MOST_SHOWN, OpenItem, Proposed
from rutine.cases.deciding.picking import Found
from rutine.cases.lifecycle.identity import RowKey
from rutine.core.differences import Side
from rutine.core.money import Ore
from rutine.core.picked_rows import Sums
from rutine.core.reason_texts import benefit_name
from rutine.review import wording
from rutine.review.lists.listing import Listing
from rutine.review.visit import Visit

_LINE: Final = re.compile(r"line:([0-9a-f]{64}):(\d{1,9})")
_CLAIM: Final = re.compile(r"claim:(.{1,80})")

MOST_FIELDS: Final = MOST_SHOWN + 20
"""Fields of the form: every row, and the form's own."""


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """One row in words; `value` goes back when it is picked, `ore` is for adding up on the page.

    `where` is the case that holds it, with its address; `blocked` why it can't be picked.
    """

    value: str
    ore: int
    days: str
    amount: str
    benefit: str
    unit: str
    claim: str
    where: str
    href: str
    person: str
    blocked: str
    chosen: bool


@dataclass(frozen=True, slots=True, repr=False)
class Totals:
    """What picked rows come to, in words; `agree` is whether both sides do."""

    paid: str
    claimed: str
    difference: str
    agree: bool


@dataclass(frozen=True, slots=True, repr=False)
class MatchSides:
    """The rows of a proposal side by side, for the one who must agree.

    `trouble` is said in their place where they can't be shown.
    """

    lines: list[Line]
    claims: list[Line]
    totals: Totals
    across: bool
    trouble: str


def read_picks(values: Iterable[object], employer: str) -> list[RowKey]:
    """The rows of a form; what is no row is left out."""
    picks: list[RowKey] = []
    for value in values:
        if line := _LINE.fullmatch(str(value)):
            picks.append((Side.LINE.value, line[1], str(int(line[2]))))
        elif claim := _CLAIM.fullmatch(str(value)):
            picks.append((Side.CLAIM.value, employer, claim[1]))
    return picks


def lines_of(visit: Visit, items: Sequence[OpenItem], picks: Sequence[RowKey]) -> list[Line]:
    """Rows that may be picked."""
    t = visit.t
    return [
        _line(
            visit,
            each.row,
            person=_whose(visit, each),
            blocked=t(f"match.blocked.{each.blocked}") if each.blocked else "",
            chosen=each.row.key in picks,
        )
        for each in items
    ]


def sides_of(visit: Visit, match: Proposed) -> MatchSides:
    """Rows that somebody has picked."""
    every = [_line(visit, row) for row in match.rows]
    trouble = "match.changed" if match.changed else "" if every else "match.out_of_sight"
    return MatchSides(
        lines=[each for each in every if each.value.startswith("line:")],
        claims=[each for each in every if each.value.startswith("claim:")],
        totals=totals(match.sums),
        across=match.across,
        trouble=visit.t(trouble) if trouble else "",
    )


def totals(sums: Sums) -> Totals:
    """The sums, with the sign of the difference."""
    apart = sums.difference
    return Totals(
        paid=str(sums.paid),
        claimed=str(sums.claimed),
        difference=f"+{apart}" if apart > 0 else str(apart),
        agree=sums.agree,
    )


def _line(
    visit: Visit, row: Found, *, person: str = "", blocked: str = "", chosen: bool = False
) -> Line:
    t, facts = visit.t, row.facts
    is_line = row.ref.side is Side.LINE
    return Line(
        value=f"line:{row.ref.sha256}:{row.ref.row}" if is_line else f"claim:{row.claim_id}",
        ore=int(row.amount),
        days=f"{wording.day(facts.first)}–{wording.day(facts.last)}"
        if facts.first and facts.last
        else t("field.period_missing"),
        amount=str(Ore(row.amount)),
        benefit=benefit_name(facts.benefit, t.language) if facts.benefit else t("unit.none"),
        unit=(visit.site.unit_name(row.sub_unit) or row.sub_unit)
        if row.sub_unit
        else t("unit.none"),
        claim=row.claim_id or str(facts.report_id or ""),
        where=t("case.number", number=row.case.number) if row.case else t("match.carried"),
        href=Listing().case(row.case.number) if row.case else "",
        person=person,
        blocked=blocked,
        chosen=chosen,
    )


def _whose(visit: Visit, item: OpenItem) -> str:
    """Whose a row of another person is, by the employee number; empty for the case's own."""
    if not item.others:
        return ""
    number = item.row.facts.employee_number
    return visit.t("match.other", number=number) if number else visit.t("match.other_unknown")
