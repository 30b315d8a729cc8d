"""Deadlines that are no case yet, counted by rule, unit and day: what people plan by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from rutine.cases.lists.coming import Coming
from rutine.core.identifiers import OrgNr
from rutine.obligations.arrays import ENDLESS
from rutine.obligations.standings import Standings
from rutine.obligations.states import State
from rutine.routines.obligation_rule import ObligationRule
from rutine.steps.shapes.subjects import Rows, owner

DAYS_AHEAD: Final = 400
"""A year and some weeks: what is further away is planned next year."""

_LATER: Final = (State.DONE, State.EXEMPT, State.NOT_DUE)


def coming_deadlines(
    rules: Sequence[ObligationRule],
    standings: Standings,
    rows: Rows,
    numbers: Mapping[str, str],
    today: date,
) -> Iterator[Coming]:
    """The deadlines of subjects whom nobody must do anything about yet.

    The unit is that of the person's latest position, those still held first. Protected people are
    left out: in a small unit a count tells of one person.

    Args:
        rules: in any order.
        standings: how the rules stand for each subject.
        rows: of the people.
        numbers: unit -> organisation number.
        today: the run's day.
    """
    if not standings.subjects:
        return
    begun = rows.positions[rows.positions["first"] <= pd.Timestamp(today)]
    still = begun["last"].isna() | (begun["last"] >= pd.Timestamp(today))
    in_order = begun.assign(still=still).sort_values(["still", "first"], kind="stable")
    latest = in_order.drop_duplicates("subject", keep="last")
    unit_of = dict(zip(latest["subject"], latest["unit"], strict=True))
    owners = [owner(key) for key in standings.subjects]
    units = np.array([numbers.get(unit_of.get(each, ""), "") for each in owners], dtype=object)
    shown = ~np.isin(np.array(owners, dtype=object), list(rows.people.hidden))
    by_id = {rule.id: rule for rule in rules}
    first, last = today.toordinal(), today.toordinal() + DAYS_AHEAD
    for row, name in enumerate(standings.requirements):
        day = standings.deadline[row]
        counts = np.isin(standings.state[row], _LATER) & shown & (day != ENDLESS)
        counts &= (day > first) & (day <= last)
        found = Counter(zip(units[counts].tolist(), day[counts].tolist(), strict=True))
        for (unit, ordinal), how_many in sorted(found.items()):
            yield Coming(
                rule=name,
                titles={str(code): words for code, words in by_id[name].title.items()},
                sub_unit=OrgNr(unit) if unit else None,
                day=date.fromordinal(ordinal),
                how_many=how_many,
            )
