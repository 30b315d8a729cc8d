"""Payroll's absences and income reports as what is known about each person.

A person is put together when a run asks: of a municipality's thousands these are the few in a
hundred whose payments and claims do not agree by themselves.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from rutine.refunds.expected.tables import Tables
from rutine.refunds.knowledge import Knowledge
from rutine.routines.expected_files import join


def look_up(
    absences: pd.DataFrame, income_reports: pd.DataFrame, tables: Tables, persons: frozenset[str]
) -> Knowledge:
    """What the two registers say about some people.

    Args:
        absences: frame of `absence` records.
        income_reports: frame of `income_report` records.
        tables: the dated facts.
        persons: whom to put together.
    """
    asked = list(persons)
    away = absences[absences["person"].isin(asked)]
    told = income_reports[income_reports["person"].isin(asked)]
    return Knowledge(
        tables,
        {each.person.reveal(): each.basis for each in join(away, told).people},
        frozenset({*away["person"], *told["person"]}),
        date.max if absences.empty else absences["first"].min().date(),
    )
