"""The set of answers as the last run read it, and questions that got no answer."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from rutine.cases.tables.base import Base, Code, Digest, Orgnr, Uuid


class QuestionEntry(Base):
    """One row of the set of answers: about no person, so it lies in clear.

    `approval` is the keyed print of what its case shows: the answer is shown while a decision
    that approves this very print is in effect. `wordings` and `units` are JSON lists; `rivals` the
    keys of entries that contradict it, likewise. `terms` are the words that it is found by.
    """

    __tablename__ = "question_entries"

    employer: Mapped[Orgnr] = mapped_column(primary_key=True)
    routine: Mapped[Code] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    question_id: Mapped[str] = mapped_column(Text)
    language: Mapped[Code]
    question: Mapped[str] = mapped_column(Text)
    wordings: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    units: Mapped[str] = mapped_column(Text)
    rivals: Mapped[str] = mapped_column(Text)
    terms: Mapped[str] = mapped_column(Text)
    approval: Mapped[Digest]
    run_id: Mapped[Uuid]


class UnansweredQuestion(Base):
    """A question that did not get its answer, as the asker let us keep it: cleaned, and counted.

    `lookup` is a keyed print of employer, language and text; the text lies in `sealed`.
    """

    __tablename__ = "unanswered_questions"
    __table_args__ = (Index("ix_unanswered_questions_of", "employer", "routine"),)

    lookup: Mapped[Digest] = mapped_column(primary_key=True)
    employer: Mapped[Orgnr]
    routine: Mapped[Code]
    language: Mapped[Code]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    times: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
