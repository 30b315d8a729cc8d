"""Look through the answers: what waits for approval, runs out, contradicts, or is missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import pandas as pd
from sqlalchemy.orm import Session

from rutine.cases.kinds import LIST, QUESTION
from rutine.cases.lifecycle.identity import evidence_hash
from rutine.cases.questions.entries import Listed, approvals, enter
from rutine.cases.questions.unanswered import forget, kept
from rutine.core import clock
from rutine.core.differences import Difference, Proof
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation
from rutine.questions.answers import ask
from rutine.questions.asked import Asked, AskedGroup, grouped
from rutine.questions.cleaning import cleaned
from rutine.questions.contradictions import Rivals, rivals
from rutine.questions.entry import Entry
from rutine.questions.memory import AnswersInMemory
from rutine.questions.words import Words
from rutine.routines.question_rules import QuestionRules
from rutine.steps.shapes import list_cases, question_cases
from rutine.steps.shapes.found import Found, Used, gone
from rutine.steps.shapes.lists import Lists
from rutine.steps.shapes.reading import ID_IN_TEXT, day, each_row
from rutine.steps.shapes.scope import ShapeScope, load_shape

ANSWERS: Final = "question_answer"
ASKED: Final = "asked_question"
_APART: Final = "|"
_WHOLE: Final = 100


def check_questions(place: Installation, scope: ShapeScope, lists: Lists) -> Found:
    """Every case about the set of answers as it stands on the run's day, and about what lacks.

    The set itself is entered with the cases, in their transaction, so that what employees see
    and what people are asked to approve are the same.
    """
    loaded = load_shape(place, scope.routine)
    rules, table = loaded.routine.questions, loaded.words
    assert rules is not None  # noqa: S101 - load_shape refuses such a file
    assert table is not None  # noqa: S101 - it comes with the rules
    words, keys, employer = table.words, place.keys, scope.employer
    rows = entries_of(lists)
    proofs = {entry.key: _proofs(lists, places) for entry, places in rows}
    entries = [entry for entry, _ in rows]
    pairs = rivals([entry for entry in entries if not _is_over(entry, scope.day)], words)
    asking = {
        each.key: question_cases.unapproved(employer, each, proofs[each.key]) for each in entries
    }
    listed = [
        Listed(
            each,
            words.terms((*each.asked_as, each.answer), each.language),
            evidence_hash(keys, asking[each.key], []),
            _against(each, pairs),
        )
        for each in entries
    ]
    with place.database.reading() as session:
        approved = approvals(session, employer, scope.routine)
        stored = kept(session, keys, employer, scope.routine)
    asked = [each for each in (*stored, *_asked_in(lists)) if not _is_old(each, scope.day, rules)]
    groups = grouped(asked, words)
    answers = _Shown(listed, approved, scope.day)
    open_groups = [each for each in groups if not answers.has(each, words, rules)]
    differences = [
        *_of_entries(employer, entries, scope.day, rules, proofs),
        *(
            asking[each.entry.key]
            for each in listed
            if each.approval not in approved and _may_be_approved(each.entry, scope.day)
        ),
        *(
            question_cases.contradicting(
                employer, pair, [*proofs[pair.one.key], *proofs[pair.other.key]]
            )
            for pair in pairs
        ),
        *(question_cases.unanswered(employer, each) for each in open_groups),
        *list_cases.unreadable(lists, employer, shown=not _holds_id(lists)),
    ]
    waiting = {member.key for each in open_groups for member in each.members}
    over = {each.key for each in stored} - waiting
    began = clock.now()

    def store(session: Session) -> None:
        enter(session, employer, scope.routine, scope.run_id, listed)
        forget(session, over, began)

    return Found(
        differences=differences,
        closed={QUESTION: gone, LIST: gone},
        used=[
            Used(
                name=each.file.name,
                record=each.file.record,
                rows=each.reading.rows_in,
                refused=each.refused_count,
                used=len(each.rows),
            )
            for each in lists
        ],
        checked=len(entries) + len(groups),
        also=store,
    )


def entries_of(lists: Lists) -> list[tuple[Entry, list[tuple[str, int]]]]:
    """Every entry of the set, with the rows that say it, in the order of the lists.

    The same row twice is one entry with two rows. Two rows of one id, language and first day that
    differ are two entries, and will contradict each other.
    """
    found: dict[Entry, list[tuple[str, int]]] = {}
    for row in each_row(lists.rows(ANSWERS)):
        entry = Entry(
            key="",
            question_id=row.question_id,
            language=row.language or "nb",
            question=row.question,
            wordings=_parts(row.wordings),
            answer=row.answer,
            source=row.source,
            owner=row.owner,
            valid_from=day(row.valid_from),
            valid_to=day(row.valid_to),
            units=_parts(row.units),
        )
        found.setdefault(entry, []).append((row.file, int(row.row)))
    named: Counter[str] = Counter()
    keyed = []
    for entry, rows in found.items():
        first = entry.valid_from.isoformat() if entry.valid_from else ""
        name = f"{entry.question_id} {entry.language} {first}".strip()
        named[name] += 1
        key = name if named[name] == 1 else f"{name} #{named[name]}"
        keyed.append((replace(entry, key=key), rows))
    return keyed


class _Shown:
    """The set as it is being entered: what of it employees may see, and since when."""

    def __init__(
        self, listed: Sequence[Listed], approved: Mapping[str, datetime], today: date
    ) -> None:
        self._since = {
            each.entry.key: approved[each.approval]
            for each in listed
            if each.approval in approved and each.entry.holds_on(today)
        }
        shown = (
            (each.entry, each.terms)
            for each in listed
            if each.entry.key in self._since and not self._since.keys() & set(each.rivals)
        )
        self._answers = AnswersInMemory(shown, Counter(each.entry.language for each in listed))

    def has(self, group: AskedGroup, words: Words, rules: QuestionRules) -> bool:
        """Whether an answer that somebody has approved since it was asked last fits the question.

        One that was there already did not help.
        """
        hits = ask(
            group.first.text,
            group.first.language,
            self._answers,
            words,
            threshold=rules.least_percent / _WHOLE,
        )
        return any(self._since[hit.entry.key] > group.last for hit in hits)


def _of_entries(
    employer: OrgNr,
    entries: Sequence[Entry],
    today: date,
    rules: QuestionRules,
    proofs: Mapping[str, Sequence[Proof]],
) -> Iterator[Difference]:
    """Q02, Q03, Q05 and Q06."""
    by_name: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        by_name[entry.question_id, entry.language].append(entry)
    for entry in entries:
        shown, last, over = proofs[entry.key], entry.valid_to, _is_over(entry, today)
        near = last is not None and last - today <= timedelta(days=rules.warn_days)
        if last is not None and near:
            after = max(today, last + timedelta(days=1))
            if not any(each.holds_on(after) for each in by_name[entry.question_id, entry.language]):
                yield question_cases.running_out(employer, entry, last, over=over, proofs=shown)
        if not over and not entry.owner:
            yield question_cases.lacking(employer, entry, "Q05", shown)
        if not over and not entry.source:
            yield question_cases.lacking(employer, entry, "Q06", shown)


def _is_over(entry: Entry, today: date) -> bool:
    return entry.valid_to is not None and entry.valid_to < today


def _may_be_approved(entry: Entry, today: date) -> bool:
    """Nobody can answer for what has no owner, nor check what has no source."""
    return bool(entry.owner and entry.source) and not _is_over(entry, today)


def _against(entry: Entry, pairs: Sequence[Rivals]) -> tuple[str, ...]:
    """The keys of the entries that answer the same question otherwise."""
    found = set()
    for pair in pairs:
        if pair.differ and entry in {pair.one, pair.other}:
            found |= {pair.one.key, pair.other.key} - {entry.key}
    return tuple(sorted(found))


def _asked_in(lists: Lists) -> Iterator[Asked]:
    """What the list of questions asked elsewhere says; cleaned as the app's own are."""
    for row in each_row(lists.rows(ASKED)):
        last = day(row.last)
        assert last is not None  # noqa: S101 - the record has it
        yield Asked(
            key=f"{row.file} {row.row}",
            text=cleaned(row.question),
            language=row.language or "nb",
            times=1 if pd.isna(row.times) else max(1, int(row.times)),
            last=datetime.combine(last, time(), clock.OSLO).astimezone(UTC),
        )


def _is_old(asked: Asked, today: date, rules: QuestionRules) -> bool:
    return today - asked.last.astimezone(clock.OSLO).date() > timedelta(days=rules.keep_days)


def _proofs(lists: Lists, places: Sequence[tuple[str, int]]) -> list[Proof]:
    return [list_cases.proof_of(lists, name, row) for name, row in places]


def _parts(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(_APART) if part.strip()))


def _holds_id(lists: Lists) -> bool:
    """Whether a row was refused for what looks like a national id: then no line is shown."""
    return any(ID_IN_TEXT in each.refused.values() for each in lists)
