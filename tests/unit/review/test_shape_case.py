"""A case of a known shape on its page: what is asked, what is held, whom to ask, the rows."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest

from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.accounts.users import add_user
from rutine.cli.review import review_app
from rutine.core import clock
from rutine.steps.shapes import run_whole
from rutine.steps.shapes.collecting import given_lists, inputs_of, paths_in
from rutine.steps.shapes.scope import load_shape
from tests.shape_home import EMPLOYER, TODAY, ShapeHome, at


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShapeHome]:
    home = ShapeHome(tmp_path_factory.mktemp("shapes") / "home")
    for routine, example in (
        ("competence_renewal", "the_course_without_the_test"),
        ("shift_cover", "nobody_may_give_medication"),
        ("bank_vouchers", "a_fee_is_suggested"),
        ("redeployment", "facts_exclude_nobody"),
    ):
        home.put(routine, example)
        home.run(routine)
    home.put("competence_renewal", "a_protected_person")
    with home.place.database.writing() as session:
        for name, roles in (
            ("kari", [UserRole.REVIEWER]),
            ("siri", [UserRole.REVIEWER, UserRole.RESTRICTED]),
        ):
            add_user(session, name, name, "et-langt-passord-1", roles, actor=COMMAND_LINE)
    yield home
    home.place.database.close()


@pytest.fixture
def visitor(home: ShapeHome, visitor_of):
    store = SimpleNamespace(database=home.place.database)
    visitor = visitor_of(review_app(home.place))
    visitor.store = store
    return visitor.sign_in()


def text_of(page) -> str:
    main = page.text.partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def test_a_vacancy_beside_a_person_says_what_is_known_and_what_is_not(home, visitor) -> None:
    number = next(case.number for case in home.cases() if case.reason == "R01")
    said = text_of(visitor.get(f"/saker/{number}"))
    for words in (
        "Ledig stilling er ikke vurdert mot fortrinnsretten",
        "Sykepleier, hjemmetjenesten (R-101)",
        "Retten varer til og med 30.09.2027",
        "Formelle krav vet ikke. Stillingen: sykepleier. Personen: står ikke i listen",
        "Ansettelsesform vet ikke. Stillingen: fast. Personen: står ikke i listen",
        "Ansatt lenge nok de siste to årene listen viser det ikke; det teller ikke mot personen",
        "Felles listene viser ingenting felles; det kan likevel finnes",
        "Vurdert: får ikke tilbud",
    ):
        assert words in said
    assert "like saker" not in said.casefold()


def test_an_obligation_says_what_is_asked_and_what_is_held(visitor) -> None:
    said = text_of(visitor.get(f"/saker/{visitor.number('O05')}"))
    for words in (
        "En del mangler",
        "Legemiddelhåndtering",
        "Fornyelse av obligatorisk kompetanse",
        "Prøve LMH-PROVE ✗ mangler",
        "Kurs LMH-KURS ✓ gyldig",
        "ikke bestått",
        "1001;LMH-PROVE;15.02.2025;Ikke bestått",
        "31.03.2020",
    ):
        assert words in said, words
    assert "01816010027" not in visitor.page.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nn", ("Ein del manglar", "Legemiddelhandtering", "Radene", "manglar")),
        ("en", ("A part is missing", "Medication handling", "Exempt", "missing")),
    ],
)
def test_it_is_said_in_the_readers_language(visitor, language: str, words: tuple[str, ...]) -> None:
    visitor.client.cookies.set("rutine_language", language, domain="127.0.0.1")
    visitor.post("/sprak", language=language, back="/saker")
    said = text_of(visitor.get(f"/saker/{visitor.number('O05')}"))
    shown = [each for each in words if each in said]
    visitor.post("/sprak", language="nb", back="/saker")
    assert len(shown) >= len(words) - 1


def test_an_obligation_leads_to_its_own_employers_table(visitor) -> None:
    page = visitor.get(f"/saker/{visitor.number('O05')}").text
    assert f"/kompetanse?rutine=competence_renewal&amp;arbeidsgiver={EMPLOYER.value}" in page


def test_an_exemption_asks_for_a_reason_and_a_day(visitor) -> None:
    number = visitor.number("O05")
    address = f"/saker/{number}/avgjor"
    visitor.get(f"/saker/{number}")
    sent = {"version": visitor.version(), "action": "exempt"}
    day = f"{clock.today() + timedelta(days=30):%d.%m.%Y}"
    without = visitor.post(address, **sent, until=day)
    assert without.status_code == 422
    assert "Velg hvorfor kravet ikke gjelder." in without.text
    undated = visitor.post(address, **sent, exempt_reason="other_duties")
    assert undated.status_code == 422
    assert "Har ikke oppgaven nå" in undated.text


def test_a_shift_says_who_may_be_asked_and_names_the_competence(visitor) -> None:
    said = text_of(visitor.get(f"/saker/{visitor.number('C01')}"))
    for words in (
        "Vakten er ikke dekket",
        "01.12.2026 15:00–22:30",
        "Mangler med legemiddelhåndtering 1",
        "Kari Prøve (1001) SYK1 Åse Prøve (1003) SYK2",
    ):
        assert words in said, words


def test_two_lists_go_by_their_own_names(visitor) -> None:
    said = text_of(visitor.get(f"/saker/{visitor.number('M01')}"))
    for words in ("Bilag 1 020,00 kr", "Kontoutskrift 995,00 kr", "Kan være trukket gebyr."):
        assert words in said.replace("\u00a0", " "), words
    assert "hos NAV" not in said
    assert "Svar fra NAV" not in said


def test_no_case_of_a_shape_leads_to_settlements_of_before(visitor) -> None:
    for reason in ("O05", "M01"):
        number = visitor.number(reason)
        assert "gjort opp tidligere" not in text_of(visitor.get(f"/saker/{number}"))
        away = visitor.get(f"/saker/{number}/tidligere")
        assert (away.status_code, away.headers["location"]) == (303, f"/saker/{number}")


def test_the_list_is_narrowed_to_a_routine(visitor) -> None:
    every = visitor.get("/saker")
    assert "Kompetanse på vakt</option>" in every.text
    some = visitor.get("/saker?rutine=shift_cover").text
    assert "data-row>Vakten er ikke dekket" in some
    assert "data-row>En del mangler" not in some
    assert visitor.get("/saker?rutine=%3Cscript%3E").status_code == 200


def test_of_a_protected_person_no_row_is_shown(home: ShapeHome, visitor) -> None:
    rules = load_shape(home.place, "competence_renewal")
    paths = paths_in(home.folder / "inbox" / "competence_renewal", rules.routine)
    note = given_lists(home.place, rules, paths, shorter=True)  # another example's, with fewer rows
    with at(TODAY):
        run_whole(
            home.place,
            "competence_renewal",
            EMPLOYER.reveal(),
            inputs=inputs_of(home.place, note),
        )
    number = visitor.number("O02")
    assert visitor.get(f"/saker/{number}").status_code == 404
    visitor.sign_in("siri")
    visitor.get(f"/saker/{number}")
    shown = visitor.post(f"/saker/{number}/apne")
    assert shown.status_code == 200
    assert "Brannvern" in shown.text
    assert "Kari Prøve" not in shown.text
