"""The dated facts that the rules need, typed. They come in as data: nothing here reads a file.

`mappings/tables/*.yaml` holds them for Norway and `rutine.routines.tables` reads them. Every
row says where the fact stands and when somebody last looked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rutine.core.errors import InputError
from rutine.core.money import Ore
from rutine.refunds.expected.amounts import Kroner
from rutine.refunds.expected.day_counting import ONE_DAY, years_after

NumberName = Literal[
    "employer_period_days",
    "employer_period_gap_days",
    "service_days",
    "days_a_year",
    "benefit_days",
    "benefit_days_over_67",
    "benefit_window_years",
    "benefit_reset_days",
    "holiday_pay_days_sickness",
    "holiday_pay_days_parental",
    "holiday_pay_days_parental_80",
    "holiday_pay_days_pregnancy",
    "holiday_pay_days_care",
    "holiday_pay_days_nursing",
    "own_care_days",
    "short_care_period_days",
    "care_day_hours",
    "refund_claim_months",
    "tariff_amendment_months",
    "complaint_deadline_weeks",
    "unit_move_day",
    "report_working_days",
    "missing_report_day",
    "regulation_last_month",
    "last_benefit_day_notice_weeks",
    "income_request_days",
    "at_risk_months",
    "lowest_grade",
    "parental_cover",
    "nursing_leave_cover",
    "holiday_pay",
    "holiday_pay_senior",
    "income_deviation",
    "reduced_rights_age",
    "last_rights_age",
    "senior_holiday_pay_age",
    "refund_day_17_soft_weeks",
    "refund_day_17_weeks",
    "employer_period_refund_months",
    "exemption_weeks",
    "complaint_weeks",
]
"""Every number the rules ask for, by name; a table that lacks one is refused."""


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    source: str = Field(min_length=1, description="The law or page that says it.")
    checked: date = Field(description="The day somebody last held it against its source.")


class GRow(_Row):
    """G from one 1 May to the next. The multiples are written out to catch a mistyped G.

    Attributes:
        first: the day it holds from.
        g, half_g, two_g, six_g: in øre (kroner in the file).
        day_cap: 6G / 260, rounded half up to kroner.
        minimum_income_from: from when 0.5G and 2G are taken from this row; later than `first`
            in most years, when the new G was set after 1 May.
    """

    first: date = Field(alias="from", description="The day it holds from, 1 May.")
    g: Kroner = Field(description="G in kroner.")
    half_g: Kroner = Field(description="0.5 G, written out to catch a mistyped G.")
    two_g: Kroner = Field(description="2 G, likewise.")
    six_g: Kroner = Field(description="6 G, likewise.")
    day_cap: Kroner = Field(description="6 G / 260, rounded to kroner.")
    minimum_income_from: date = Field(
        description="From when 0.5 G and 2 G are taken from this row, when G was set late."
    )

    @model_validator(mode="after")
    def _multiples(self) -> Self:
        for field, value, should_be in (
            ("half_g", self.half_g * 2, self.g),
            ("two_g", self.two_g, self.g * 2),
            ("six_g", self.six_g, self.g * 6),
            ("day_cap", self.day_cap, Ore((self.g * 12 + 26_000) // 52_000 * 100)),
        ):
            if value != should_be:
                msg = f"{field} is not what g says it should be: one of the two is mistyped"
                raise ValueError(msg)
        return self


class CodeRow(_Row):
    """A benefit code of the settlement report (column D).

    Attributes:
        code: one character.
        name: what it is, in bokmål.
        holiday_pay: the code of its holiday pay, or None.
        kind: how an expected amount is found, `never_certain` where it can't be.
    """

    code: str = Field(min_length=1, max_length=1, description="The code, one character.")
    name: str = Field(description="What the benefit is called, in bokmål.")
    holiday_pay: str | None = Field(
        default=None, min_length=1, max_length=1, description="The code of its holiday pay."
    )
    kind: Literal[
        "sickness",
        "exemption",
        "parental",
        "pregnancy",
        "nursing",
        "care",
        "holiday_pay",
        "never_certain",
    ] = Field(
        description="How an expected amount is found; never_certain where only a person can tell."
    )


class NumberRow(_Row):
    """One number from a day on: a count of something, a percentage, or a place in a calendar."""

    name: NumberName = Field(description="Which number it is.")
    first: date = Field(alias="from", description="The day it holds from.")
    value: Decimal = Field(ge=0, description="The number.")
    unit: Literal[
        "days",
        "working_days",
        "weeks",
        "months",
        "years",
        "hours",
        "percent",
        "day_of_month",
        "month_of_year",
    ] = Field(description="What it counts.")
    note: str | None = Field(default=None, description="What a reader should know about it.")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A dated fact that the tables do not hold, and why; never replaced by a neighbour."""

    table: str
    day: date
    why: Literal["before_first_row", "not_known_yet"]


class UnknownNumberError(InputError):
    """A calculation asked for a number on a day before the table begins."""

    def __init__(self, unknown: Unknown) -> None:
        super().__init__(
            "unknown_year",
            f"{unknown.table} on {unknown.day} is before the first row of the table.",
            "Ask about a later period, or add the earlier rows to mappings/tables/.",
        )
        self.unknown = unknown


