"""Sickness refunds of everybody in the files at once: sums, not days, for large employers.

The same files and rules as `expected_files`, through the batch path: a year for 50 000
employees in seconds. Use `expected_files` for the day-by-day account of those that differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from rutine.core.periods import Period
from rutine.refunds.expected.basis import FIRST_YEAR, LAST_YEAR, LONGEST_DAYS
from rutine.refunds.expected.batch.columns import (
    ALWAYS,
    KINDS,
    NEVER,
    UNKNOWN,
    Absences,
    Changes,
    Columns,
    Ints,
    Reports,
)
from rutine.refunds.expected.batch.computing import compute
from rutine.refunds.expected.day_types import DayKind
from rutine.refunds.expected.tables import Tables
from rutine.routines import expected_files
from rutine.routines.expected_files import RefusedPerson
from rutine.routines.expected_reports import (
    DOUBLED,
    SAME_REPORT,
    Position,
    day_or_none,
    doubled_rows,
    together,
)

_EPOCH_ORDINAL = 719_163  # date(1970, 1, 1).toordinal()
_NO_KIND = 255
_FULL_GRADE = 100
_YEARS = "the year must be from 1900 to 2100"


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums for a period.

    Attributes:
        frame: one row for each person and sub-unit: `person`, `sub_unit`, `paid_days`,
            `amount` and `to_person` in øre, and `computed`, False where a fact is missing.
        refused: people whose rows can't be right.
    """

    frame: pd.DataFrame
    refused: tuple[RefusedPerson, ...]


def totals(
    absences: pd.DataFrame, income_reports: pd.DataFrame, period: Period, tables: Tables
) -> Totals:
    """Compute everybody's sickness refund for a period.

    Args:
        absences: frame of `absence` records.
        income_reports: frame of `income_report` records.
        period: the days asked about.
        tables: the dated facts.
    """
    kinds = _kinds(absences["kind"])
    refused = _refused(absences, kinds, income_reports)
    wrong = {row for each in refused for row in each.rows if each.source == "absences"}
    doubled = set(income_reports["person"][doubled_rows(income_reports)])
    kept = ~(absences["row"].isin(wrong) | absences["person"].isin(doubled)).to_numpy()
    absences, kinds = absences[kept], kinds[kept]
    reports = income_reports[income_reports["person"].isin(set(absences["person"]))]
    jobs = (
        pd.concat([absences[["person", "sub_unit"]], reports[["person", "sub_unit"]]])
        .drop_duplicates()
        .sort_values(["person", "sub_unit"], kind="stable")
        .reset_index(drop=True)
    )
    found = compute(_columns(jobs, absences, kinds, reports), period, tables)
    size = len(jobs)
    return Totals(
        jobs.assign(
            paid_days=np.bincount(found.job[found.rate > 0], minlength=size),
            amount=_sums(found.job, found.rate, size),
            to_person=_sums(found.job, found.to_person, size),
            computed=~found.cannot,
        ),
        refused,
    )


def _sums(job: Ints, ore: Ints, size: int) -> Ints:
    """Sums in øre for each job, exact."""
    found = np.zeros(size, np.int64)
    np.add.at(found, job, ore)
    return found


def _kinds(words: pd.Series[Any]) -> npt.NDArray[np.uint8]:
    """Payroll's words as day kinds; `_NO_KIND` for a word nobody knows."""
    known = {word: int(KINDS[kind]) for word, kind in expected_files.KINDS.items()}
    known |= dict.fromkeys(expected_files.BENEFITS, int(DayKind.OTHER_BENEFIT))
    found = words.str.strip().str.casefold().map(known)
    return found.fillna(_NO_KIND).to_numpy().astype(np.uint8)


def _refused(
    absences: pd.DataFrame, kinds: npt.NDArray[np.uint8], reports: pd.DataFrame
) -> tuple[RefusedPerson, ...]:
    """People whose rows can't be right, all the rows of a person together."""
    unknown = kinds == _NO_KIND
    sick = kinds <= DayKind.SELF_CERTIFIED
    frame = absences.assign(_sick=sick)
    order = frame.sort_values(["person", "sub_unit", "_sick", "first"], kind="stable")
    same = order[["person", "sub_unit", "_sick"]] == order[["person", "sub_unit", "_sick"]].shift()
    overlap = same.all(axis=1).to_numpy() & (
        order["first"].to_numpy() <= order["last"].shift().to_numpy()
    )
    endless = (absences["last"] - absences["first"]).dt.days > LONGEST_DAYS
    reasons: dict[str, str] = {}
    care = absences["kind"].str.strip().str.casefold().map(expected_files.BENEFITS) == "Z"
    half_hours = absences["grade"] * expected_files.HALF_HOURS_A_DAY
    uneven = care & ((half_hours % _FULL_GRADE != 0) | (half_hours == 0))
    for reason, people in (
        ("kind: unknown day type", absences["person"][unknown]),
        ("to: more than ten years: is the last day missing?", absences["person"][endless]),
        (_YEARS, absences["person"][_outside(absences["first"]) | _outside(absences["last"])]),
        (_YEARS, _people_outside(reports)),
        ("absences: two periods overlap", order["person"][overlap]),
        (expected_files.CARE_GRADE, absences["person"][uneven]),
    ):
        reasons = dict.fromkeys(people, reason) | reasons
    doubled = reports[doubled_rows(reports) & reports["person"].isin(absences["person"])]
    doubled = doubled[~doubled["person"].isin(reasons)]
    return tuple(
        RefusedPerson("absences", tuple(int(row) for row in rows["row"]), reasons[str(person)])
        for person, rows in absences[absences["person"].isin(reasons)].groupby("person", sort=True)
    ) + tuple(
        RefusedPerson("income_reports", tuple(int(row) for row in rows["row"]), DOUBLED)
        for _, rows in doubled.groupby("person", sort=True)
    )


