"""Every place in the store that a key has encrypted or fingerprinted, so that none is forgotten.

A test holds this against the tables: a new column of bytes or digests must be named here.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Function, LargeBinary, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from rutine.cases.sealing.keys import key_of
from rutine.cases.tables import (
    Assignment,
    AuditEntry,
    CarriedClaim,
    Case,
    CaseChange,
    CaseRowEntry,
    CaseText,
    DecisionEntry,
    DeletedOriginal,
    Home,
    InputFile,
    LegalHold,
    MatchedRow,
    NameLookup,
    NoticeChoice,
    PickedRowEntry,
    Posting,
    Proposal,
    ProviderAccount,
    QuestionEntry,
    Report,
    Run,
    SecondFactor,
    Settlement,
    SignInAttempts,
    SignInJourney,
    Subject,
    UnansweredQuestion,
    UndoRequest,
    WebSessionRow,
)


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of encrypted bytes, and what each of its values is bound to.

    Attributes:
        column: where.
        bound: the columns that the binding is made of.
        context: the binding, from their values.
    """

    column: InstrumentedAttribute[Any]
    bound: tuple[InstrumentedAttribute[Any], ...]
    context: Callable[..., str]


def _by(text: str) -> Callable[..., str]:
    return text.format


SEALED: Final = (
    SealedColumn(Subject.sealed, (Subject.id,), _by("subject:{}")),
    SealedColumn(Case.sealed, (Case.id,), _by("case:{}")),
    SealedColumn(CaseRowEntry.sealed, (CaseRowEntry.case_id,), _by("row:{}")),
    SealedColumn(CaseChange.sealed, (CaseChange.id,), _by("change:{}")),
    SealedColumn(DecisionEntry.comment, (DecisionEntry.id,), _by("comment:{}")),
    SealedColumn(DecisionEntry.second_comment, (DecisionEntry.id,), _by("return:{}")),
    SealedColumn(Settlement.sealed, (Settlement.id,), _by("settlement:{}")),
    SealedColumn(Settlement.undone_why, (Settlement.id,), _by("undone:{}")),
    SealedColumn(UndoRequest.why, (UndoRequest.id,), _by("undo request:{}")),
    SealedColumn(UndoRequest.second_comment, (UndoRequest.id,), _by("undo answer:{}")),
    SealedColumn(Posting.sealed, (Posting.key,), _by("posting:{}")),
    SealedColumn(
        CarriedClaim.sealed, (CarriedClaim.employer, CarriedClaim.claim_id), _by("carried:{}:{}")
    ),
    SealedColumn(NoticeChoice.sealed, (NoticeChoice.user_id,), _by("notice:{}")),
    SealedColumn(SecondFactor.sealed, (SecondFactor.user_id,), _by("second factor:{}")),
    SealedColumn(SignInJourney.sealed, (SignInJourney.state_hash,), _by("journey:{}")),
    SealedColumn(WebSessionRow.search, (WebSessionRow.token_hash,), _by("search:{}")),
    SealedColumn(CaseText.sealed, (CaseText.id,), _by("case text:{}")),
    SealedColumn(LegalHold.why, (LegalHold.id,), _by("hold:{}")),
    SealedColumn(Assignment.note, (Assignment.id,), _by("assignment:{}")),
    SealedColumn(Proposal.why, (Proposal.id,), _by("proposal:{}")),
    SealedColumn(
        UnansweredQuestion.sealed, (UnansweredQuestion.employer,), _by("unanswered question:{}")
    ),
)

KEYED: Final[tuple[InstrumentedAttribute[Any], ...]] = (
    Home.key_check,
    Subject.lookup,
    NameLookup.lookup,
    Case.fingerprint,
    Case.evidence_hash,
    Case.employee_lookup,
    CarriedClaim.employee_lookup,
    DecisionEntry.evidence_hash,
    PickedRowEntry.place,
    ProviderAccount.lookup,
    DeletedOriginal.lookup,
    MatchedRow.lookup,
    MatchedRow.content,
    SignInAttempts.name_lookup,
    QuestionEntry.approval,
    UnansweredQuestion.lookup,
)
"""Columns of keyed fingerprints, and of nothing else that is as long.

Those in the audit trail stay as they were written: it is whole only then, and nothing is found by
them."""

_HEX: Final = re.compile(r"[0-9a-f]{66,}")
"""Encrypted bytes inside the trail: a remark, or why a number was shown."""


def mark_of(column: Any) -> Function[bytes]:
    """How a column's bytes begin: which key encrypted them (`KeyRing.mark`)."""
    # Written out: PostgreSQL does not see that two expressions with parameters are the same.
    return func.substr(column, literal_column("1"), literal_column("5"), type_=LargeBinary)


def keys_in_store(session: Session) -> Counter[int]:
    """How many values each key has encrypted, outside the audit trail."""
    found = Counter[int]()
    for place in SEALED:
        marks = session.execute(
            select(mark_of(place.column), func.count())
            .where(place.column.is_not(None))
            .group_by(mark_of(place.column))
        )
        for mark, count in marks:
            number = key_of(bytes(mark).ljust(64, b"\0"))
            if number is not None:
                found[number] += count
    return found


def keys_in_trail(session: Session) -> Counter[int]:
    """The same inside the audit trail, which nothing changes: these keys are needed for ever."""
    found = Counter[int]()
    entries = session.scalars(
        select(AuditEntry.data)
        .where(AuditEntry.action.in_(("remarked", "revealed")))
        .execution_options(yield_per=2000)
    )
    for data in entries:
        for text in _texts(json.loads(data)):
            if len(text) % 2 == 0 and _HEX.fullmatch(text):
                number = key_of(bytes.fromhex(text))
                if number is not None:
                    found[number] += 1
    return found


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)


def known_originals(session: Session) -> set[str]:
    """The sha256 of every original that something in the store points at."""
    found = {
        *session.scalars(select(Report.sha256).distinct()),
        *session.scalars(select(InputFile.sha256)),
        *session.scalars(select(CaseRowEntry.sha256).distinct()),
    }
    for summary in session.scalars(select(Run.summary).where(Run.summary.is_not(None))):
        found |= set((json.loads(summary or "{}").get("inputs") or {}).values())
    return found
