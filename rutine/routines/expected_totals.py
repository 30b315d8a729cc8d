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
from rutine.refunds.expected.basis import LONGEST_DAYS
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

_EPOCH_ORDINAL = 719_163  # date(1970, 1, 1).toordinal()
_NO_KIND = 255
_FULL_GRADE = 100


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
    refused = _refused(absences, kinds)
    wrong = {row for each in refused for row in each.rows}
    kept = ~absences["row"].isin(wrong).to_numpy()
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


def _refused(absences: pd.DataFrame, kinds: npt.NDArray[np.uint8]) -> tuple[RefusedPerson, ...]:
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
    for reason, people in (
        ("kind: unknown day type", absences["person"][unknown]),
        ("to: more than ten years: is the last day missing?", absences["person"][endless]),
        ("absences: two periods overlap", order["person"][overlap]),
    ):
        reasons = dict.fromkeys(people, reason) | reasons
    return tuple(
        RefusedPerson("absences", tuple(int(row) for row in rows["row"]), reasons[str(person)])
        for person, rows in absences[absences["person"].isin(reasons)].groupby("person", sort=True)
    )


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
    # Positions in one sub-unit, reported the same day, are one income.
    together = (
        reports.groupby(["person", "sub_unit", "absence_from", "sent"], sort=True, dropna=False)
        .agg(
            monthly_income=("monthly_income", "sum"),
            monthly_refund=("monthly_refund", "sum"),
            refund_ends=("refund_ends", "max"),
        )
        .reset_index()
    )
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
            keys.get_indexer(pd.MultiIndex.from_frame(together[["person", "sub_unit"]])),
            _ordinals(together["absence_from"]),
            together["monthly_income"].to_numpy().astype(np.int64),
            together["monthly_refund"].to_numpy().astype(np.int64),
            _ordinals(together["refund_ends"]),
            _ordinals(together["sent"]),
            np.zeros(len(together), np.bool_),
        ),
        Changes(np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int64)),
    )


def _ordinals(days: pd.Series[Any]) -> npt.NDArray[np.int32]:
    """Days as ordinals; `NEVER` where there is none."""
    since = days.to_numpy().astype("datetime64[D]").astype(np.int64) + _EPOCH_ORDINAL
    return np.where(days.isna(), NEVER, since).astype(np.int32)
