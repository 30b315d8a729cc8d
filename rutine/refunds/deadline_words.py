"""A deadline's rule in words, with the numbers that the dated tables have on a day."""

from __future__ import annotations

from datetime import date

from babel.dates import get_month_names

from rutine.core.reason_texts import Language, deadline_text
from rutine.core.reasons import DeadlineRule
from rutine.refunds.deadlines import NUMBERS
from rutine.refunds.expected.tables import NumberRow, Tables


def deadline_words(rule: DeadlineRule, language: Language, tables: Tables, day: date) -> str:
    """The rule as a part of a sentence.

    Raises:
        UnknownNumberError: the tables have no number on the day.
    """
    numbers = {row.name: _number(row, language) for row in deadline_rows(rule, tables, day)}
    return deadline_text(rule, language).format(**numbers)


def deadline_rows(rule: DeadlineRule, tables: Tables, day: date) -> list[NumberRow]:
    """The rows that the rule counts with; they say where each number stands."""
    return [tables.row(name, day) for name in NUMBERS[rule]]


def _number(row: NumberRow, language: Language) -> str:
    if row.unit == "month_of_year":
        return str(get_month_names("wide", locale=language.value)[int(row.value)])
    return f"{row.value:f}"