@dataclass(frozen=True)
class Tables:
    """All tables of one project folder.

    Raises:
        InputError: `table_incomplete`: a number, or every G, is missing.
    """

    g: Sequence[GRow]
    codes: Sequence[CodeRow]
    numbers: Sequence[NumberRow]

    def __post_init__(self) -> None:
        if not self.g:
            raise InputError("table_incomplete", "The table of G has no rows.", "Restore g.yaml.")
        missing = set(get_args(NumberName)) - {row.name for row in self.numbers}
        if missing:
            raise InputError(
                "table_incomplete",
                f"The tables lack: {', '.join(sorted(missing))}.",
                "Restore the rows in mappings/tables/.",
            )

    @cached_property
    def _g_by_day(self) -> list[GRow]:
        return sorted(self.g, key=lambda row: row.first)

    @cached_property
    def _by_name(self) -> dict[str, list[NumberRow]]:
        found: dict[str, list[NumberRow]] = {}
        for row in sorted(self.numbers, key=lambda row: row.first):
            found.setdefault(row.name, []).append(row)
        return found

    def g_at(self, day: date) -> GRow | Unknown:
        """The G that caps a spell whose qualifying date is this day."""
        return self._g_row(day, [row.first for row in self._g_by_day])

    def minimum_income_g_at(self, day: date) -> GRow | Unknown:
        """The G whose half and double a spell starting this day is tested against."""
        return self._g_row(day, [row.minimum_income_from for row in self._g_by_day])

    def g_beside(self, row: GRow) -> list[GRow]:
        """The G of the year before and of the year after, where they are known."""
        rows = self._g_by_day
        place = rows.index(row)
        return [rows[i] for i in (place - 1, place + 1) if 0 <= i < len(rows)]

    def _g_row(self, day: date, starts: list[date]) -> GRow | Unknown:
        place = sum(start <= day for start in starts) - 1
        if place < 0:
            return Unknown("g", day, "before_first_row")
        row = self._g_by_day[place]
        # A new G comes every 1 May; the last row must not be stretched over the next year.
        if place == len(starts) - 1 and day >= years_after(row.first, 1):
            return Unknown("g", day, "not_known_yet")
        return row

    def row_at(self, name: NumberName, day: date) -> NumberRow | Unknown:
        """The row of a number that holds on a day; the first row is not stretched backwards."""
        rows = self._by_name[name]
        place = sum(row.first <= day for row in rows) - 1
        return Unknown(name, day, "before_first_row") if place < 0 else rows[place]

    def row(self, name: NumberName, day: date) -> NumberRow:
        """The row of a number that holds on a day.

        Raises:
            UnknownNumberError: the day is before the table; `asking.answer` catches it.
        """
        found = self.row_at(name, day)
        if isinstance(found, Unknown):
            raise UnknownNumberError(found)
        return found

    def number(self, name: NumberName, day: date) -> Decimal:
        """A number on a day.

        Raises:
            UnknownNumberError: the day is before the table.
        """
        return self.row(name, day).value

    def count(self, name: NumberName, day: date) -> int:
        """A whole number on a day.

        Raises:
            InputError: `table_incomplete`: the table holds a fraction where only whole make sense.
            UnknownNumberError: the day is before the table.
        """
        value = self.number(name, day)
        if value != int(value):
            raise InputError(
                "table_incomplete", f"{name} must be a whole number.", "Correct the table."
            )
        return int(value)

    def code(self, code: str) -> CodeRow | None:
        """The row of a benefit code, or None for one that nobody has described."""
        return next((row for row in self.codes if row.code == code), None)

    def stale(self, today: date) -> list[str]:
        """What must be renewed, one sentence each; empty when nothing is.

        G is set in May or later and known by June, so from 1 June the year's own G must be
        there. Everything must have been looked up within the last year.
        """
        found = []
        newest = self._g_by_day[-1].first
        if newest.year < today.year and today >= date(today.year, 6, 1):
            found.append(
                f"G from 1 May {today.year} is missing. Look it up on "
                "https://www.nav.no/grunnbelopet and add a row to mappings/tables/g.yaml with g, "
                "its multiples, the date the minimum income test uses it from, the source and "
                "today's date."
            )
        oldest_allowed = years_after(today, -1)
        for label, rows in (("g", self.g), ("benefit_codes", self.codes), ("", self.numbers)):
            for row in rows:
                if row.checked < oldest_allowed and self._holds_after(row, today - ONE_DAY * 365):
                    name = f"{label} {_label(row)}".strip()
                    found.append(
                        f"{name} was last checked {row.checked}. Open its source ({row.source}), "
                        "correct the row in mappings/tables/ if it has changed, and set `checked` "
                        "to today."
                    )
        return found

    def _holds_after(self, row: _Row, day: date) -> bool:
        """Whether a row is still in use: history before the last year need not be looked up."""
        if isinstance(row, GRow):
            return row is self._g_by_day[-1] or years_after(row.first, 1) > day
        if isinstance(row, NumberRow):
            return row is self._by_name[row.name][-1]
        return True


def _label(row: GRow | CodeRow | NumberRow) -> str:
    if isinstance(row, GRow):
        return f"from {row.first}"
    return row.code if isinstance(row, CodeRow) else row.name
