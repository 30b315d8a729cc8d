"""What a case says of a person, unsealed."""

from __future__ import annotations

from rutine.cases.facts import CaseFacts
from rutine.cases.keys import KeyRing
from rutine.cases.tables import Case


def facts_of(keys: KeyRing, case: Case) -> CaseFacts:
    """Benefit, evidence and what the case is about, decrypted."""
    return CaseFacts.model_validate_json(keys.decrypt(case.sealed, f"case:{case.id}"))
