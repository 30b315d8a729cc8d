"""A person's request: who it is about, and where it is filed."""

from __future__ import annotations

import re
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.people.register import lookup_of
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import Subject
from rutine.core.errors import InputError
from rutine.core.identifiers import Fnr

_REFERENCE: Final = re.compile(r"\d{2,4}/\d{1,7}(-\d{1,4})?")


def checked_reference(reference: str) -> str:
    """The request's number in the municipality's archive, which the audit trail keeps for ever.

    Raises:
        InputError: `reference_invalid`: it is no such number; a name must not stand there.
    """
    if not _REFERENCE.fullmatch(reference):
        raise InputError(
            "reference_invalid",
            "The reference is not the number of a case in the archive.",
            "Write it as 26/1234 or 2026/1234-5: it stays in the audit trail, so no name in it.",
        )
    return reference


def find_person(session: Session, keys: KeyRing, fnr: Fnr) -> Subject:
    """Whom the store knows by this national id.

    Raises:
        InputError: `person_unknown`.
    """
    found = session.scalar(select(Subject).where(Subject.lookup == lookup_of(keys, fnr)))
    if found is None:
        raise InputError(
            "person_unknown",
            "The store holds nobody with this national id.",
            "Check the number; a former number or a D-number is a request of its own.",
        )
    return found
