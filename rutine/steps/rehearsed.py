"""One run done with its reports and inputs given: the very steps of the real one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pandas as pd

from rutine.cases.reports.ledger import ReportFacts, add_report
from rutine.connectors.fetching import FetchState
from rutine.core import clock
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation
from rutine.matching import Matching, match
from rutine.matching.passes import Pass
from rutine.steps.control import control
from rutine.steps.fetch import Fetched
from rutine.steps.read import read
from rutine.steps.reconcile import Reconciled, reconcile
from rutine.steps.scope import Scope, begin
from rutine.steps.settle import settle


@dataclass(frozen=True, slots=True)
class GivenRun:
    """What a run is to be made of.

    Attributes:
        employer: whose refunds.
        month: `YYYY-MM`.
        reports: that come with it; their bytes are in the archive.
        inputs: name -> sha256 in the archive of everything else it reads (`steps.inputs`).
        started, finished: the moments it began, and settled.
        fetched: how looking for reports ended; None when nobody looked.
    """

    employer: OrgNr
    month: str
    reports: tuple[ReportFacts, ...]
    inputs: Mapping[str, str]
    started: datetime
    finished: datetime
    fetched: FetchState | None


@dataclass(slots=True, eq=False)
class Heard:
    """The matching's answer, with the rows it was asked about."""

    lines: pd.DataFrame = field(default_factory=pd.DataFrame)
    claims: pd.DataFrame = field(default_factory=pd.DataFrame)
    passes: tuple[Pass, ...] = ()
    matching: Matching | None = None

    def __call__(
        self, lines: pd.DataFrame, claims: pd.DataFrame, /, *, passes: Sequence[Pass]
    ) -> Matching:
        """Match as always, and keep what was answered."""
        self.lines, self.claims, self.passes = lines, claims, tuple(passes)
        self.matching = match(lines, claims, passes=passes)
        return self.matching


@dataclass(frozen=True, eq=False, slots=True)
class Rehearsed:
    """A run that was done: its scope, what it came to, how it was matched, and when."""

    scope: Scope
    reconciled: Reconciled
    heard: Heard
    finished: datetime


def rehearse(place: Installation, given: GivenRun) -> Rehearsed:
    """Do the run in the installation, from its reports to what it settles.

    Nothing is fetched, and no files are written: neither postings nor the run's page.

    Raises:
        InputError: as the steps themselves.
    """
    heard = Heard()
    with clock.stopped_at(given.started):
        scope = begin(place, given.employer.reveal(), given.month, inputs=given.inputs)
        with place.database.writing() as session:
            for facts in given.reports:
                add_report(session, scope.run_id, facts)
        controlled = control(place, scope, read(place, scope))
        reconciled = reconcile(place, scope, controlled, heard)
    with clock.stopped_at(given.finished):
        settle(place, scope, Fetched(given.fetched, new=len(given.reports)), reconciled)
    return Rehearsed(scope, reconciled, heard, given.finished)
