"""How often things happen in the practice municipality: the parameters of the simulation.

Every figure is a share from 0 to 1 unless its comment says otherwise. What a figure does to
the settlement can only be found by running it: `tests/unit/practice/test_profiles.py` measures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from rutine.practice.troubles import Hitch, Trouble


@dataclass(frozen=True, slots=True)
class Happenings:
    """Courses of absence that begin, for each employee and month, by NAV's benefit."""

    sickness: float = 0.042  # also those that end within the employer period
    parental: float = 0.0032  # 1 and 2
    pregnancy: float = 0.0009  # 3
    care: float = 0.0032  # 9 and Y
    care_days: float = 0.006  # Z
    exempt: float = 0.003  # 6 and 7
    self_certified: float = 0.09  # short absence that never concerns NAV


@dataclass(frozen=True, slots=True)
class People:
    """Shares of employees."""

    two_positions: float = 0.06  # at one sub-unit, reported together
    equal_positions: float = 0.008  # at one sub-unit, reported apart: identical lines
    two_units: float = 0.04
    tiny_position: float = 0.02  # under half of G
    d_number: float = 0.03
    long_name: float = 0.05  # above 25 characters
    semicolon_name: float = 0.003
    foreign_letters: float = 0.02  # outside ISO-8859-1
    restricted: float = 0.005  # marked by HR as protected, or as the reviewers' own colleagues


@dataclass(frozen=True, slots=True)
class Units:
    """Shares of sub-units, by how payroll is set up for them."""

    by_month: float = 0.50  # a claim for each month of a sick note, else one for the note
    by_calendar: float = 0.05  # a claim for each calendar month, over several notes
    monthly_salary: float = 0.025  # claims a share of the monthly pay (D03)
    uncapped: float = 0.10  # forgets 6G (D04)
    old_g: float = 0.05  # changes G in autumn (D05)
    g_of_the_day: float = 0.025  # uses the newest G for old courses (D05)
    own_rounding: float = 0.025  # rounds each position by itself (D02)
    whole_ore: float = 0.0125  # day rates with øre (D02)


@dataclass(frozen=True, slots=True)
class Habits:
    """How NAV and payroll work, without anything being wrong."""

    lines_by_month: float = 0.45  # of courses: NAV's lines are cut at the ends of months
    trimmed: float = 0.06  # of courses: no weekends at the ends of NAV's lines
    cut_elsewhere: float = 0.02  # of payments: two lines, cut on some day
    late_piece: float = 0.15  # of those cut: the second piece comes later
    merged: float = 0.04  # of neighbouring notes with one rate: one line
    missing_dates: float = 0.007  # of lines
    between: float = 0.15  # of payments: not with the month's main payment
    one_job_only: float = 0.10  # of courses with jobs at two sub-units
    claims_tiny: float = 0.25  # of courses below half of G: payroll claims all the same
    leaves_told: float = 0.5  # of employees who leave: NAV is told
    minds_last_day: float = 0.6  # of courses: payroll stops claiming at the last benefit day
    recovered: float = 0.5  # of what is paid too much
    recovered_as_a: float = 0.4  # of what is recovered: as code A


@dataclass(frozen=True, slots=True)
class Strays:
    """Lines that belong to no claim, for each 1000 employees and month."""

    former_employees: float = 1.0  # D25
    recoveries: float = 0.8  # D28
    old_corrections: float = 0.4  # D27: minus and plus for a period settled long ago
    odd_codes: float = 0.4  # D42: codes 5 and 8
    holiday_again: float = 0.6  # D35: holiday pay recalculated, not in June
    holiday_pay: float = 300.0  # D35: in June only


@dataclass(frozen=True, slots=True)
class Rates:
    """Everything the simulation is steered by."""

    happenings: Happenings = field(default_factory=Happenings)
    people: People = field(default_factory=People)
    units: Units = field(default_factory=Units)
    habits: Habits = field(default_factory=Habits)
    strays: Strays = field(default_factory=Strays)
    troubles: Mapping[Trouble, float] = field(default_factory=dict)  # of courses
    hitches: Mapping[Hitch, float] = field(default_factory=dict)  # of notes


