"""What a case may wait for, by the routine's own file, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from rutine.cases.deciding.terms import BUILT_IN, Hold, holds_of
from rutine.cases.views import CaseView, HoldReason
from rutine.review import wording
from rutine.review.visit import Visit


def holds_at(visit: Visit, case: CaseView) -> Sequence[Hold]:
    """The reasons that may be chosen for a case; waiting for NAV only where NAV is a party."""
    found = holds_of(visit.site.limits.terms(case.routine))
    if case.about is None:
        return found
    return [each for each in found if each.titles or each.reason != HoldReason.NAV]


def hold_choices(visit: Visit, case: CaseView) -> list[tuple[str, str]]:
    """Each reason with its name, and when the case comes back where no day is given."""
    return [
        (
            each.reason,
            hold_name(visit, case, each.reason)
            if each.days is None
            else visit.t(
                "hold.with_days", what=hold_name(visit, case, each.reason), days=each.days
            ),
        )
        for each in holds_at(visit, case)
    ]


def hold_name(visit: Visit, case: CaseView, code: str) -> str:
    """What people call a reason; a reason that the file has no more is named by its word."""
    found = next((each for each in holds_at(visit, case) if each.reason == code), None)
    if found is not None and found.titles:
        return found.titles.get(visit.t.language.value) or found.titles["nb"]
    return visit.t.label("hold", code)


def standing(visit: Visit, case: CaseView, code: str) -> str:
    """A sentence of what a case waits for."""
    name = hold_name(visit, case, code)
    if code in BUILT_IN:
        return visit.t("hold.waits_for", what=wording.inside(name))
    return f"{name}."
