"""The case of a file that can't be used, or of a source that could not be seen."""

from __future__ import annotations

from typing import Final

from rutine.core.differences import Difference, Evidence
from rutine.core.identifiers import OrgNr
from rutine.refunds.answers import permitted, suggestion

CAME_TWICE: Final = "D30"
"""The reason of a report that is another, or has lines of another."""


def file_case(
    employer: OrgNr,
    reference: str | None,
    *,
    kind: str = "report",
    reason: str = "D40",
    evidence: tuple[Evidence, ...] = (),
) -> Difference:
    """What a person is asked when a file is damaged (D40), not seen (D38) or came twice (D30)."""
    return Difference(
        kind=kind,
        reason=reason,
        employer=employer,
        suggestion=suggestion(reason),
        permitted=permitted(reason),
        evidence=evidence,
        reference=reference,
    )
