"""Employees, their positions and what they earn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

from rutine.practice.draws import Weighted, between
from rutine.practice.organisation import Organisation, SubUnit
from rutine.practice.people import Person
from rutine.practice.rates import People

_FULL_PAY: Final = Weighted(
    [
        ((36_500, 42_000), 0.30),  # assistants
        ((40_000, 45_500), 0.28),  # skilled workers
        ((45_000, 57_500), 0.28),  # nurses and teachers
        ((52_000, 64_000), 0.085),  # advisers
        ((62_000, 82_000), 0.04),  # heads of units
        ((78_000, 112_000), 0.015),  # doctors and directors
    ]
)
"""Monthly pay in kroner for a full position."""

_PERCENT: Final = Weighted(
    [(100, 0.58), (80, 0.11), (75, 0.08), (60, 0.07), (50, 0.10), (40, 0.03), (30, 0.03)]
)
_SHIFT_ALLOWANCES: Final = 0.45
_HIGHEST_ALLOWANCE: Final = 450_000  # øre a month


@dataclass(slots=True)
class Position:
    """One position (*stilling*): its payroll key and monthly income in øre."""

    key: str
    income: int


@dataclass(slots=True)
class Job:
    """What one sub-unit reports to NAV: positions together, or each apart.

    `apart` means an income report, and a line of NAV's, for each position.
    """

    unit: SubUnit
    positions: list[Position]
    apart: bool = False

    @property
    def income(self) -> int:
        """Monthly income in øre over all positions."""
        return sum(position.income for position in self.positions)


@dataclass(slots=True)
class Employee:
    """An employee with one job, or two at different sub-units."""

    number: str
    person: Person = field(repr=False)
    jobs: Sequence[Job]

    @property
    def income(self) -> int:
        """Monthly income in øre over all jobs."""
        return sum(job.income for job in self.jobs)


def _pay(rng: Random, percent: int) -> int:
    low, high = _FULL_PAY.draw(rng)
    income = between(rng, low, high) * percent  # øre: kroner x percent
    if rng.random() < _SHIFT_ALLOWANCES:
        income += int(rng.random() * _HIGHEST_ALLOWANCE) * percent // 100
    return income


def hire(
    rng: Random, organisation: Organisation, number: int, person: Person, rates: People
) -> Employee:
    """An employee with positions and pay drawn from the rates."""
    key = str(10_000 + number)
    unit = organisation.sub_units[organisation.places.draw(rng)]
    kind = rng.random()

    def job(where: SubUnit, *incomes: int, apart: bool = False, after: int = 0) -> Job:
        positions = [Position(f"{key}-{after + n}", pay) for n, pay in enumerate(incomes, start=1)]
        return Job(where, positions, apart)

    if kind < rates.equal_positions:
        income = _pay(rng, 50)
        return Employee(key, person, [job(unit, income, income, apart=True)])
    kind -= rates.equal_positions
    if kind < rates.two_positions:
        return Employee(key, person, [job(unit, _pay(rng, 60), _pay(rng, 40))])
    kind -= rates.two_positions
    if kind < rates.two_units:
        other = organisation.sub_units[organisation.places.draw(rng)]
        larger, smaller = (100, 20) if rng.random() < 0.3 else (70, 30)  # noqa: PLR2004
        if other is unit:
            return Employee(key, person, [job(unit, _pay(rng, larger), _pay(rng, smaller))])
        jobs = [job(unit, _pay(rng, larger)), job(other, _pay(rng, smaller), after=1)]
        return Employee(key, person, jobs)
    kind -= rates.two_units
    percent = 10 if kind < rates.tiny_position else _PERCENT.draw(rng)
    return Employee(key, person, [job(unit, _pay(rng, percent))])
