"""A stopped report goes on when two persons have found its account to be in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from rutine.cases.lifecycle.open_rows import cleared_reports
from rutine.installation import Installation
from rutine.refunds.controls import Control, ControlName, ControlStatus
from rutine.steps.read import ReportAtHand, label
from rutine.steps.scope import Scope

UNKNOWN_ACCOUNT: Final = "D36"
"""The reason of a report that was paid to an account nobody has registered."""


def with_clearances(
    place: Installation,
    scope: Scope,
    reports: Iterable[ReportAtHand],
    controls: dict[int, tuple[Control, ...]],
) -> dict[int, tuple[Control, ...]]:
    """The controls of each report, with what people have decided about accounts.

    Only the control of the account is cleared: a report that fails another is stopped still.
    """
    with place.database.reading() as session:
        cleared = cleared_reports(session, scope.employer, UNKNOWN_ACCOUNT)
    known = {report.key for report in reports if label(report.entry) in cleared}
    return {
        key: tuple(map(_cleared, each)) if key in known else each for key, each in controls.items()
    }


def _cleared(control: Control) -> Control:
    is_account = control.name is ControlName.ACCOUNT
    return replace(control, status=ControlStatus.OK) if is_account else control
