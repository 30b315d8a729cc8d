"""The numbers of the law that one calculation uses, looked up once in the tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from rutine.refunds.expected.tables import NumberName, Tables

SICKNESS_NUMBERS: tuple[NumberName, ...] = (
    "employer_period_days",
    "employer_period_gap_days",
    "days_a_year",
    "lowest_grade",
    "benefit_days",
    "benefit_days_over_67",
    "benefit_window_years",
    "benefit_reset_days",
    "refund_claim_months",
    "service_days",
    "reduced_rights_age",
    "last_rights_age",
)


@dataclass(frozen=True, slots=True)
class SicknessRules:
    """What sickness benefit is counted with.

    Attributes:
        employer_days: the employer period, calendar days (ftrl § 8-19).
        gap_days: days of gap after which a new employer period begins.
        service_days: days employed before the employer must pay at all (§ 8-18).
        days_a_year: 260, whatever the year (§ 8-10).
        lowest_grade: the total grade below which nothing is paid, as a fraction (§ 8-13).
        benefit_days, benefit_days_over_67: paid days until the last benefit day (§ 8-12, § 8-51).
        window_years, reset_days: what counts as used, and the rest that gives new days.
        claim_months: whole months a refund claim reaches back (§ 22-13).
        reduced_age, last_age: 67 and 70 (§ 8-51, § 8-3).
    """

    employer_days: int
    gap_days: int
    service_days: int
    days_a_year: int
    lowest_grade: Fraction
    benefit_days: int
    benefit_days_over_67: int
    window_years: int
    reset_days: int
    claim_months: int
    reduced_age: int
    last_age: int

    @classmethod
    def at(cls, tables: Tables, day: date) -> SicknessRules:
        """The numbers that hold on a day."""
        return cls(
            employer_days=tables.count("employer_period_days", day),
            gap_days=tables.count("employer_period_gap_days", day),
            service_days=tables.count("service_days", day),
            days_a_year=tables.count("days_a_year", day),
            lowest_grade=percent(tables, "lowest_grade", day),
            benefit_days=tables.count("benefit_days", day),
            benefit_days_over_67=tables.count("benefit_days_over_67", day),
            window_years=tables.count("benefit_window_years", day),
            reset_days=tables.count("benefit_reset_days", day),
            claim_months=tables.count("refund_claim_months", day),
            reduced_age=tables.count("reduced_rights_age", day),
            last_age=tables.count("last_rights_age", day),
        )


def percent(tables: Tables, name: NumberName, day: date) -> Fraction:
    """A percentage as an exact fraction: 20 percent is 1/5."""
    return Fraction(tables.number(name, day)) / 100
