"""The one protocol behind which every way of getting settlement reports stands.

The robot in a browser and NAV's API both look, fetch and prove; the steps of a run know no
more of either than this.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.fetching import FetchResult, FetchState, Step
from rutine.connectors.verdict import judge
from rutine.core.identifiers import AccountNumber, OrgNr
from rutine.core.money import Ore
from rutine.core.periods import Period


@dataclass(frozen=True, slots=True)
class Listed:
    """One report as the source lists it, before anything is downloaded.

    Attributes:
        report_id: NAV's number for it.
        value_date: the day the money is at the employer's disposal.
        total: what its lines sum to, None where the source does not say.
        account: the account NAV paid to, None where the source does not say.
    """

    report_id: int
    value_date: date
    total: Ore | None = field(default=None, repr=False)
    account: AccountNumber | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a source shows of one employer, with nothing downloaded.

    Attributes:
        listed: its reports, lowest id first.
        expected: the known ids that must be among them, or access is in doubt.
        steps: what was done, in order, with the reason where it did not succeed.
    """

    listed: tuple[Listed, ...] = ()
    expected: frozenset[int] = frozenset()
    steps: tuple[Step, ...] = ()

    @property
    def seen(self) -> tuple[int, ...]:
        """The listed ids, lowest first."""
        return tuple(report.report_id for report in self.listed)

    @property
    def reasons(self) -> tuple[FetchReason, ...]:
        """Why something could not be seen; notes are among them."""
        return tuple(step.reason for step in self.steps if step.reason is not None)


@dataclass(frozen=True, slots=True)
class AccessProof:
    """Whether the source certainly shows what there is.

    Attributes:
        proven: a report that was fetched before came back, or, on the very first look, any
            report came at all.
        reason: why not, None when it is proven.
        seen: how many reports are shown.
    """

    proven: bool
    reason: FetchReason | None
    seen: int


class Fetch(Protocol):
    """How new reports are brought."""

    def __call__(
        self,
        *,
        employer: OrgNr,
        period: Period | None,
        known: Collection[int],
        progress: Callable[[str], None],
    ) -> FetchResult:
        """Fetch the employer's reports that are not known.

        Args:
            employer: the organisation that receives the reports.
            period: only reports with their value date in it; None means all.
            known: report ids of this employer that were fetched earlier.
            progress: told each step in one sentence with counts and report ids only.
        """


class ReportSource(Protocol):
    """Any way to get settlement reports."""

    def discover(self, employer: OrgNr, known: Collection[int]) -> Discovery:
        """Look at what there is, and download nothing."""

    @property
    def fetch(self) -> Fetch:
        """Bring what is new, each file checked before it counts."""

    def prove_access(self, employer: OrgNr, known: Collection[int]) -> AccessProof:
        """Tell whether the source certainly shows what there is."""


def proof_in(discovery: Discovery) -> AccessProof:
    """What a look proves about access: no access and no news look alike, so it must prove it."""
    state, reason = judge(
        seen=discovery.seen,
        known=discovery.expected,
        fetched=len(set(discovery.seen) - discovery.expected),
        reasons=discovery.reasons,
    )
    return AccessProof(state is not FetchState.INCONCLUSIVE, reason, len(discovery.seen))
