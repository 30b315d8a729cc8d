"""The desk at which the review app finds approved answers, and leaves questions without one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.questions.finding import StoredAnswers
from rutine.cases.questions.unanswered import keep
from rutine.cases.tables import QuestionEntry
from rutine.core import clock
from rutine.core.identifiers import OrgNr
from rutine.core.reason_texts import Language
from rutine.installation import Installation
from rutine.questions.answers import ask
from rutine.questions.entry import Entry
from rutine.review.questions.question_desk import ShownAnswer
from rutine.routines.question_rules import QuestionRules
from rutine.routines.routine_file import load_routine
from rutine.routines.vocabulary import said
from rutine.routines.word_table import load_words

_WHOLE = 100


class StoredQuestions:
    """The answers of an installation's routine, as its last run read them."""

    def __init__(self, place: Installation) -> None:
        self._place = place
        self._routine = place.settings.questions.routine
        mappings = place.settings.mappings
        self._file = mappings / "routines" / f"{self._routine}.yaml"
        self._rules = _rules(self._file)
        self._words = load_words(mappings / "tables").words if self._rules is not None else None

    @property
    def is_open(self) -> bool:
        """Whether the settings say that nobody needs to sign in."""
        return self._place.settings.questions.open

    def employers(self) -> Sequence[tuple[str, str]]:
        """Those for which a run has read a set of answers, as the settings name them."""
        query = select(QuestionEntry.employer).where(QuestionEntry.routine == self._routine)
        with self._place.database.reading() as session:
            having = set(session.scalars(query.distinct()))
        return [
            (each.orgnr.reveal(), each.name)
            for each in self._place.settings.employers
            if each.orgnr.value in having
        ]

    def units(self, employer: str) -> Sequence[str]:
        """In alphabetical order, of the answers that are shown."""
        with self._place.database.reading() as session:
            shown = self._stored(session, employer).all()
        return sorted({unit for entry in shown for unit in entry.units}, key=str.casefold)

    def ask_instead(self, language: Language) -> str:
        """As the routine file says."""
        if self._rules is None:
            return ""
        return said(self._rules.ask_instead, language.value)

    def ask(
        self, employer: str, question: str, language: Language, unit: str = ""
    ) -> Sequence[ShownAnswer]:
        """Search the store; nothing of the question stays."""
        if self._rules is None or self._words is None:
            return ()
        with self._place.database.reading() as session:
            hits = ask(
                question,
                language.value,
                self._stored(session, employer),
                self._words,
                unit=unit,
                threshold=self._rules.least_percent / _WHOLE,
            )
        return [_told(hit.entry) for hit in hits]

    def every(self, employer: str, language: Language) -> Sequence[ShownAnswer]:
        """Each question once: in the language, else in bokmål, else in the one it has."""
        with self._place.database.reading() as session:
            shown = self._stored(session, employer).all()
        order = (language.value, Language.NB.value)
        best: dict[str, Entry] = {}
        for entry in sorted(shown, key=lambda e: _place_of(e.language, order)):
            best.setdefault(entry.question_id, entry)
        return [_told(best[name]) for name in sorted(best)]

    def keep(self, employer: str, question: str, language: Language) -> bool:
        """In the store, until an answer has come or its time is over."""
        if self._rules is None:
            return False
        place = self._place
        with place.database.writing() as session:
            return keep(
                session,
                place.keys,
                OrgNr(employer),
                self._routine,
                language=language.value,
                question=question,
            )

    def _stored(self, session: Session, employer: str) -> StoredAnswers:
        return StoredAnswers(session, OrgNr(employer), self._routine, clock.today())


def _rules(path: Path) -> QuestionRules | None:
    return load_routine(path).questions if path.is_file() else None


def _place_of(language: str, order: Sequence[str]) -> int:
    return order.index(language) if language in order else len(order)


def _told(entry: Entry) -> ShownAnswer:
    return ShownAnswer(
        question_id=entry.question_id,
        language=entry.language,
        question=entry.question,
        paragraphs=tuple(part.strip() for part in entry.answer.splitlines() if part.strip()),
        source=entry.source,
        owner=entry.owner,
        valid_to=entry.valid_to,
        units=entry.units,
    )
