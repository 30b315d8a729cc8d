"""Money at risk: refunds that are lost if nobody acts, with kroner and the last day to act.

What auditors ask for (refund rules §7.6): claims not sent before the cut-off, absences nobody
has claimed for, last benefit days near, exemptions that expire. Pure: days and amounts in,
items out. What is not known is said, never counted as nothing.
"""

from rutine.refunds.at_risk.view import KindSum, MonthSum, RiskView, month_sums
from rutine.refunds.at_risk.window import AtRisk, NotKnown, RiskKind, Window

__all__ = [
    "AtRisk",
    "KindSum",
    "MonthSum",
    "NotKnown",
    "RiskKind",
    "RiskView",
    "Window",
    "month_sums",
]
