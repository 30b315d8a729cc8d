"""What people write of a case beside decisions: kept so that it can be deleted.

The audit trail can't forget. So it holds the text's id and a print: a sha256 of the text with a
random salt that lies beside it. As long as the text is there, nobody can exchange it unseen; when
it is deleted, the salt is gone with it and the print says nothing.
"""

from __future__ import annotations

import json
import secrets
from hashlib import sha256
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.canonical import canonical
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import CaseText
from rutine.core.errors import InputError


def keep_text(session: Session, keys: KeyRing, case_id: str, words: str) -> dict[str, str]:
    """Keep the words, encrypted; returns what the audit entry holds of them."""
    text_id, salt = str(uuid4()), secrets.token_hex(16)
    plain = canonical({"salt": salt, "words": words})
    sealed = keys.encrypt(plain.encode(), _context(text_id))
    session.add(CaseText(id=text_id, case_id=case_id, sealed=sealed))
    return {"text": text_id, "print": _print(salt, words)}


def kept_text(session: Session, keys: KeyRing, text_id: str, print_: str) -> str | None:
    """The words that an audit entry refers to; None when they were deleted.

    Raises:
        InputError: `text_changed`: they are not what was written.
    """
    entry = session.get(CaseText, text_id)
    if entry is None:
        return None
    plain = json.loads(keys.decrypt(entry.sealed, _context(text_id)))
    words: str = plain["words"]
    if _print(plain["salt"], words) != print_:
        raise InputError(
            "text_changed",
            "A text in the store is not what was written.",
            "Run `rutine verify`, and restore the store from backup.",
        )
    return words


def texts_of(session: Session, keys: KeyRing, case_id: str) -> list[str]:
    """Everything that was written of a case beside decisions, in a fixed order."""
    found = session.scalars(
        select(CaseText).where(CaseText.case_id == case_id).order_by(CaseText.id)
    )
    return [json.loads(keys.decrypt(each.sealed, _context(each.id)))["words"] for each in found]


def _print(salt: str, words: str) -> str:
    return sha256(f"{salt}\0{words}".encode()).hexdigest()


def _context(text_id: str) -> str:
    return f"case text:{text_id}"
