"""The employer's own lists as what is known about each person.

A person is put together when a run asks: of a municipality's thousands these are the few in a
hundred whose payments and claims do not agree by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import pandas as pd

from rutine.core.records import COLUMNS
from rutine.refunds.employed import Employed, Position
from rutine.refunds.expected.tables import Tables
from rutine.refunds.knowledge import Knowledge
from rutine.routines.expected_files import join

RESTRICTED: Final = "yes"
"""The word of the record `employment` for those whose cases only few may see."""


@dataclass(frozen=True, eq=False, slots=True)
class Lists:
    """The lists of one day, each a frame of its record; None where the employer has none."""

    absences: pd.DataFrame | None = None
    income_reports: pd.DataFrame | None = None
    employments: pd.DataFrame | None = None

    def __bool__(self) -> bool:
        """Whether there is any list at all."""
        return any(getattr(self, name) is not None for name in self.__slots__)


def look_up(lists: Lists, tables: Tables, persons: frozenset[str]) -> Knowledge:
    """What the lists say about some people.

    Refunds can be computed only from absences and income reports together.

    Args:
        lists: what the employer has.
        tables: the dated facts.
        persons: whom to put together.
    """
    known = Knowledge(employed=_employed(lists.employments, persons))
    if lists.absences is None or lists.income_reports is None:
        return known
    asked = list(persons)
    away = lists.absences[lists.absences["person"].isin(asked)]
    told = lists.income_reports[lists.income_reports["person"].isin(asked)]
    return replace(
        known,
        tables=tables,
        bases={each.person.reveal(): each.basis for each in join(away, told).people},
        registered=frozenset({*away["person"], *told["person"]}),
        from_day=date.max if lists.absences.empty else lists.absences["first"].min().date(),
    )


def restricted(employments: pd.DataFrame) -> frozenset[str]:
    """The national ids of everybody HR has marked, former ids included."""
    marked = employments[employments["restricted"] == RESTRICTED]
    former = marked.get("previous", ())
    return frozenset({*marked["person"], *former} - {""})


def _employed(rows: pd.DataFrame | None, persons: frozenset[str]) -> Employed | None:
    """The positions of some people, also those listed under a number that replaced theirs."""
    if rows is None:
        return None
    asked = list(persons)
    theirs = rows["person"].isin(asked)
    if "previous" in rows:
        theirs |= rows["previous"].isin(asked)
    return Employed(tuple(_positions(rows[theirs])))


def _positions(rows: pd.DataFrame) -> Iterator[Position]:
    for row in rows.reindex(columns=list(COLUMNS["employment"])).to_dict("records"):
        yield Position(
            person=row["person"],
            previous=_text(row["previous"]),
            sub_unit=row["sub_unit"],
            employee_number=row["employee_number"],
            first=row["first"].date(),
            last=_day(row["last"]),
            death=_day(row["death"]),
        )


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else value.date()
