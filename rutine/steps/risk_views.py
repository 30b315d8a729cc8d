"""Every employer's money at risk for the review app, gathered again only when something changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from threading import Lock

from rutine.cases.trail.audit import head
from rutine.core import clock
from rutine.installation import Installation
from rutine.refunds.at_risk import RiskView
from rutine.settings import Employer
from rutine.steps.risk import books, money_at_risk

_State = tuple[date, int, tuple[tuple[str, int, int], ...]]


class RiskViews:
    """Call it for each employer's name and view.

    Reading a municipality's lists takes seconds, and a page is opened often. The views are kept
    in memory until the day, the store (by its audit trail) or one of the files changes.
    """

    def __init__(self, place: Installation) -> None:
        self._place = place
        self._lock = Lock()
        self._state: _State | None = None
        self._views: tuple[tuple[str, RiskView], ...] = ()

    def __call__(self) -> Sequence[tuple[str, RiskView]]:
        """The views as they are now."""
        with self._lock:
            state = self._now()
            if state != self._state:
                self._views = tuple(
                    (each.name, money_at_risk(self._place, each))
                    for each in self._place.settings.employers
                )
                self._state = state
            return self._views

    def _now(self) -> _State:
        with self._place.database.reading() as session:
            seq = head(session).seq
        files = tuple(
            _stamp(path)
            for employer in self._place.settings.employers
            for path in _lists(employer, books(self._place, employer))
            if path is not None
        )
        return clock.today(), seq, files


def _lists(employer: Employer, month: str) -> tuple[Path | None, ...]:
    return (
        employer.claims_file(month),
        employer.absences_file(month),
        employer.income_reports_file(month),
        employer.exemptions_file(month),
        employer.employments_file(month),
    )


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        found = path.stat()
    except OSError:
        return str(path), 0, 0
    return str(path), found.st_mtime_ns, found.st_size
