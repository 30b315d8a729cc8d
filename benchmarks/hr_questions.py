"""Answers to employees: are the right cases made, and do questions find their answers?

The cases are held against sets with planted troubles, the search against questions that somebody
judged (`rutine.practice.hr_questions`), through the store as the app asks it. Only the part
`measure` is counted: the words and the threshold were made while looking at the other one.
"""

from __future__ import annotations

import time as clock_time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select

from benchmarks import figure
from rutine.cases.access import Actor, UserRole
from rutine.cases.deciding.decisions import decide
from rutine.cases.tables import Case
from rutine.cases.views import UNDECIDED
from rutine.cli.desks.question import StoredQuestions
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.identifiers import OrgNr
from rutine.core.reason_texts import Language
from rutine.installation import Installation, open_installation
from rutine.practice.hr_questions import JudgedQuestion, judged_questions, troubled_set
from rutine.practice.hr_questions.troubled import AS_OF
from rutine.settings import Employer, Mode, Settings
from rutine.steps.shapes import run_whole

Figures = list[dict[str, Any]]

ROOT = Path(__file__).parents[1]
EMPLOYER = OrgNr("974600013")
ROUTINE = "hr_questions"
SEEDS = (1, 2, 3, 4, 5)
_PERSON = Actor("user:00000000-0000-0000-0000-000000000001", "HR", frozenset({UserRole.REVIEWER}))
_GOAL_RECALL, _GOAL_OFF, _GOAL_MS = 0.75, 0.05, 50


def run() -> Figures:
    """The cases of every seed, and the search."""
    return [*_cases(), *_search()]


def judge(
    desk: StoredQuestions, questions: Sequence[JudgedQuestion]
) -> tuple[list[list[str]], list[float]]:
    """The ids that each question leads to, and the seconds it took."""
    found, took = [], []
    for each in questions:
        begun = clock_time.perf_counter()
        hits = desk.ask(EMPLOYER.reveal(), each.text, Language(each.language))
        took.append(clock_time.perf_counter() - begun)
        found.append([hit.question_id for hit in hits])
    return found, took


def install(
    folder: Path, answers: bytes, asked: bytes = b"", url: str | None = None
) -> Installation:
    """An installation with a set of answers in its inbox."""
    inbox = folder / "inbox" / ROUTINE
    inbox.mkdir(parents=True)
    (inbox / "question_answer.csv").write_bytes(answers)
    if asked:
        (inbox / "asked_question.csv").write_bytes(asked)
    employer = Employer(orgnr=EMPLOYER, name="Øvelse kommune")
    more = {} if url is None else {"database_url": url}
    return open_installation(
        Settings(project=ROOT, home=folder, mode=Mode.PRACTICE, employers=(employer,), **more)  # type: ignore[arg-type]
    )


def approve_all(place: Installation) -> None:
    """Let a person approve every answer that waits for it."""
    with place.database.writing() as session:
        waiting = session.scalars(select(Case).where(Case.reason == "Q01")).all()
        for case in waiting:
            decide(
                session,
                place.keys,
                case.id,
                version=case.version,
                actor=_PERSON,
                action=Action.APPROVE_ANSWER,
            )


def practice_answers() -> bytes:
    """The practice set as it ships."""
    return (ROOT / "rutine/practice/hr_questions/answers.csv").read_bytes()


def cases_of(place: Installation) -> Counter[tuple[str, str]]:
    """What waits for a person after a run on the day of the truth."""
    with clock.stopped_at(datetime.combine(AS_OF, time(12), clock.OSLO)):
        run_whole(place, ROUTINE, EMPLOYER.reveal())
    with place.database.reading() as session:
        waiting = session.scalars(select(Case).where(Case.status.in_(UNDECIDED)))
        return Counter((case.reason, case.reference or "") for case in waiting)


def _cases() -> Figures:
    missed, extra, planted = 0, 0, 0
    for seed in SEEDS:
        made = troubled_set(seed)
        with TemporaryDirectory() as folder:
            place = install(Path(folder), made.answers, made.asked)
            found = cases_of(place)
            place.database.close()
        missed += (made.cases - found).total()
        extra += (found - made.cases).total()
        planted += made.cases.total()
    told = f"{planted} planted cases, seeds {SEEDS[0]}–{SEEDS[-1]}"
    right = planted - missed
    shares = {"recall": right / planted, "precision": right / (right + extra)}
    return [
        figure(f"hr_questions.cases.{name}", share, "share", context=told, better="higher", goal=1)
        for name, share in shares.items()
    ]


def _search() -> Figures:
    questions = [each for each in judged_questions() if each.part == "measure"]
    about = [each for each in questions if each.answers]
    off = [each for each in questions if not each.answers]
    with TemporaryDirectory() as folder:
        place = install(Path(folder), practice_answers())
        cases_of(place)
        with clock.stopped_at(datetime.combine(AS_OF, time(13), clock.OSLO)):
            approve_all(place)
            desk = StoredQuestions(place)
            found, took = judge(desk, about)
            strays, _ = judge(desk, off)
        place.database.close()
    told = f"{len(about)} judged questions (bokmål, nynorsk, English; a few mistyped)"
    right = [bool(each.answers & set(ids)) for each, ids in zip(about, found, strict=True)]
    first = [bool(ids) and ids[0] in each.answers for each, ids in zip(about, found, strict=True)]
    return [
        figure(
            "hr_questions.search.recall_at_3",
            sum(right) / len(right),
            "share",
            context=told,
            better="higher",
            goal=_GOAL_RECALL,
        ),
        figure(
            "hr_questions.search.first_is_right",
            sum(first) / len(first),
            "share",
            context=told,
            better="higher",
        ),
        figure(
            "hr_questions.search.no_answer_though_there_is_one",
            sum(not ids for ids in found) / len(found),
            "share",
            context=told,
        ),
        figure(
            "hr_questions.search.answered_off_topic",
            sum(bool(ids) for ids in strays) / len(strays),
            "share",
            context=f"{len(off)} questions that the set has no answer to",
            goal=_GOAL_OFF,
        ),
        figure(
            "hr_questions.search.median_ms",
            median(took) * 1000,
            "ms",
            context="72 answers, SQLite; wall time",
            goal=_GOAL_MS,
        ),
    ]
