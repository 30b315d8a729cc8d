"""What people say of a case without deciding it.

The trail refers to a remark, as to the reason for seeing a national id. It changes nothing:
nobody's form grows old by it.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from rutine.cases.access import DECIDES, Actor, require
from rutine.cases.deciding.case_texts import keep_text, kept_text
from rutine.cases.deciding.comments import checked
from rutine.cases.lists.sight import seen_case
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.trail.audit import append


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
    append(session, actor, "remarked", case.id, keep_text(session, keys, case.id, words))


def opened_remark(session: Session, keys: KeyRing, case_id: str, data: Mapping[str, str]) -> str:
    """What somebody said, as `remark` kept it; nothing when it was deleted.

    Before revision 0014 it stood in the trail itself.
    """
    if "words" in data:
        return keys.decrypt(bytes.fromhex(data["words"]), f"remark:{case_id}").decode()
    return kept_text(session, keys, data["text"], data["print"]) or ""
