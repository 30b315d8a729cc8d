"""Which answers have something to do with a question: the engines' own full-text search.

SQLite by FTS5, PostgreSQL by `tsvector`. Both are asked for whole words and for beginnings of
words, as `rutine.questions` made them, and give the same set; the order is made in
`rutine.questions.ranking`, on both alike.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, cast, func, literal_column, select, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from rutine.cases.questions.entries import approvals, shown
from rutine.cases.tables import QuestionEntry
from rutine.core.identifiers import OrgNr
from rutine.questions.answers import Reached
from rutine.questions.entry import Entry

_IN_SQLITE = text(
    "SELECT key FROM question_search WHERE question_search MATCH :wanted "
    "AND employer = :employer AND routine = :routine"
)


class StoredAnswers:
    """The answers of one routine of one employer that may be shown on a day."""

    def __init__(self, session: Session, employer: OrgNr, routine: str, day: date) -> None:
        self._session = session
        self._employer = employer
        self._routine = routine
        self._day = day
        self._approved = approvals(session, employer, routine)

    def approved_at(self, entry: Entry) -> datetime | None:
        """When a person approved what the entry says now."""
        row = self._session.get(QuestionEntry, (self._employer.value, self._routine, entry.key))
        return self._approved.get(row.approval) if row is not None else None

    def all(self) -> list[Entry]:
        """Every answer that is shown, in the order of their keys."""
        rows = self._session.scalars(
            select(QuestionEntry).where(self._of()).order_by(QuestionEntry.key)
        ).all()
        return shown(rows, self._approved, {row.key: row for row in rows}, self._day)

    def found(self, reached: Reached) -> list[Entry]:
        """Those that have one of the words, or a word that begins so."""
        if not reached.terms and not reached.begins:
            return []
        rows = self._session.scalars(
            select(QuestionEntry)
            .where(self._of(), self._matching(reached))
            .order_by(QuestionEntry.key)
        ).all()
        rivals = {key for row in rows for key in json.loads(row.rivals)}
        every = {
            row.key: row
            for row in self._session.scalars(
                select(QuestionEntry).where(self._of(), QuestionEntry.key.in_(rivals))
            )
        }
        return shown(rows, self._approved, every, self._day)

    def sizes(self) -> Mapping[str, int]:
        """How many answers the set has in each language, shown or not."""
        count = func.count()
        query = select(QuestionEntry.language, count).where(self._of())
        found = self._session.execute(query.group_by(QuestionEntry.language))
        return {row[0]: row[1] for row in found}

    def _of(self) -> ColumnElement[bool]:
        return and_(
            QuestionEntry.employer == self._employer.value, QuestionEntry.routine == self._routine
        )

    def _matching(self, reached: Reached) -> ColumnElement[bool]:
        if self._session.get_bind().dialect.name == "sqlite":
            values = {
                "wanted": fts_query(reached.terms, reached.begins),
                "employer": self._employer.value,
                "routine": self._routine,
            }
            return QuestionEntry.key.in_(list(self._session.scalars(_IN_SQLITE, values)))
        words = func.array_to_tsvector(
            func.string_to_array(QuestionEntry.terms, literal_column("' '"))
        )
        return words.bool_op("@@")(cast(ts_query(reached.terms, reached.begins), TSQUERY))


def fts_query(terms: Collection[str], begins: Collection[str]) -> str:
    """The question as FTS5 reads it. The words are letters and digits only: nothing to escape."""
    whole = [f'"{term}"' for term in sorted(terms)]
    return " OR ".join([*whole, *(f'"{begin}"*' for begin in sorted(begins))])


def ts_query(terms: Collection[str], begins: Collection[str]) -> str:
    """The same as PostgreSQL reads it."""
    whole = [f"'{term}'" for term in sorted(terms)]
    return " | ".join([*whole, *(f"'{begin}':*" for begin in sorted(begins))])
