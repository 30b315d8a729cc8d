"""The answers about a new routine, gathered one by one: each read, with what it may be proposed.

Whether they come from somebody at a keyboard or from a form, they pass through here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from rutine.core.errors import InputError
from rutine.core.records import COLUMNS
from rutine.formats.sentences import Language
from rutine.routines.candidate_form import slug
from rutine.routines.new_routine.question import Question
from rutine.routines.new_routine.reading import LONGEST_NAME, Fault
from rutine.routines.new_routine.samples import SampleFile, Samples
from rutine.routines.new_routine.taken import Taken
from rutine.routines.new_routine.two_sides import LISTS

_RECORDS: Final[Mapping[str, tuple[str | None, ...]]] = {
    "people": ("position", "employee"),
    "units": ("unit",),
    "proofs": ("achievement",),
    "absences": ("time_away",),
    "events": ("event",),
    "rota": ("shift",),
    "competences": ("achievement",),
    "all_units": ("unit",),
    "away": ("time_away",),
    "respondents": ("respondent",),
    "answers": ("question_answer",),
    "asked": ("asked_question",),
    "staff": ("employee",),
    "rights": ("preferential_right",),
    "vacancies": ("vacancy",),
    "offers": ("offer",),
    "assessments": ("vacancy_assessment",),
    "requests": ("service_record_request",),
    "held": ("position",),
    "leaves": ("seniority_leave",),
    "list_a": (None,),
    "list_b": (None,),
}
"""Question about a sample file -> the kinds of record that it is read as; None: what fits best."""

_WHOLE: Final = frozenset(
    {
        *("rights", "vacancies", "offers", "assessments"),
        *("requests", "held", "leaves"),
    }
)
"""Files that a known format must read: no heading tells what their words mean, and they decide."""

_FROM_FILES: Final[Mapping[str, tuple[str, str]]] = {
    "codes": ("proofs", "code"),
    "positions": ("people", "position_code"),
    "place": ("rota", "unit"),
    "busy_codes": ("rota", "shift_code"),
    "need": ("competences", "code"),
    "taking_part": ("people", "tags"),
    "told_by": ("held", "source"),
}
"""Question -> the sample file and its column that the words of an answer stand in."""

_MOST_PROPOSED: Final = 6

Said = Callable[[InputError, Language], str]
"""An error in the reader's language."""


class Answers:
    """What has been answered so far.

    Args:
        samples: looks at the files that are named.
        taken: what has a name already.
        at: the folder that the paths of sample files are relative to.
        said: tells an error of a sample file.
        language: the reader's.
        known: what a candidate's file says already, by question.
    """

    def __init__(  # noqa: PLR0917 - each is given by name
        self,
        samples: Samples,
        taken: Taken,
        at: Path,
        said: Said,
        language: Language,
        known: Mapping[str, str],
    ) -> None:
        self.given: dict[str, Any] = {}
        self.files: dict[str, SampleFile] = {}
        self._samples, self._taken, self._at = samples, taken, at
        self._said, self._language = said, language
        self.known = known

    def is_asked(self, question: Question) -> bool:
        """Whether a question is asked, from what has been answered."""
        return question.is_asked(self.given)

    def take(self, question: Question, answer: str) -> None:
        """Read an answer and keep it; an empty one is what is proposed.

        Raises:
            Fault: it can't be used.
        """
        answer = answer.strip() or self.proposed(question)
        if not answer:
            if question.must:
                raise Fault("missing")
            self.given[question.key] = None
            return
        value = question.read(answer)
        if question.key == "name":
            self._taken.refuse(value)
        if question.is_file:
            self._look(question.key, answer)
        self.given[question.key] = value

    def proposed(self, question: Question) -> str:
        """What stands where nothing is answered; empty when nobody can know."""
        given, files = self.given, _FROM_FILES.get(question.key)
        if question.key in self.known:
            return self.known[question.key]
        if files is not None:
            words = [
                f"{word} 1" if question.key == "need" else word for word in self._words(*files)
            ]
            if question.key == "told_by":
                return ", ".join(words)
            return words[0] if words and question.must else ""
        made = {
            "name": slug(str(given.get("title", "")))[:LONGEST_NAME].strip("_"),
            "team": str(given.get("owner") or ""),
            "requirement": str(given.get("title", "")),
        }
        if question.key == "signs" and self.files["list_a"].record == "settlement_line":
            return "together"  # NAV takes back what it has paid
        return made.get(question.key, question.proposed)

    def choices(self, question: Question) -> list[str]:
        """The words that an answer may be made of: those of the vocabulary, or of a file."""
        if question.key in _FROM_FILES:
            return self._words(*_FROM_FILES[question.key])[:_MOST_PROPOSED]
        return list(question.words)

    def _words(self, file: str, column: str) -> list[str]:
        return self.files[file].words(column) if file in self.files else []

    def _look(self, key: str, answer: str) -> None:
        path, named = sample_named(answer)
        for place, record in enumerate(_RECORDS[key]):
            name = f"{self.given['name']}_{record or key}"
            said = _said_of(record, named, first=not place)
            try:
                whole = key in _WHOLE
                file = self._samples.look(self._at / path, record, name, said, whole=whole)
            except InputError as error:
                raise Fault("sample", {"what": self._said(error, self._language)}) from None
            if record is None:
                self._refuse_no_list(key, file)
            self.files[f"{key} {record}" if place else key] = file

    def _refuse_no_list(self, key: str, file: SampleFile) -> None:
        """See to it that a file can be one of two lists, and is not of the other's kind."""
        if file.record not in LISTS:
            raise Fault("no_list", {"record": file.record, "allowed": ", ".join(LISTS)})
        if key == "list_b" and file.record == self.files["list_a"].record:
            raise Fault("same_list", {"record": file.record})


def _said_of(record: str | None, named: Mapping[str, str], *, first: bool) -> dict[str, str]:
    """What was said of a record's fields; what no record has is told of by the first."""
    if record is None:
        return dict(named)
    records = {each for several in _RECORDS.values() for each in several if each}
    known = {name for each in records for name in COLUMNS[each]}
    return {n: h for n, h in named.items() if n in COLUMNS[record] or (first and n not in known)}


def sample_named(answer: str) -> tuple[str, dict[str, str]]:
    """A sample file's path, and what was said of its columns: `file.csv; Klasse = code`.

    Raises:
        Fault: `columns`.
    """
    path, *said = (part.strip() for part in answer.split(";"))
    named = {}
    for each in said:
        heading, sign, name = (part.strip() for part in each.partition("="))
        if not (sign and heading and name):
            raise Fault("columns")
        named[name] = heading
    return path, named
