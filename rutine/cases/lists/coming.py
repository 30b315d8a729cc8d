"""Deadlines that are no case yet, counted by unit and day, so that people can plan."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from rutine.cases.access import Sight
from rutine.cases.canonical import canonical
from rutine.cases.tables import ComingDeadline
from rutine.core.identifiers import OrgNr


@dataclass(frozen=True, slots=True)
class Coming:
    """So many of a unit have a deadline of a rule on a day.

    Attributes:
        sub_unit: None where the lists tell no organisation number.
        titles: language -> what the rule is called.
    """

    rule: str
    titles: Mapping[str, str]
    sub_unit: OrgNr | None
    day: date
    how_many: int


def replace_coming(
    session: Session, routine: str, employer: OrgNr, coming: Iterable[Coming], sight: Sight
) -> None:
    """Let what a run found count instead of what the one before it did."""
    session.execute(
        delete(ComingDeadline).where(
            ComingDeadline.routine == routine, ComingDeadline.employer == employer.value
        )
    )
    rows = [
        {
            "routine": routine,
            "employer": employer.value,
            "rule": each.rule,
            "sub_unit": "" if each.sub_unit is None else each.sub_unit.value,
            "day": each.day,
            "how_many": each.how_many,
            "titles": canonical(dict(each.titles)),
            "sight": sight.value,
        }
        for each in coming
    ]
    if rows:
        session.execute(insert(ComingDeadline), rows)


def titles_of(row: ComingDeadline) -> dict[str, str]:
    """What the rule of a stored count is called, by language."""
    told: dict[str, str] = json.loads(row.titles)
    return told
