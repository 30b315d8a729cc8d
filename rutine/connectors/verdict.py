"""How a fetch ended, from what it saw. "Nothing new" is proven, never believed.

Source: altinn-and-apis §1.7, nav-reports §5 rule 4.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from rutine.connectors.fetch_reasons import NOTES, FetchReason
from rutine.connectors.fetching import FetchState


def judge(
    *,
    seen: Collection[int],
    known: Collection[int],
    fetched: int,
    reasons: Iterable[FetchReason],
) -> tuple[FetchState, FetchReason | None]:
    """The state of a fetch and, when it is inconclusive, the gravest reason.

    Args:
        seen: report ids that the source listed for the employer.
        known: report ids of the employer that we had before.
        fetched: how many new reports were brought and accepted.
        reasons: what went wrong on the way, notes included.
    """
    problems = {reason for reason in reasons if reason not in NOTES}
    if seen and not set(known) <= set(seen):
        problems.add(FetchReason.KNOWN_REPORT_MISSING)
    if not problems and not fetched:
        if not seen:
            problems.add(FetchReason.NO_REPORTS)
        elif not known:
            problems.add(FetchReason.NO_KNOWN_REPORT)
    if problems:
        # The enumeration is in order of gravity.
        return FetchState.INCONCLUSIVE, next(r for r in FetchReason if r in problems)
    return (FetchState.NEW if fetched else FetchState.NOTHING_NEW_PROVEN), None
