"""Which routine's table a visitor asks for, and what of it the visitor may see.

As with cases: units within sight, protected people for those with the right, routines about health
for those with theirs. Every page about the table comes by here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar
from urllib.parse import urlencode

from rutine.cases.access import Actor, Sight
from rutine.core.errors import InputError
from rutine.obligations.overview import Overview
from rutine.obligations.standing_table import Line
from rutine.review.catalogue import Catalogue
from rutine.review.masking import mask_national_ids
from rutine.review.visit import Visit

ROUTINE: Final = "rutine"
EMPLOYER: Final = "arbeidsgiver"
_LISTS_GONE: Final = frozenset({"original_missing", "original_damaged"})
_IN_ORDER: Final = str.maketrans("æøå", "{|}")
"""The last letters of the alphabet, after z and in order."""

_Told = TypeVar("_Told")


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """A routine and an employer, of those there are.

    Attributes:
        routine, employer: empty where there is none.
        routines, employers: name or number, and what people call it.
    """

    routine: str
    employer: str
    routines: list[tuple[str, str]] = field(default_factory=list)
    employers: list[tuple[str, str]] = field(default_factory=list)

    def query(self, **more: str) -> str:
        """An address' parameters, with more of them that say something."""
        known = {ROUTINE: self.routine, EMPLOYER: self.employer, **more}
        return urlencode({name: value for name, value in known.items() if value})


def asked(visit: Visit) -> Asked:
    """What the address asks for; what makes no sense in it is left out."""
    desk, given = visit.site.standings, visit.request.query_params
    may = visit.actor.sights
    names = [
        name for name, health in desk.routines().items() if not health or Sight.FOLLOW_UP in may
    ]
    employers = list(desk.employers())
    numbers = [number for number, _ in employers]
    routine, employer = given.get(ROUTINE, ""), given.get(EMPLOYER, "")
    return Asked(
        routine if routine in names else next(iter(names), ""),
        employer if employer in numbers else next(iter(numbers), ""),
        [(name, visit.routine_name(name)) for name in names],
        employers,
    )


def looked(ask: Callable[[], _Told | None]) -> tuple[_Told | None, str]:
    """What a desk tells, or why it can't: the last part of keys of texts."""
    try:
        return ask(), ""
    except InputError as error:
        return None, "lists_gone" if error.code in _LISTS_GONE else "rules_wrong"


def seen(overview: Overview, actor: Actor, unit: str, number: str, *, leaves: bool = False) -> bool:
    """Whether the visitor may see an employee in a unit; of what `leaves`, nobody protected."""
    if number in overview.hidden and (leaves or not actor.sees_restricted):
        return False
    return actor.sees(overview.numbers.get(unit))


def seen_lines(overview: Overview, actor: Actor, *, leaves: bool = False) -> list[Line]:
    """The lines that the visitor may see, by unit and name."""
    table = overview.table
    found = [
        line
        for line in table.lines
        if seen(
            overview,
            actor,
            table.units[line.unit],
            table.subjects[line.subject],
            leaves=leaves,
        )
    ]
    return sorted(
        found,
        key=lambda line: (
            in_order(unit_title(overview, table.units[line.unit])),
            *_person(overview, table.subjects[line.subject]),
        ),
    )


def unit_title(overview: Overview, unit: str) -> str:
    """What people call a unit; its code where the list has no name."""
    return overview.unit_names.get(unit) or unit


def requirement_title(t: Catalogue, overview: Overview, requirement: str) -> str:
    """What people call a requirement, in the reader's language."""
    titles = overview.titles.get(requirement, {})
    return titles.get(t.language.value) or titles.get("nb") or requirement


def name_of(overview: Overview, number: str) -> str:
    """An employee's name, empty where the list has none; never a national id."""
    return mask_national_ids(overview.names.get(number) or "")


def in_order(text: str) -> str:
    """What a text is sorted by, in Norwegian."""
    return text.casefold().translate(_IN_ORDER)


def _person(overview: Overview, number: str) -> tuple[str, str]:
    return in_order(name_of(overview, number)), number
