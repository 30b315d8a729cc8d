"""What a case and its rows say of a person, unsealed."""

from __future__ import annotations

from rutine.cases.lifecycle.facts import CaseFacts, RowFacts
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import Case, CaseRowEntry


def facts_of(keys: KeyRing, case: Case) -> CaseFacts:
    """Benefit, evidence and what the case is about, decrypted."""
    return CaseFacts.model_validate_json(keys.decrypt(case.sealed, f"case:{case.id}"))


def row_facts_of(keys: KeyRing, entry: CaseRowEntry) -> RowFacts | None:
    """What a row of a case holds, decrypted; None where the store does not know, or no longer."""
    if entry.sealed is None:
        return None
    return RowFacts.model_validate_json(keys.decrypt(entry.sealed, f"row:{entry.case_id}"))
