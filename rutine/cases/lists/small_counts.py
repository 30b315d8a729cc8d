"""Counts of routines about health are told from five up to those who may not see the cases.

One sick colleague in a small unit is somebody everybody knows; so a line that says *2 new cases*
tells of them. Nobody is not hidden: it tells of no one.
"""

from __future__ import annotations

from typing import Any, Final

from rutine.cases.access import Sight
from rutine.cases.runs import Control, RunSummary
from rutine.core.shape_reasons import OF_ABSENCE

FEWEST: Final = 5
"""The lowest count that is told."""

FEW: Final = f"<{FEWEST}"
"""What stands for a lower one in a file."""

_COUNTS: Final = ("cases", "new_cases", "checked", "rejected")


def is_hidden(summary: RunSummary, count: int, reason: str = "") -> bool:
    """Whether a count of the run, or of a reason in it, is too low to be told without the right."""
    narrow = summary.seen_by == Sight.FOLLOW_UP.value or reason in OF_ABSENCE
    return narrow and 0 < count < FEWEST


def is_control_hidden(summary: RunSummary, control: Control) -> bool:
    """Whether a control tells such a count: of a list of those who are away, say."""
    told = (control.expected, control.found) if control.kind == "count" else ()
    return any(text and text.isdigit() and is_hidden(summary, int(text)) for text in told)


def without_small(summary: RunSummary, told: dict[str, Any]) -> dict[str, Any]:
    """What a file says of a run (the summary as JSON), with `<5` for what is too low to tell."""

    def shown(count: int, reason: str = "") -> int | str:
        return FEW if is_hidden(summary, count, reason) else count

    hidden = [is_control_hidden(summary, each) for each in summary.controls]
    return {
        **told,
        **{name: shown(told[name]) for name in _COUNTS},
        "reasons": {code: shown(count, code) for code, count in told["reasons"].items()},
        "deadlines": [
            {**each, "late": shown(each["late"], each["reason"])} for each in told["deadlines"]
        ],
        "controls": [
            {**each, "expected": FEW, "found": FEW} if few else each
            for each, few in zip(told["controls"], hidden, strict=True)
        ],
    }
