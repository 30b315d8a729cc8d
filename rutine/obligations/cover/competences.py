"""From what people hold by the obligations to what a rota counts: one competence a requirement."""

from __future__ import annotations

from datetime import date

import numpy as np

from rutine.obligations.arrays import ENDLESS, NEVER
from rutine.obligations.calendar_days import FIRST_DAY
from rutine.obligations.cover.rota import Holding
from rutine.obligations.standings import NO_STATE, Standings


def holdings(standings: Standings) -> dict[str, tuple[Holding, ...]]:
    """What each subject holds or has held whole, named by requirement; those with something.

    For a rota from the standings' own day on: when a competence began is not told, only when it
    runs out. Nothing is given for grace or exemption: they excuse, they do not qualify. A
    requirement says nothing of those it does not apply to, so one that a cover rule names must
    apply to all who may be on the rota.
    """
    found: dict[str, list[Holding]] = {}
    rows, columns = np.nonzero((standings.state != NO_STATE) & (standings.valid_to != NEVER))
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        last = int(standings.valid_to[row, column])
        until = None if last == ENDLESS else date.fromordinal(last)
        held = Holding(standings.requirements[row], FIRST_DAY, until)
        found.setdefault(standings.subjects[column], []).append(held)
    return {subject: tuple(held) for subject, held in found.items()}
