"""The same question gets the same answers in the same order, whichever engine holds them."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

import pytest
from sqlalchemy import select, text

from benchmarks.hr_questions import approve_all, cases_of, install, judge, practice_answers
from rutine.cases.database import Database
from rutine.cases.tables import QuestionEntry
from rutine.cli.desks.question import StoredQuestions
from rutine.core import clock
from rutine.practice.hr_questions import judged_questions, troubled_set
from rutine.practice.hr_questions.troubled import AS_OF


def test_both_engines_give_the_same_answers_and_the_same_cases(url: str, tmp_path: Path) -> None:
    found, made = [], troubled_set(3)
    for name, address in (("sqlite", None), ("postgres", url)):
        place = install(tmp_path / name, made.answers, made.asked, address)
        cases = cases_of(place)
        with clock.stopped_at(datetime.combine(AS_OF, time(13), clock.OSLO)):
            approve_all(place)
            answers, _ = judge(StoredQuestions(place), judged_questions())
        place.database.close()
        found.append((cases, answers))
    assert found[0] == found[1]
    assert found[0][0] == made.cases
    assert sum(bool(ids) for ids in found[0][1]) > 100


def test_postgres_finds_them_by_its_index(url: str, tmp_path: Path) -> None:
    place = install(tmp_path / "home", practice_answers(), url=url)
    cases_of(place)
    plan = (
        "EXPLAIN SELECT key FROM question_entries WHERE "
        "array_to_tsvector(string_to_array(terms, ' ')) @@ CAST('''feri'':*' AS tsquery)"
    )
    with place.database.reading() as session:
        session.execute(text("SET LOCAL enable_seqscan = off"))
        told = "\n".join(session.scalars(text(plan)))
    place.database.close()
    assert "ix_question_entries_terms" in told


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_the_index_follows_when_rows_come_go_and_change(
    engine: str, url: str, tmp_path: Path
) -> None:
    place = install(tmp_path / "home", practice_answers(), url=url if engine != "sqlite" else None)
    cases_of(place)
    with place.database.writing() as session:
        rows = session.scalars(select(QuestionEntry).order_by(QuestionEntry.key)).all()
        rows[0].terms = "zebra"
        session.delete(rows[1])
        gone, changed = rows[1].key, rows[0].key
    assert _having(place.database, "zebra") == {changed}
    assert gone not in _having(place.database, "arbeid")
    place.database.close()


def _having(database: Database, word: str) -> set[str]:
    with database.reading() as session:
        if session.get_bind().dialect.name == "sqlite":
            query = "SELECT key FROM question_search WHERE question_search MATCH :word"
            return set(session.scalars(text(query), {"word": f'"{word}"*'}))
        query = (
            "SELECT key FROM question_entries WHERE array_to_tsvector(string_to_array(terms, ' '))"
            " @@ CAST(:word AS tsquery)"
        )
        return set(session.scalars(text(query), {"word": f"'{word}':*"}))
