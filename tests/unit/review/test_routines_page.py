"""Routines in the app: the ranking, one in detail, and the form that writes a routine file."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from rutine.cases.tables import AuditEntry
from rutine.cli.desks.routine import MappingsDesk
from rutine.routines.routine_file import load_routine
from tests.command_line import CANDIDATE

FIELDS = {
    "title": "Permisjon på papir",
    "owner": "HR-sjef",
    "case": "én permisjon",
    "cases_a_month": "40",
    "system1_name": "Lønn",
    "step1_nb": "Les skjemaet",
    "step1_actor": "HR",
    "step1_touch_minutes": "4,5",
    "step1_becomes": "removed",
}


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").strip()


@pytest.fixture
def mappings(tmp_path) -> Path:
    for name in ("routines", "tables"):
        shutil.copytree(Path("mappings") / name, tmp_path / "mappings" / name)
    shutil.copy(CANDIDATE, tmp_path / "mappings" / "routines")
    return tmp_path / "mappings"


@pytest.fixture
def consultant(store, cases, visitor_of, mappings):
    app = cases.create_app(
        store.database,
        store.archive,
        store.keys,
        formats=cases.formats,
        desk=MappingsDesk(mappings),
    )
    return visitor_of(app).sign_in("pia")


def sent(consultant, do: str, **changes: str):
    """The form sent, with one of its buttons."""
    consultant.get("/rutiner/ny")
    return consultant.post("/rutiner/ny", do=do, opened="", **(FIELDS | changes))


def test_the_best_comes_first_and_examples_are_said_to_be_examples(consultant):
    page = consultant.get("/rutiner")
    text = words(page.text)
    titles = re.findall(r'href="/rutiner/(\w+)">', page.text)
    described = ["service_records", "nav_refunds", "survey_respondents"]  # the others are not yet
    assert [title for title in titles[1:] if title in described] == described
    assert "Avstemming av refusjoner fra NAV i drift 63 2 777 1 335 krevende, 500 t" in text
    assert "Tallene er eksempler som ingen har målt" in text


def test_a_wrong_file_is_named_with_what_is_wrong_and_the_others_are_ranked(consultant, mappings):
    path = mappings / "routines" / "service_records.yaml"
    path.write_text(path.read_text("utf-8").replace("stage: candidate", "stage: kandidat"), "utf-8")
    page = consultant.get("/rutiner")
    assert page.status_code == 200
    text = words(page.text)
    assert "service_records.yaml linje 5: stage: 'kandidat' er ikke tillatt" in text.replace(
        "&#39;", "'"
    )
    assert "Avstemming av refusjoner fra NAV i drift" in text
    assert 'href="/rutiner/service_records/rediger"' in page.text
    assert consultant.get("/rutiner/nav_refunds").status_code == 200


def test_one_routine_tells_its_grades_and_its_value_stream(consultant):
    text = words(consultant.get("/rutiner/nav_refunds").text)
    assert "Regelstyrt 20 % 3" in text
    assert "Gjennomløpstid 64,0 t" in text
    assert "Ingenting stanser den." in text


def test_what_is_not_known_is_said_with_where_to_write_it(consultant):
    text = words(consultant.get("/rutiner/service_records").text)
    assert "Pålagt i lov: skriv legal_duty under identity" in text


def test_a_routine_that_is_not_there_is_not_found(consultant):
    for address in ("/rutiner/ingen", "/rutiner/ingen/skjema", "/rutiner/..%2Fnav_refunds"):
        assert consultant.client.get(address).status_code == 404


def test_a_reviewer_reads_and_is_offered_no_form(store, cases, visitor_of, mappings):
    app = cases.create_app(
        store.database,
        store.archive,
        store.keys,
        formats=cases.formats,
        desk=MappingsDesk(mappings),
    )
    page = visitor_of(app).sign_in("kari").get("/rutiner")
    assert page.status_code == 200
    assert "/rutiner/ny" not in page.text


def test_counting_shows_what_it_comes_to_and_saves_nothing(consultant, mappings):
    answer = sent(consultant, "count")
    assert answer.status_code == 200
    text = words(answer.text)
    assert "Slik blir det" in text
    assert "Timer i året 36" in text
    assert "Det finnes ingen data å gå ut fra" in text
    assert "velg «API» eller «fil» ved systemet" in text
    assert "Gjenbruk: fyll ut «Andre som gjør det samme»" in text
    assert 'value="4,5"' in answer.text
    assert not (mappings / "routines" / "permisjon_pa_papir.yaml").exists()


def test_what_only_the_whole_file_shows_is_said_in_the_readers_language(consultant):
    answer = consultant.post("/rutiner/ny", do="count", **FIELDS | {"kroner_per_hour": "0"})
    assert "volume.kroner_per_hour: må være mer enn 0" in words(answer.text)


def test_saving_writes_the_file_and_notes_who_did(consultant, mappings, store):
    answer = sent(consultant, "save")
    assert answer.headers["location"] == "/rutiner/permisjon_pa_papir"
    routine = load_routine(mappings / "routines" / "permisjon_pa_papir.yaml")
    assert routine.procedure.today[0].touch_minutes == 4.5
    with store.database.reading() as session:
        entry = session.query(AuditEntry).filter_by(action="routine_written").one()
    assert "permisjon_pa_papir" in entry.data
    assert "Permisjon på papir" in words(consultant.get("/rutiner/permisjon_pa_papir").text)


def test_what_was_saved_opens_again_and_is_saved_over(consultant, mappings):
    sent(consultant, "save")
    page = consultant.get("/rutiner/permisjon_pa_papir/skjema")
    opened = re.search(r'name="opened" value="(\w+)"', page.text)[1]
    assert 'value="Les skjemaet"' in page.text
    changed = FIELDS | {"name": "permisjon_pa_papir", "title": "Permisjon på nett"}
    answer = consultant.post("/rutiner/ny", do="save", opened=opened, **changed)
    assert answer.status_code == 303
    path = mappings / "routines" / "permisjon_pa_papir.yaml"
    assert load_routine(path).title["nb"] == "Permisjon på nett"
    again = consultant.post("/rutiner/ny", do="save", opened=opened, **changed)
    assert again.status_code == 409
    assert "Noen andre har endret rutinen" in words(again.text)
    assert 'value="Permisjon på nett"' in again.text


def test_the_file_can_be_fetched_where_it_cannot_be_saved(consultant):
    answer = sent(consultant, "fetch")
    assert answer.headers["content-disposition"] == (
        'attachment; filename="permisjon_pa_papir.yaml"'
    )
    assert answer.text.startswith("# Skrevet av skjemaet")


def test_faults_are_listed_with_links_to_their_fields_and_nothing_is_lost(consultant):
    answer = sent(consultant, "save", cases_a_month="mange", step1_actor="")
    assert answer.status_code == 422
    text = words(answer.text)
    assert "Trinn 1: Rolle: må fylles ut" in text
    assert "Saker i måneden: skriv et tall, for eksempel 1 250 eller 2,5" in text
    assert 'href="#step1_actor"' in answer.text
    assert 'value="mange"' in answer.text


def test_what_the_file_itself_refuses_is_said_and_nothing_is_lost(consultant, mappings):
    answer = sent(consultant, "save", owner="x" * 200)
    assert answer.status_code == 422
    assert "identity.owner" in words(answer.text)
    assert f'value="{"x" * 200}"' in answer.text
    assert not (mappings / "routines" / "permisjon_pa_papir.yaml").exists()


def test_a_name_that_is_taken_is_said_and_the_file_there_is_kept(consultant, mappings):
    before = (mappings / "routines" / "nav_refunds.yaml").read_bytes()
    answer = sent(consultant, "save", name="nav_refunds")
    assert answer.status_code == 409
    assert "Det finnes en rutine med dette navnet fra før" in words(answer.text)
    assert (mappings / "routines" / "nav_refunds.yaml").read_bytes() == before


def test_a_file_edited_by_hand_is_shown_and_not_opened_in_the_form(consultant):
    answer = consultant.client.get("/rutiner/nav_refunds/skjema")
    assert answer.status_code == 409
    assert "Filen er endret utenfor skjemaet" in words(answer.text)
    page = consultant.get("/rutiner/nav_refunds")
    assert "/rutiner/nav_refunds/skjema" not in page.text
    assert "Filen er endret utenfor skjemaet" in words(page.text)


def test_a_saved_routine_is_changed_under_its_own_name(consultant):
    sent(consultant, "save")
    assert (
        "/rutiner/permisjon_pa_papir/skjema" in consultant.get("/rutiner/permisjon_pa_papir").text
    )
    page = consultant.get("/rutiner/permisjon_pa_papir/skjema").text
    assert '<h1 class="ds-heading" data-size="lg">Endre rutinen</h1>' in page
    assert "Beskriv en ny rutine" not in page


@pytest.mark.parametrize("typed", ["1.3.28", "1/3-2028", "1. mars 2028", "2028-03-01"])
def test_a_day_is_taken_as_it_is_typed(consultant, mappings, typed):
    assert 'value="01.03.2028"' in sent(consultant, "count", system1_replaced_on=typed).text
    sent(consultant, "save", system1_replaced_on=typed)
    routine = load_routine(mappings / "routines" / "permisjon_pa_papir.yaml")
    assert str(routine.identity.systems[0].replaced_on) == "2028-03-01"
    assert 'value="01.03.2028"' in consultant.get("/rutiner/permisjon_pa_papir/skjema").text


def test_what_is_no_day_stays_as_it_was_typed(consultant):
    answer = sent(consultant, "count", system1_replaced_on="til høsten")
    assert answer.status_code == 422
    assert "System 1: Skiftes ut: skriv dagen som 31.12.2028" in words(answer.text)
    assert 'value="til høsten"' in answer.text


def test_what_must_be_filled_in_is_said_beforehand(consultant):
    """SC 3.3.2: an empty form is refused for nothing that it did not ask for."""
    page = consultant.get("/rutiner/ny").text
    asked = re.findall(r'<input class="ds-input" id="(\w+)"[^>]* required', page)
    refused = consultant.post("/rutiner/ny", do="count", opened="").text
    assert asked == re.findall(r'href="#(\w+)"', refused.partition('role="alert"')[2])
    assert asked == ["title"]


def test_each_hint_belongs_to_its_field(consultant):
    """A screen reader says it with the field (SC 1.3.1); with a fault, it says both."""
    page = consultant.get("/rutiner/ny").text
    said = set(re.findall(r'aria-describedby="(\w+-hint)"', page))
    assert said == set(re.findall(r'class="hint" id="(\w+-hint)"', page))
    wrong = sent(consultant, "count", name="Ikke et navn").text
    assert 'aria-describedby="name-hint name-error"' in wrong
