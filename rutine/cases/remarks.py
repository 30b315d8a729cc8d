"""What people say of a case without deciding it.

A remark stands in the trail, encrypted, as the reason for seeing a national id does. It changes
nothing: nobody's form grows old by it.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from rutine.cases.access import DECIDES, Actor, require
from rutine.cases.audit import append
from rutine.cases.comments import checked
from rutine.cases.keys import KeyRing
from rutine.cases.sight import seen_case


def remark(session: Session, keys: KeyRing, case_id: str, *, actor: Actor, text: str) -> None:
    """Add a remark to a case. The session must be a writing one.

    Raises:
        AccessDenied: `not_a_person` or `role_missing`.
        InputError: `case_missing`, also when it is out of the actor's sight;
            `comment_required`, `comment_too_long` or `comment_national_id`.
    """
    require(actor, DECIDES)
    case = seen_case(session, case_id, actor)
    words = checked(text, required=True)
    sealed = keys.encrypt(words.encode(), _context(case.id)).hex()
    append(session, actor, "remarked", case.id, {"words": sealed})


def opened_remark(keys: KeyRing, case_id: str, sealed: str) -> str:
    """What somebody said, as `remark` kept it."""
    return keys.decrypt(bytes.fromhex(sealed), _context(case_id)).decode()


def _context(case_id: str) -> str:
    return f"remark:{case_id}"
