"""Spells of illness and their qualifying dates (*skjæringstidspunkt*), over all jobs together.

The qualifying date is the first day of unbroken illness in any job [SPLEIS
`Skjæringstidspunkt`]: income and G are taken there. Weekends about which nothing is known,
holiday inside a sick note and leave bridge; work, other benefits, holiday outside a sick note
and days not back at work break.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from rutine.refunds.expected.day_types import DayKind
from rutine.refunds.expected.timeline import Timeline


class Link(IntEnum):
    """What a day does to a spell. Over several jobs the highest decides."""

    NOTHING = 0
    UNKNOWN_WEEKEND = 1
    BREAK = 2
    BRIDGE = 3
    SICK = 4


LINKS: dict[DayKind, Link] = {
    DayKind.NOTHING: Link.NOTHING,
    DayKind.SICK: Link.SICK,
    DayKind.SELF_CERTIFIED: Link.SICK,
    DayKind.HOLIDAY_IN_SICK_NOTE: Link.BRIDGE,
    DayKind.HOLIDAY: Link.BREAK,
    DayKind.LEAVE: Link.BRIDGE,
    DayKind.NOT_BACK: Link.BREAK,
    DayKind.OTHER_BENEFIT: Link.BREAK,
    DayKind.WORK: Link.BREAK,
    DayKind.WEEKEND: Link.UNKNOWN_WEEKEND,
}


@dataclass(frozen=True, slots=True)
class Spell:
    """Unbroken illness: the qualifying date, and the last sick day."""

    qualifying: date
    last: date


def spells(lines: Sequence[Timeline]) -> list[Spell]:
    """The spells of a person whose jobs have these days; all begin on the same date."""
    found: list[Spell] = []
    start: int | None = None
    last = 0
    for place in range(len(lines[0].kinds)):
        link = max(LINKS[line.kinds[place]] for line in lines)
        if link is Link.SICK:
            start = place if start is None else start
            last = place
        elif link in {Link.BREAK, Link.NOTHING} and start is not None:
            found.append(Spell(lines[0].day(start), lines[0].day(last)))
            start = None
    if start is not None:
        found.append(Spell(lines[0].day(start), lines[0].day(last)))
    return found


def spell_on(found: Sequence[Spell], day: date) -> Spell | None:
    """The spell that a day lies in, or None."""
    return next((spell for spell in found if spell.qualifying <= day <= spell.last), None)
