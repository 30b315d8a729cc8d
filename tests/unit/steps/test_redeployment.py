"""Preferential rights from the lists to documented decisions, run by run."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path

import pytest

from rutine.cases.access import Actor, UserRole
from rutine.cases.deciding.decisions import decide
from rutine.cases.deciding.similar import Chosen, count_similar, decide_together
from rutine.cases.lists.queue import case_view, look, open_cases
from rutine.cases.person.telling import tell
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.signed.documented import Documentation, documentation
from rutine.cases.tables import Case
from rutine.cases.views import CaseStatus, DecisionState, Filters
from rutine.cli.outcome import Exit
from rutine.cli.running import documented
from rutine.core.differences import Action
from rutine.core.errors import AccessDenied, InputError
from rutine.core.identifiers import Fnr
from rutine.practice.redeployment import practice_rights
from rutine.steps.shapes import begin, collect_lists, read_lists
from rutine.steps.shapes.assessed_before import decided_assessments
from tests.shape_home import EMPLOYER, REVIEWER, TODAY, UNIT, ShapeHome, at, person

ROUTINE = "redeployment"
NEXT = TODAY + timedelta(days=1)
ASSESSED = "Ansattnr;Stillings-ID;Vurdert;Resultat;Vurdert av;Begrunnelse"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[ShapeHome]:
    home = ShapeHome(tmp_path / "home")
    yield home
    home.place.database.close()


def case_of(home: ShapeHome, reason: str, who: str | None = None) -> Case:
    return next(
        case
        for case in home.cases()
        if case.reason == reason
        and (who is None or facts_of(home.place.keys, case).employee_number == who)
    )


def say(home: ShapeHome, case: Case, action: Action, comment: str = "", day: date = TODAY) -> None:
    with at(day, 13), home.place.database.writing() as session:
        decide(
            session,
            home.place.keys,
            case.id,
            version=case.version,
            actor=REVIEWER,
            action=action,
            comment=comment,
        )


def change(inbox: Path, name: str, old: str, new: str) -> None:
    path = inbox / f"{name}.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_an_assessment_must_say_why_and_is_kept_with_who_and_when(home: ShapeHome) -> None:
    home.put(ROUTINE, "a_vacancy_nobody_assessed")
    home.run(ROUTINE)
    case = case_of(home, "R01")
    for action in (Action.GIVE_OFFER, Action.NO_OFFER, Action.NOT_RELEVANT):
        with pytest.raises(InputError) as refused:
            say(home, case, action)
        assert refused.value.code == "comment_required"
    say(home, case, Action.NO_OFFER, "Mangler kravet om spesialisering")
    again = home.run(ROUTINE, NEXT)
    assert (again.new_cases, again.cases) == (0, 0)
    assert case_of(home, "R01").status == CaseStatus.DONE
    auditor = person(UserRole.AUDITOR)
    with at(NEXT), home.place.database.writing() as session:
        told = tell(session, home.place.keys, Fnr("01816010027"), actor=auditor, reference="26/1")
    (decision,) = told.cases[0]["decisions"]
    assert (decision["by_name"], decision["comment"], decision["at"].date()) == (
        REVIEWER.name,
        "Mangler kravet om spesialisering",
        TODAY,
    )


def test_it_must_be_assessed_anew_when_what_is_known_changes(home: ShapeHome) -> None:
    inbox = home.put(ROUTINE, "a_vacancy_nobody_assessed")
    home.run(ROUTINE)
    say(home, case_of(home, "R01"), Action.NO_OFFER, "Mangler autorisasjon")
    change(inbox, "preferential_right", "sykepleier, vaktledelse", "sykepleier, spesialsykepleier")
    home.run(ROUTINE, NEXT)
    assert case_of(home, "R01").status == CaseStatus.OPEN


def test_an_offer_that_was_promised_is_waited_for_and_closes_the_case(home: ShapeHome) -> None:
    inbox = home.put(ROUTINE, "a_vacancy_nobody_assessed")
    home.run(ROUTINE)
    say(home, case_of(home, "R01"), Action.GIVE_OFFER, "Fyller kravene")
    waiting = case_of(home, "R01")
    assert waiting.status == CaseStatus.WAITING
    assert waiting.resume_on == TODAY + timedelta(days=14)
    (inbox / "offer.csv").write_text(
        "Ansattnr;Stillings-ID;Sendt;Mottatt;Besvart;Svar\n1001;R-101;01.12.2026;01.12.2026;;\n",
        "utf-8",
    )
    home.run(ROUTINE, NEXT)
    assert case_of(home, "R01").status == CaseStatus.AUTO_CLOSED


def test_an_offer_that_was_promised_and_never_came_is_asked_for(home: ShapeHome) -> None:
    home.put(ROUTINE, "a_vacancy_nobody_assessed")
    home.run(ROUTINE)
    say(home, case_of(home, "R01"), Action.GIVE_OFFER, "Fyller kravene")
    home.run(ROUTINE, TODAY + timedelta(days=14))
    assert case_of(home, "R01").status == CaseStatus.OPEN
    # Assessed as qualified all the same: with another who is, the criteria must decide.
    with at(TODAY + timedelta(days=14)), home.place.database.reading():
        scope = begin(home.place, ROUTINE, EMPLOYER.reveal())
        lists = read_lists(home.place, scope, collect_lists(home.place, scope))
        assert [each.qualified for each in decided_assessments(home.place, scope, lists)] == [True]


def test_two_who_were_assessed_as_qualified_in_the_app_are_equal(home: ShapeHome) -> None:
    home.put(ROUTINE, "a_protected_person")
    home.run(ROUTINE)
    seeing = person(UserRole.REVIEWER, UserRole.RESTRICTED)
    for who in ("1001", "1002"):
        case = case_of(home, "R01", who)
        with at(TODAY, 13), home.place.database.writing() as session:
            decide(
                session,
                home.place.keys,
                case.id,
                version=case.version,
                actor=seeing,
                action=Action.GIVE_OFFER,
                comment="Fyller kravene",
            )
    home.run(ROUTINE, NEXT)
    case = case_of(home, "R04")
    facts = facts_of(home.place.keys, case)
    said = facts.model_dump_json()
    # The protected one is counted and not named: neither number, name nor row.
    assert not case.restricted
    assert "1002" in said
    assert not any(word in said for word in ("1001", "Kari"))
    assert [each.right for each in facts.evidence if each.kind == "count"] == ["2"]
    with pytest.raises(InputError) as refused:
        say(home, case, Action.ACKNOWLEDGE, day=NEXT)
    assert refused.value.code == "comment_required"
    say(home, case, Action.ACKNOWLEDGE, "Ansiennitet avgjorde", NEXT)
    home.run(ROUTINE, NEXT, 15)
    assert case_of(home, "R04").status == CaseStatus.DONE


def test_a_protected_persons_case_is_for_few_and_nobody_elses_names_them(home: ShapeHome) -> None:
    home.put(ROUTINE, "a_protected_person")
    home.run(ROUTINE)
    hidden, seen = case_of(home, "R01", "1001"), case_of(home, "R01", "1002")
    assert (hidden.restricted, seen.restricted) == (True, False)
    assert "1001" not in facts_of(home.place.keys, seen).model_dump_json()
    with home.place.database.writing() as session, pytest.raises(InputError) as refused:
        look(session, home.place.keys, hidden.id, REVIEWER)
    assert refused.value.code == "case_missing"


def test_who_is_limited_to_a_unit_sees_the_vacancies_of_that_unit(home: ShapeHome) -> None:
    home.put(ROUTINE, "an_offer_is_accepted")  # the vacancies are of the unit, the right of none
    home.run(ROUTINE)

    def seen_by(actor: Actor) -> set[str]:
        with home.place.database.reading() as session:
            return {c.reason for c in open_cases(session, home.place.keys, actor, Filters()).rows}

    assert seen_by(REVIEWER) == {"R01", "R05"}
    assert seen_by(person(UserRole.REVIEWER, units=[UNIT])) == {"R01"}
    assert seen_by(person(UserRole.REVIEWER, units=["970001026"])) == set()


def test_what_was_assessed_can_be_shown_but_not_of_the_protected(home: ShapeHome) -> None:
    home.put(ROUTINE, "a_protected_person")
    home.run(ROUTINE)
    say(home, case_of(home, "R01", "1002"), Action.GIVE_OFFER, "Fyller kravene")
    say(home, case_of(home, "R01", "1002"), Action.NO_OFFER, "Fikk en annen stilling")

    def shown(actor: Actor, vacancy: str | None = None) -> Documentation:
        with home.place.database.writing() as session:
            return documentation(session, home.place.keys, actor, vacancy)

    found = shown(person(UserRole.REVIEWER, UserRole.RESTRICTED), "R-101")
    assert [(r.employee_number, r.vacancy, r.why, r.by, r.state) for r in found.rows] == [
        ("1002", "R-101", "Fyller kravene", REVIEWER.name, DecisionState.OVERTAKEN),
        ("1002", "R-101", "Fikk en annen stilling", REVIEWER.name, DecisionState.EFFECTIVE),
    ]
    assert found.hidden == 1
    assert shown(REVIEWER, "R-999") == Documentation((), 0)
    assert shown(person(UserRole.REVIEWER, units=["970001026"])).rows == ()
    assert shown(person(UserRole.REVIEWER, units=[UNIT])).hidden == 0  # who it is could be guessed
    with pytest.raises(AccessDenied):
        shown(person(UserRole.CONSULTANT))


def test_the_file_of_assessments_opens_in_a_spreadsheet_and_runs_nothing(
    home: ShapeHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.put(ROUTINE, "a_vacancy_nobody_assessed")
    home.run(ROUTINE)
    say(home, case_of(home, "R01"), Action.NO_OFFER, '=HYPERLINK("http://a.example")')
    monkeypatch.setattr(documented, "installation", lambda: nullcontext(home.place))
    monkeypatch.setattr(documented, "signed_in", lambda _place, _name: REVIEWER)
    file = home.folder / "ut.csv"
    assert documented.export_documentation(file, "liv", None) == Exit.CLEAN
    heading, row = csv.reader(file.read_text("utf-8-sig").splitlines(), delimiter=";")
    assert heading[-1] == "Begrunnelse"
    assert row[2:8] == [
        *("R-101", "Sykepleier, hjemmetjenesten (R-101)", "1001"),
        *("Vurdert: får ikke tilbud", "ja", REVIEWER.name),
    ]
    assert row[-1].startswith("'=")


def test_cases_that_document_an_assessment_are_decided_one_by_one(home: ShapeHome) -> None:
    home.put(ROUTINE, "facts_exclude_nobody")
    home.run(ROUTINE)
    with home.place.database.reading() as session:
        assert count_similar(session, case_of(home, "R01").id, REVIEWER) == 0
        view = case_view(session, home.place.keys, case_of(home, "R01").id, REVIEWER)
    assert view.comment_required == set(view.permitted)
    each = Chosen(case_of(home, "R01").number, case_of(home, "R01").version)
    found = decide_together(
        *(home.place.database, home.place.keys, [each]),
        actor=REVIEWER,
        action=Action.NOT_RELEVANT,
        comment="Gjelder ikke",
    )
    assert found.refused == ((each.number, "action_not_permitted"),)
    assert case_of(home, "R01").status == CaseStatus.OPEN


def test_running_again_with_the_same_lists_changes_nothing(home: ShapeHome) -> None:
    home.put(ROUTINE, "an_offer_is_not_answered")
    first = home.run(ROUTINE)
    before = [(c.id, c.version, c.status) for c in home.cases()]
    again = home.run(ROUTINE, hour=15)
    assert (first.new_cases, again.new_cases) == (2, 0)
    assert [(c.id, c.version, c.status) for c in home.cases()] == before


def test_a_row_that_can_not_be_read_closes_nothing_but_what_is_documented(home: ShapeHome) -> None:
    inbox = home.put(ROUTINE, "a_vacancy_nobody_assessed")
    home.run(ROUTINE)
    change(inbox, "vacancy", ";Ledig;", ";Trukket;")
    with (inbox / "vacancy.csv").open("a", encoding="utf-8") as file:
        file.write("".join(f"R-20{n};Vaktmester;;;Ledig;;;;;;;\n" for n in range(8)))
        file.write(";Uten nummer;;;Ledig;;;;;;;\n")
    home.run(ROUTINE, NEXT)
    assert next(c for c in home.cases() if c.reference == "R-101").status == CaseStatus.OPEN
    (inbox / "vacancy_assessment.csv").write_text(
        f"{ASSESSED}\n1001;R-101;30.11.2026;Ikke kvalifisert;Eva HR;Mangler kravet\n", "utf-8"
    )
    home.run(ROUTINE, NEXT, 15)
    assert next(c for c in home.cases() if c.reference == "R-101").status == CaseStatus.AUTO_CLOSED


def test_a_right_that_is_gone_from_the_list_is_over_only_by_the_calendar(home: ShapeHome) -> None:
    inbox = home.put(ROUTINE, "the_right_runs_out_soon")
    home.run(ROUTINE)
    path = inbox / "preferential_right.csv"
    path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    home.run(ROUTINE, date(2026, 12, 15))
    assert case_of(home, "R02").status == CaseStatus.OPEN
    home.run(ROUTINE, date(2026, 12, 16))
    assert case_of(home, "R02").status == CaseStatus.AUTO_CLOSED


def test_every_case_of_the_practice_truth_is_found_and_no_other(home: ShapeHome) -> None:
    made = practice_rights(7, TODAY, people=14, vacancies=8)
    inbox = home.folder / "inbox" / ROUTINE
    inbox.mkdir(parents=True)
    for record, text in made.files.items():
        (inbox / f"{record}.csv").write_text(text, "utf-8")
    home.run(ROUTINE)
    keys = home.place.keys
    found = {
        (c.reason, facts_of(keys, c).employee_number or "", c.reference or "") for c in home.cases()
    }
    assert found == made.truth
    assert {reason for reason, *_ in made.truth} == {"R01", "R02", "R03", "R04", "R05"}


def test_a_second_row_in_doubt_takes_no_vacancy_and_no_right_away(home: ShapeHome) -> None:
    inbox = home.put(ROUTINE, "a_vacancy_nobody_assessed")
    home.run(ROUTINE)
    # Filled long before the right, says another row of the vacancy; and there is a second notice.
    row = "R-101;Sykepleier, hjemmetjenesten;10.11.2026;04.12.2026;Ledig;;100;7174;Fast;"
    days, before = "10.11.2026;04.12.2026;Ledig;", "10.01.2026;20.01.2026;Besatt;01.02.2026"
    filled = row.replace(days, before)
    change(inbox, "vacancy", row, f"{filled}sykepleier;Sentrum;970001018\n{row}")
    right = "1001;30.06.2026;30.09.2026;01.03.2020;;"
    more = "100;7174;Fast;sykepleier, vaktledelse;Sentrum, Fjellbygda;;;"
    second = right.replace("30.06.2026;30.09.2026", "01.12.2026;28.02.2027")
    change(inbox, "preferential_right", f"{right}{more}", f"{right}{more}\n{second}{more}")
    assert home.run(ROUTINE).rejected == 0
    assert case_of(home, "R01").status == CaseStatus.OPEN


def test_an_accepted_offer_that_the_list_forgets_leaves_the_doubt(home: ShapeHome) -> None:
    inbox = home.put(ROUTINE, "an_offer_is_accepted")
    home.run(ROUTINE)
    assert case_of(home, "R05").status == CaseStatus.OPEN
    path = inbox / "offer.csv"
    every = path.read_text("utf-8")
    path.write_text(every.splitlines()[0] + "\n", "utf-8")
    home.run(ROUTINE, NEXT)
    assert case_of(home, "R05").status == CaseStatus.OPEN
    path.write_text(every.replace("Ja", "Nei"), "utf-8")
    home.run(ROUTINE, NEXT + timedelta(days=1))
    assert case_of(home, "R05").status == CaseStatus.AUTO_CLOSED
