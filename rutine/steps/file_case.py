"""The case of a file that can't be used, or of a source that could not be seen."""

from __future__ import annotations

from rutine.core.differences import Action, Difference, Evidence
from rutine.core.identifiers import OrgNr

_PERMITTED = (Action.FETCH_AGAIN, Action.ACKNOWLEDGE, Action.CANNOT_DETERMINE)


def file_case(
    employer: OrgNr,
    reference: str | None,
    *,
    kind: str = "report",
    reason: str = "D40",
    evidence: tuple[Evidence, ...] = (),
) -> Difference:
    """What a person is asked when a whole file is damaged (D40) or was not seen (D38)."""
    return Difference(
        kind=kind,
        reason=reason,
        employer=employer,
        suggestion=Action.FETCH_AGAIN,
        permitted=_PERMITTED,
        evidence=evidence,
        reference=reference,
    )
