"""NAV's lists of sickness benefit, as what they say of some people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import pandas as pd

from rutine.core.periods import Period
from rutine.refunds.nav_status import ApplicationPart, NavStatus, Request, Submission


def nav_status(
    requests: pd.DataFrame | None,
    submissions: pd.DataFrame | None,
    applications: pd.DataFrame | None,
    persons: Sequence[str],
) -> NavStatus | None:
    """What NAV shows of some people; None unless all three lists are at hand.

    One of them alone would be read wrongly: an answered request is only told from one that was
    refused by the answers, and a missing answer from a missing application by both.
    """
    if requests is None or submissions is None or applications is None:
        return None
    units = {*requests["sub_unit"], *submissions["sub_unit"], *applications["sub_unit"]}
    begins = [
        column.min().date()
        for column in (requests["created"], submissions["sent"], applications["received"])
        if len(column)
    ]
    asked = [frame[frame["person"].isin(persons)] for frame in (requests, submissions)]
    return NavStatus(
        _requests(asked[0]),
        _submissions(asked[1]),
        _parts(applications[applications["person"].isin(persons)]),
        units=units,
        from_day=max(begins, default=date.max),
    )


def _requests(rows: pd.DataFrame) -> Iterator[Request]:
    for row in rows.to_dict("records"):
        yield Request(
            request_id=row["request_id"],
            person=row["person"],
            sub_unit=row["sub_unit"],
            status=row["status"],
            first=row["first"].date(),
            created=row["created"].date(),
        )


def _submissions(rows: pd.DataFrame) -> Iterator[Submission]:
    for row in rows.to_dict("records"):
        yield Submission(
            request_id=row["request_id"],
            person=row["person"],
            sub_unit=row["sub_unit"],
            status=row["status"],
            error=row["error"],
            sent=row["sent"].date(),
        )


def _parts(rows: pd.DataFrame) -> Iterator[ApplicationPart]:
    for row in rows.to_dict("records"):
        grade = row["grade"] if pd.isna(row["actual_grade"]) else row["actual_grade"]
        yield ApplicationPart(
            person=row["person"],
            sub_unit=row["sub_unit"],
            received=row["received"].date(),
            part=row["part"],
            period=Period(row["first"].date(), row["last"].date()),
            grade=None if pd.isna(grade) else int(grade),
        )
