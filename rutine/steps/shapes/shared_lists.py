"""The lists of employees, positions and units that routines share, as they were on a day.

`hr_registers` keeps them, holds them against each other and ends well, or not. Other routines
read those of its latest run that ended well on or before the day that they are seen from, and not
long before: so a month that is looked at again is looked at with the lists it had, and nobody
decides by lists that stopped coming.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import select

from rutine.cases.runs import DONE, RunSummary
from rutine.cases.tables import Run
from rutine.core import clock
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation

KEEPER: Final = "hr_registers"
"""The routine that keeps them."""


OLDEST: Final = timedelta(days=31)
"""How long before the day a run may have kept them: who came or left since is not in them."""


def shared_lists(
    place: Installation, employer: OrgNr, day: date, records: Collection[str]
) -> dict[str, str]:
    """Name of the input -> sha256, for the records that were kept on the day; may be empty."""
    over = datetime.combine(day + timedelta(days=1), time(), clock.OSLO)
    query = (
        select(Run.summary)
        .where(
            Run.routine == KEEPER,
            Run.employer == employer.value,
            Run.state.in_(DONE),
            Run.finished_at < over,
            Run.finished_at >= over - OLDEST,
        )
        .order_by(Run.number.desc())
        .limit(1)
    )
    with place.database.reading() as session:
        told = session.scalars(query).one_or_none()
    if told is None:
        return {}
    inputs = RunSummary.model_validate_json(told).inputs or {}
    return {name: sha256 for name, sha256 in inputs.items() if name.rpartition(" ")[0] in records}
