"""Every kind of pass, in the order that worked: what settles first, then what only suggests.

The routine that settles refunds may use fewer; the engine is measured with all of them.
"""

from __future__ import annotations

from rutine.matching.gates import DayShift, Identity, Likeness, PeriodGate, Tolerance
from rutine.matching.passes import Decision, Method, Pass

SETTLES = frozenset("1234679YZ")
"""The benefit codes of `mappings/routines/nav_refunds.yaml`."""

_ROUNDING = Tolerance(ore=50, ore_per_day=50)
_A_WEEK = DayShift(first_earlier=3, first_later=3, last_earlier=3, last_later=3)


def every_pass() -> tuple[Pass, ...]:
    """Nine passes: all methods, and every gate loosened once."""
    suggest = Decision.SUGGEST
    return (
        Pass("netting", Method.NETTING, benefits=SETTLES),
        Pass("exact", Method.EXACT, benefits=SETTLES),
        Pass("group_sum", Method.GROUP_SUM, benefits=SETTLES),
        Pass("joint_search", Method.JOINT_SEARCH, benefits=SETTLES),
        Pass("rounding", Method.UNIQUE, benefits=SETTLES, tolerance=_ROUNDING),
        Pass(
            "shifted_days", Method.UNIQUE, suggest, SETTLES, period=PeriodGate.WITHIN, shift=_A_WEEK
        ),
        Pass("no_period", Method.UNIQUE, suggest, SETTLES, period=PeriodGate.MISSING),
        Pass("other_unit", Method.UNIQUE, suggest, SETTLES, unit=Likeness.OTHER),
        Pass("near_identity", Method.UNIQUE, suggest, SETTLES, identity=Identity.NEAR),
    )
