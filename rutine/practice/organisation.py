"""The fictional municipality: one legal entity, its sub-units, accounts and payroll set-up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Final

from rutine.practice.draws import Weighted
from rutine.practice.rates import Units

MUNICIPALITY: Final = "Øvelsesvik kommune"
NAV_OFFICE: Final = "8020"

_ORGNR_WEIGHTS: Final = (3, 2, 7, 6, 5, 4, 3, 2)
_ACCOUNT_WEIGHTS: Final = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_INVALID: Final = 10
_SECOND_ACCOUNT_EVERY: Final = 8

_PLACES: Final = (
    *("Nordvika", "Sørvika", "Åsgrenda", "Ørbekk", "Solhaug", "Tangen", "Myra", "Fjellbygda"),
    *("Lillevik", "Storvik", "Kvernhusdalen", "Prestmarka", "Sæteråsen", "Øvrebygda", "Havna"),
)
_KINDS: Final = (
    *("skole", "barnehage", "sykehjem", "hjemmetjeneste", "bofellesskap", "legekontor"),
    *("kulturskole", "renhold", "tekniske tjenester", "barnevern", "bibliotek", "helsestasjon"),
)


class ClaimStyle(StrEnum):
    """What payroll writes one claim for."""

    NOTE = "note"
    MONTH = "month"  # each month of each note
    CALENDAR = "calendar"  # each calendar month, over several notes


class Rounding(StrEnum):
    """How payroll rounds day rates."""

    TOTAL = "total"  # as NAV does: the sub-unit's total to kroner, then shared out
    POSITION = "position"  # each position to kroner
    ORE = "ore"  # the total to øre


class GRule(StrEnum):
    """Which G payroll uses."""

    RIGHT = "right"
    LATE = "late"  # last year's until autumn
    OF_THE_DAY = "of_the_day"  # the newest, also for courses that began before it


@dataclass(frozen=True, slots=True)
class SubUnit:
    """A sub-unit and how payroll is set up for it. `account` is a place in the accounts."""

    orgnr: str
    name: str
    account: int
    style: ClaimStyle = ClaimStyle.NOTE
    monthly_salary: bool = False
    capped: bool = True
    g_rule: GRule = GRule.RIGHT
    rounding: Rounding = Rounding.TOTAL


@dataclass(frozen=True, slots=True)
class Organisation:
    """The employer. `closed_unit` was closed and is not in its list any more."""

    orgnr: str
    name: str
    accounts: tuple[str, ...]
    sub_units: tuple[SubUnit, ...]
    closed_unit: SubUnit
    places: Weighted[int]
    """Where people work: places in `sub_units`, large ones more often."""


def _with_control_digit(digits: str, weights: tuple[int, ...]) -> str | None:
    control = -sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11
    return None if control == _INVALID else f"{digits}{control}"


class _Numbers:
    """Organisation numbers that begin with 3, as synthetic ones do: no real employer has one."""

    def __init__(self, rng: Random) -> None:
        self._place = int(rng.random() * 10_000_000)

    def next(self) -> str:
        while True:
            self._place = (self._place + 1_299_709) % 10_000_000  # a prime: no repeats
            if found := _with_control_digit(f"3{self._place:07d}", _ORGNR_WEIGHTS):
                return found


def _account(rng: Random) -> str:
    # The register number 9999 belongs to no bank, and 99 is no day of birth.
    while True:
        digits = f"9999{10 + int(rng.random() * 80)}{int(rng.random() * 10_000):04d}"
        if found := _with_control_digit(digits, _ACCOUNT_WEIGHTS):
            return found


def _chosen(rng: Random, count: int, share: float) -> set[int]:
    """Exactly the share of all places (rounded, and at least one where there are ten)."""
    wanted = round(count * share)
    if share and not wanted and count >= 10:  # noqa: PLR2004 - few units: the share decides
        wanted = 1
    order = list(range(count))
    rng.shuffle(order)
    return set(order[:wanted])


def found(rng: Random, sub_units: int, rates: Units) -> Organisation:
    """A municipality with so many sub-units, set up after the rates."""
    numbers = _Numbers(rng)
    employer = numbers.next()
    accounts = (_account(rng), _account(rng))
    by_calendar = _chosen(rng, sub_units, rates.by_calendar)
    by_month = _chosen(rng, sub_units, rates.by_month) - by_calendar
    salary = _chosen(rng, sub_units, rates.monthly_salary)
    uncapped = _chosen(rng, sub_units, rates.uncapped)
    late = _chosen(rng, sub_units, rates.old_g)
    of_the_day = _chosen(rng, sub_units, rates.g_of_the_day) - late
    position = _chosen(rng, sub_units, rates.own_rounding)
    ore = _chosen(rng, sub_units, rates.whole_ore) - position

    def style(n: int) -> ClaimStyle:
        if n in salary or n in by_month:
            return ClaimStyle.MONTH
        return ClaimStyle.CALENDAR if n in by_calendar else ClaimStyle.NOTE

    def g_rule(n: int) -> GRule:
        if n in late:
            return GRule.LATE
        return GRule.OF_THE_DAY if n in of_the_day else GRule.RIGHT

    def rounding(n: int) -> Rounding:
        if n in position:
            return Rounding.POSITION
        return Rounding.ORE if n in ore else Rounding.TOTAL

    units = tuple(
        SubUnit(
            orgnr=numbers.next(),
            name=unit_name(n),
            account=1 if n % _SECOND_ACCOUNT_EVERY == _SECOND_ACCOUNT_EVERY - 1 else 0,
            style=style(n),
            monthly_salary=n in salary,
            capped=n not in uncapped,
            g_rule=g_rule(n),
            rounding=rounding(n),
        )
        for n in range(sub_units)
    )
    return Organisation(
        orgnr=employer,
        name=MUNICIPALITY,
        accounts=accounts,
        sub_units=units,
        closed_unit=SubUnit(numbers.next(), "Gamlevika skole (nedlagt)", 0),
        places=Weighted([(n, 1.0 + 4.0 * rng.random()) for n in range(sub_units)]),
    )


def unit_name(number: int) -> str:
    """The name of the sub-unit with this number."""
    place = _PLACES[number % len(_PLACES)]
    kind = _KINDS[number // len(_PLACES) % len(_KINDS)]
    again = number // (len(_PLACES) * len(_KINDS))
    return f"{place} {kind}" + (f" {again + 1}" if again else "")
