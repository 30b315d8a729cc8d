"""Who is employed where, from which day to which, as payroll lists it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from rutine.core.money import Ore


@dataclass(frozen=True, slots=True)
class Position:
    """One position of a person. `last` and `death` are None where payroll has none.

    `previous` is the person's former national id, empty where payroll has kept none; `pay` the
    fixed pay a month, None where payroll lists none.
    """

    person: str = field(repr=False)
    previous: str = field(repr=False)
    sub_unit: str
    employee_number: str
    first: date
    last: date | None
    death: date | None
    pay: Ore | None = field(default=None, repr=False)

    @property
    def ended(self) -> date | None:
        """The last day of work or of life, whichever came first."""
        days = [day for day in (self.last, self.death) if day is not None]
        return min(days, default=None)


class Employed:
    """The positions of some people, found by any number that payroll knows them by."""

    def __init__(self, positions: Iterable[Position]) -> None:
        self._of: dict[str, list[Position]] = {}
        for position in positions:
            for number in {position.person, position.previous} - {""}:
                self._of.setdefault(number, []).append(position)

    def of(self, person: str) -> list[Position]:
        """All positions of a person."""
        return self._of.get(person, [])

    def at(self, person: str, sub_unit: str) -> list[Position]:
        """The person's positions at one sub-unit."""
        return [each for each in self.of(person) if each.sub_unit == sub_unit]

    def pay_at(self, person: str, sub_unit: str) -> Ore | None:
        """What all the person's positions at a sub-unit pay a month; None where that is not clear.

        It is clear where each of them has a pay, and they began and end on the same days.
        """
        found = self.at(person, sub_unit)
        pays = [each.pay for each in found if each.pay is not None]
        if not found or len(pays) < len(found) or len({(p.first, p.last) for p in found}) > 1:
            return None
        return Ore(sum(pays))

    def positions_on(self, person: str, sub_unit: str, day: date, pay: int) -> int:
        """How many positions the person has at a sub-unit on a day that may have such a pay."""
        return sum(
            each.first <= day
            and (each.last is None or day <= each.last)
            and each.pay in {None, pay}
            for each in self.at(person, sub_unit)
        )

    def numbers(self, person: str) -> frozenset[str]:
        """Every number that payroll knows the person by."""
        return frozenset(
            number for each in self.of(person) for number in (each.person, each.previous) if number
        )

    def are_two(self, one: str, other: str) -> bool:
        """Whether payroll lists the two numbers, and not as one person's."""
        return other not in self.numbers(one) and bool(self.of(one) and self.of(other))

    def ended(self, person: str, sub_unit: str) -> date | None:
        """The day that the person's last position at a sub-unit ended; None while one goes on."""
        ends = [each.ended for each in self.at(person, sub_unit)]
        known = [day for day in ends if day is not None]
        return max(known) if known and len(known) == len(ends) else None