def _outside(days: pd.Series[Any]) -> pd.Series[Any]:
    """Which days are in no year that the rules can take; a missing day is not."""
    outside: pd.Series[Any] = days.notna() & (
        (days.dt.year < FIRST_YEAR) | (days.dt.year > LAST_YEAR)
    )
    return outside


def _people_outside(reports: pd.DataFrame) -> pd.Series[Any]:
    outside = [_outside(reports[name]) for name in ("absence_from", "refund_ends", "sent")]
    people: pd.Series[Any] = reports["person"][outside[0] | outside[1] | outside[2]]
    return people


def _columns(
    jobs: pd.DataFrame,
    absences: pd.DataFrame,
    kinds: npt.NDArray[np.uint8],
    reports: pd.DataFrame,
) -> Columns:
    person = pd.factorize(jobs["person"])[0].astype(np.int64)
    size, people = len(jobs), int(person.max(initial=-1)) + 1
    keys = pd.MultiIndex.from_frame(jobs)
    grade = np.where(kinds == DayKind.SICK, absences["grade"], _FULL_GRADE)
    merged, changes = _merged(reports)
    return Columns(
        person,
        np.full(size, ALWAYS, np.int32),
        np.full(size, NEVER, np.int32),
        np.full(size, UNKNOWN, np.int64),
        np.full(people, NEVER, np.int32),
        np.full(people, NEVER, np.int32),
        Absences(
            keys.get_indexer(pd.MultiIndex.from_frame(absences[["person", "sub_unit"]])),
            kinds,
            _ordinals(absences["first"]),
            _ordinals(absences["last"]),
            grade.astype(np.uint8),
        ),
        Reports(
            keys.get_indexer(pd.MultiIndex.from_frame(merged[["person", "sub_unit"]])),
            _ordinals(merged["absence_from"]),
            merged["monthly_income"].to_numpy().astype(np.int64),
            merged["monthly_refund"].to_numpy().astype(np.int64),
            _ordinals(merged["refund_ends"]),
            _ordinals(merged["sent"]),
            np.zeros(len(merged), np.bool_),
        ),
        changes,
    )


def _merged(reports: pd.DataFrame) -> tuple[pd.DataFrame, Changes]:
    """One row for the positions of one sub-unit, reported the same day, and where refund falls.

    Only positions whose refunds end on different days take the path of `expected_reports`.
    """
    same = reports.groupby(SAME_REPORT, sort=True, dropna=False)
    merged = same.agg(
        monthly_income=("monthly_income", "sum"),
        monthly_refund=("monthly_refund", "sum"),
        refund_ends=("refund_ends", "max"),
        _first_end=("refund_ends", "min"),
        _ends=("refund_ends", "count"),
        _rows=("person", "size"),
    ).reset_index()
    blank = merged["_ends"] < merged["_rows"]
    uneven = (merged["_first_end"] != merged["refund_ends"]) | blank
    uneven &= merged["_ends"] > 0
    merged.loc[blank, "refund_ends"] = pd.NaT
    number = same.ngroup()
    changes: list[tuple[int, int, int]] = []
    for place, group in reports[number.isin(uneven.index[uneven])].groupby(number):
        positions = [
            Position(int(income), int(refund), day_or_none(ends))
            for income, refund, ends in zip(
                group["monthly_income"], group["monthly_refund"], group["refund_ends"], strict=True
            )
        ]
        report = together(group["absence_from"].iloc[0].date(), None, positions)
        changes += [
            (int(str(place)), change.first.toordinal(), int(change.monthly_refund))
            for change in report.changes
        ]
    told = np.array(changes, np.int64).reshape(-1, 3)
    return merged, Changes(told[:, 0], told[:, 1].astype(np.int32), told[:, 2])


def _ordinals(days: pd.Series[Any]) -> npt.NDArray[np.int32]:
    """Days as ordinals; `NEVER` where there is none."""
    since = days.to_numpy().astype("datetime64[D]").astype(np.int64) + _EPOCH_ORDINAL
    return np.where(days.isna(), NEVER, since).astype(np.int32)
