"""Answers to employees: shown while a person's approval of that very text stands, and not else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from rutine.cases.deciding.decisions import decide
from rutine.cases.deciding.retracting import retract
from rutine.cases.questions.unanswered import kept
from rutine.cases.tables import Case, QuestionEntry, UnansweredQuestion
from rutine.cases.views import CaseStatus
from rutine.cli.desks.question import StoredQuestions
from rutine.core.differences import Action
from rutine.core.reason_texts import Language
from tests.shape_home import EMPLOYER, REVIEWER, TODAY, ShapeHome, at

ROUTINE = "hr_questions"
NUMBER = EMPLOYER.reveal()
HEAD = "Id;Språk;Spørsmål;Andre måter å spørre på;Svar;Kilde;Eier;Gjelder fra;Gjelder til;Enheter"
FERIE = "ferie;nb;Hvor mye ferie har jeg?;Feriedager;25 dager;Ferieloven § 5;HR;;;"
LONN = "lonn;nb;Når kommer lønnen?;;Den 12.;Lønnsrutinen;Lønn;;;"


@pytest.fixture
def home(tmp_path: Path) -> ShapeHome:
    home = ShapeHome(tmp_path / "home")
    yield home
    home.place.database.close()


def put(home: ShapeHome, *rows: str) -> None:
    inbox = home.folder / "inbox" / ROUTINE
    inbox.mkdir(parents=True, exist_ok=True)
    (inbox / "question_answer.csv").write_text("\r\n".join([HEAD, *rows]) + "\r\n", "utf-8")


def cases(home: ShapeHome, reason: str) -> list[Case]:
    return [case for case in home.cases() if case.reason == reason]


def approve(home: ShapeHome, day: date = TODAY, reference: str | None = None) -> None:
    for case in cases(home, "Q01"):
        if case.status == CaseStatus.OPEN and reference in {None, case.reference}:
            say(home, case, Action.APPROVE_ANSWER, day)


def say(home: ShapeHome, case: Case, action: Action, day: date = TODAY) -> None:
    with at(day, 13), home.place.database.writing() as session:
        decide(
            session, home.place.keys, case.id, version=case.version, actor=REVIEWER, action=action
        )


def shown(home: ShapeHome, question: str = "ferie", day: date = TODAY) -> list[str]:
    with at(day, 14):
        found = StoredQuestions(home.place).ask(NUMBER, question, Language.NB)
    return [answer.paragraphs[0] for answer in found]


def test_nothing_is_shown_before_a_person_has_approved_it(home: ShapeHome) -> None:
    put(home, FERIE, LONN)
    home.run(ROUTINE)
    assert shown(home) == []
    approve(home, reference="ferie")
    assert shown(home) == ["25 dager"]
    assert shown(home, "lønn") == []
    again = home.run(ROUTINE, hour=15)
    assert (again.new_cases, again.cases) == (0, 1)
    assert shown(home) == ["25 dager"]


def test_a_changed_text_must_be_approved_anew_and_so_must_the_old_one(home: ShapeHome) -> None:
    put(home, FERIE)
    home.run(ROUTINE)
    approve(home)
    put(home, FERIE.replace("25 dager", "30 dager"))
    home.run(ROUTINE, hour=15)
    assert shown(home) == []
    assert [case.status for case in cases(home, "Q01")] == [CaseStatus.OPEN]
    put(home, FERIE)
    home.run(ROUTINE, hour=16)
    assert shown(home) == []


def test_an_approval_that_is_taken_back_counts_at_once(home: ShapeHome) -> None:
    put(home, FERIE)
    home.run(ROUTINE)
    approve(home)
    (case,) = cases(home, "Q01")
    with at(TODAY, 14), home.place.database.writing() as session:
        retract(session, case.id, version=case.version, actor=REVIEWER)
    assert shown(home) == []


def test_an_answer_is_shown_on_its_days_only(home: ShapeHome) -> None:
    last = TODAY + timedelta(days=10)
    row = FERIE.replace("HR;;;", f"HR;01.12.2026;{last:%d.%m.%Y};")
    put(home, row)
    home.run(ROUTINE)
    approve(home)
    assert shown(home) == []
    assert shown(home, day=date(2026, 12, 1)) == ["25 dager"]
    assert shown(home, day=last) == ["25 dager"]
    assert shown(home, day=last + timedelta(days=1)) == []
    assert [case.reason for case in home.cases()] == ["Q01", "Q02"]
    home.run(ROUTINE, last + timedelta(days=1))
    assert {case.reason for case in home.cases() if case.status == CaseStatus.OPEN} == {"Q03"}
    put(home, row.replace(f"{last:%d.%m.%Y}", "31.12.2027"))
    home.run(ROUTINE, last + timedelta(days=2))
    assert {case.reason for case in home.cases() if case.status == CaseStatus.OPEN} == {"Q01"}


def test_of_two_answers_that_contradict_each_other_neither_is_shown(home: ShapeHome) -> None:
    put(home, FERIE, FERIE.replace("ferie;nb", "ferie2;nb").replace("25 dager", "30 dager"))
    home.run(ROUTINE)
    approve(home, reference="ferie")
    assert shown(home) == ["25 dager"]  # the other is nobody's answer yet
    approve(home, reference="ferie2")
    assert shown(home) == []
    assert [case.status for case in cases(home, "Q04")] == [CaseStatus.OPEN]
    put(home, FERIE)
    home.run(ROUTINE, hour=15)
    assert shown(home) == ["25 dager"]
    assert [case.status for case in cases(home, "Q04")] == [CaseStatus.AUTO_CLOSED]


def test_a_question_without_answer_is_kept_cleaned_until_an_answer_comes(home: ShapeHome) -> None:
    put(home, FERIE)
    home.run(ROUTINE)
    desk = StoredQuestions(home.place)
    asked = "Når kommer lønnen til 99887766?"
    with at(TODAY, 13):
        assert [desk.keep(NUMBER, asked, Language.NB) for _ in range(3)] == [True] * 3
        assert not desk.keep(NUMBER, "lønn til 01816010027", Language.NB)
    with home.place.database.reading() as session:
        (found,) = kept(session, home.place.keys, EMPLOYER, ROUTINE)
        sealed = session.scalars(select(UnansweredQuestion.sealed)).one()
    assert (found.text, found.times) == ("Når kommer lønnen til ########?", 3)
    assert "lønn".encode() not in sealed
    home.run(ROUTINE, hour=15)
    (case,) = cases(home, "Q07")
    say(home, case, Action.HANDLED)
    put(home, FERIE, LONN.replace("lønnen?;", "lønnen?;Når kommer lønnen til"))
    home.run(ROUTINE, TODAY + timedelta(days=1))
    assert cases(home, "Q07")[0].status == CaseStatus.WAITING  # written, and not approved yet
    approve(home, TODAY + timedelta(days=1), "lonn")
    home.run(ROUTINE, TODAY + timedelta(days=2))
    assert cases(home, "Q07")[0].status == CaseStatus.AUTO_CLOSED
    with home.place.database.reading() as session:
        assert kept(session, home.place.keys, EMPLOYER, ROUTINE) == []


def test_an_answer_that_was_there_when_it_was_asked_does_not_close_the_case(
    home: ShapeHome,
) -> None:
    put(home, FERIE)
    home.run(ROUTINE)
    approve(home)
    with at(TODAY, 14):
        StoredQuestions(home.place).keep(NUMBER, "Hvor mye ferie har jeg?", Language.NB)
    home.run(ROUTINE, hour=15)
    assert [case.status for case in cases(home, "Q07")] == [CaseStatus.OPEN]


def test_a_question_is_forgotten_when_its_time_is_over(home: ShapeHome) -> None:
    put(home, FERIE)
    with at(TODAY, 9):
        StoredQuestions(home.place).keep(NUMBER, "Kan jeg ta med hund?", Language.NB)
    home.run(ROUTINE)
    assert len(cases(home, "Q07")) == 1
    home.run(ROUTINE, TODAY + timedelta(days=180))
    assert [case.status for case in cases(home, "Q07")] == [CaseStatus.OPEN]
    home.run(ROUTINE, TODAY + timedelta(days=181))
    assert [case.status for case in cases(home, "Q07")] == [CaseStatus.AUTO_CLOSED]
    with home.place.database.reading() as session:
        assert session.scalars(select(UnansweredQuestion.lookup)).all() == []


def test_the_store_holds_the_set_that_was_read_last_and_no_other_words(home: ShapeHome) -> None:
    def words(rows: Sequence[str]) -> set[str]:
        put(home, *rows)
        home.run(ROUTINE)
        with home.place.database.reading() as session:
            return set(session.scalars(select(QuestionEntry.question_id)))

    assert words([FERIE, LONN]) == {"ferie", "lonn"}
    assert words([LONN]) == {"lonn"}
    approve(home)
    assert shown(home, "lønn") == ["Den 12."]


def test_the_practice_set_has_no_contradiction_and_every_row_can_be_used(home: ShapeHome) -> None:
    own = Path(__file__).parents[3] / "rutine/practice/hr_questions/answers.csv"
    put(home)
    target = home.folder / "inbox" / ROUTINE / "question_answer.csv"
    target.write_bytes(own.read_bytes())
    summary = home.run(ROUTINE)
    assert summary.reasons == {"Q01": len(own.read_text("utf-8").splitlines()) - 1}
