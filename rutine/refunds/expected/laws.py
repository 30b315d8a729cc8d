"""Which law and which table rows an account rests on, written for people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rutine.refunds.expected.account import Used
from rutine.refunds.expected.tables import GRow, NumberName, NumberRow, Tables

LAWS: dict[str, str] = {
    "employer_period": "ftrl § 8-19",
    "four_weeks_service": "ftrl § 8-18",
    "claim_limit": "ftrl § 22-13",
    "lowest_grade": "ftrl § 8-13",
    "minimum_income": "ftrl §§ 8-3, 8-51",
    "age": "ftrl §§ 8-3, 8-51",
    "last_benefit_day": "ftrl § 8-12",
    "day_rate": "ftrl § 8-10",
    "cap": "ftrl § 8-10",
    "exemption": "ftrl § 8-20",
    "parental_benefit": "ftrl § 14-7",
    "pregnancy_benefit": "ftrl § 14-4",
    "nursing_benefit": "ftrl §§ 9-10, 9-14",
    "care_days": "ftrl §§ 9-5, 9-8",
    "holiday_pay": "ferieloven § 10; ftrl § 8-33",
}
"""The paragraph behind each rule. ftrl is folketrygdloven."""

_SICKNESS: tuple[tuple[str, tuple[NumberName, ...]], ...] = (
    ("employer_period", ("employer_period_days", "employer_period_gap_days")),
    ("four_weeks_service", ("service_days",)),
    ("claim_limit", ("refund_claim_months",)),
    ("lowest_grade", ("lowest_grade",)),
    ("age", ("reduced_rights_age", "last_rights_age")),
    (
        "last_benefit_day",
        (
            "benefit_days",
            "benefit_days_over_67",
            "benefit_window_years",
            "benefit_reset_days",
        ),
    ),
    ("day_rate", ("days_a_year",)),
)


def used(tables: Tables, day: date, rule: str, *names: NumberName) -> Used:
    """A rule with the rows of the numbers it takes on a day."""
    return Used(rule, LAWS[rule], tuple(number_text(tables.row(name, day)) for name in names))


def g_used(tables: Tables, days: Sequence[date], rule: str = "cap") -> Used:
    """The cap, or another rule that takes G, with the rows of G on some qualifying dates."""
    rows = [tables.g_at(day) for day in days]
    texts = dict.fromkeys(g_text(row) for row in rows if isinstance(row, GRow))
    return Used(rule, LAWS[rule], tuple(texts))


def sickness_rules_used(tables: Tables, day: date, qualifying: Sequence[date]) -> tuple[Used, ...]:
    """Every rule of sickness benefit, in the order it is applied."""
    least = [tables.minimum_income_g_at(q) for q in qualifying]
    texts = dict.fromkeys(minimum_income_text(row) for row in least if isinstance(row, GRow))
    rules = [used(tables, day, rule, *names) for rule, names in _SICKNESS]
    return (
        *rules,
        g_used(tables, qualifying),
        Used("minimum_income", LAWS["minimum_income"], tuple(texts)),
    )


def number_text(row: NumberRow) -> str:
    """A number's row in one line."""
    return f"{row.name} from {row.first} = {row.value} {row.unit}"


def g_text(row: GRow) -> str:
    """A row of G in one line, in kroner."""
    return f"g from {row.first}: G = {row.g}, 6G = {row.six_g}"


def minimum_income_text(row: GRow) -> str:
    """What the yearly income must reach, in kroner: half of G, or twice G from the age of 67."""
    return f"g from {row.minimum_income_from}: 0.5G = {row.half_g}, 2G = {row.two_g}"