NORMAL: Final = Rates(
    troubles={
        Trouble.NEVER_SENT: 0.006,
        Trouble.REJECTED: 0.004,
        Trouble.LATE_REPORT: 0.006,
        Trouble.REFUND_STOPPED: 0.005,
        Trouble.WRONG_UNIT: 0.005,
        Trouble.CLOSED_UNIT: 0.002,
        Trouble.LEFT: 0.008,
        Trouble.NEW_NUMBER: 0.002,
        Trouble.DISCRETION: 0.005,
        Trouble.SALARY_RISE: 0.006,
        Trouble.EMPLOYER_PERIOD: 0.012,
        Trouble.NEW_HIRE: 0.006,
        Trouble.LATE_CLAIM: 0.004,
        Trouble.WRONG_KIND: 0.05,  # of pregnancy benefits only
    },
    hitches={
        Hitch.GRADE: 0.005,
        Hitch.LOW_GRADE: 0.001,
        Hitch.HOLIDAY: 0.005,
        Hitch.NOT_APPLIED: 0.004,
        Hitch.REVERSED: 0.002,
        Hitch.DOUBLE: 0.003,
        Hitch.SHORT_CLAIM: 0.002,
        Hitch.CORRECTED: 0.003,
        Hitch.UPTAKE: 0.015,  # of parental benefit only
        Hitch.DAY_COUNTER: 0.06,  # of care days only
        Hitch.EXEMPTION: 0.08,  # of codes 6 and 7 only
    },
)
"""A well-run municipality: 85-93 % of lines lie in groups whose sums agree to the øre."""

HARD: Final = Rates(
    people=People(
        two_positions=0.14,
        equal_positions=0.04,
        two_units=0.10,
        tiny_position=0.04,
        d_number=0.06,
        long_name=0.12,
        semicolon_name=0.02,
        foreign_letters=0.06,
    ),
    units=Units(
        by_month=0.40,
        by_calendar=0.25,
        monthly_salary=0.10,
        uncapped=0.40,
        old_g=0.20,
        g_of_the_day=0.15,
        own_rounding=0.20,
        whole_ore=0.075,
    ),
    habits=Habits(
        lines_by_month=0.40,
        trimmed=0.40,
        cut_elsewhere=0.12,
        late_piece=0.40,
        merged=0.25,
        missing_dates=0.05,
        between=0.30,
        one_job_only=0.20,
        claims_tiny=0.8,
        leaves_told=0.3,
        minds_last_day=0.3,
        recovered=0.5,
        recovered_as_a=0.5,
    ),
    strays=Strays(
        former_employees=4.0,
        recoveries=4.0,
        old_corrections=4.0,
        odd_codes=2.0,
        holiday_again=3.0,
        holiday_pay=300.0,
    ),
    troubles={
        **{trouble: 5 * share for trouble, share in NORMAL.troubles.items()},
        Trouble.EMPLOYER_PERIOD: 0.04,
    },
    hitches={hitch: 6 * share for hitch, share in NORMAL.hitches.items()},
)
"""About half of all rows are of a difficult kind."""

PROFILES: Final[Mapping[str, Rates]] = {"normal": NORMAL, "hard": HARD}

FAULTLESS: Final = replace(
    NORMAL,
    units=replace(
        NORMAL.units,
        monthly_salary=0,
        uncapped=0,
        old_g=0,
        g_of_the_day=0,
        own_rounding=0,
        whole_ore=0,
    ),
    strays=Strays(0, 0, 0, 0, 0, 0),
    troubles={},
    hitches={},
)
"""Nothing goes wrong: what is left are waiting, 6G shared between jobs, and NAV's own habits."""
