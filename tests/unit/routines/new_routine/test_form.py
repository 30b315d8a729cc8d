"""The empty form asks what is asked, in three languages, and a filled one is read line by line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rutine.core.errors import InputError
from rutine.formats.sentences import Language
from rutine.formats.yaml_source import load_yaml
from rutine.routines.new_routine.answers import Answers
from rutine.routines.new_routine.form import empty_form, fill_in
from rutine.routines.new_routine.question import QUESTIONS, SHAPES
from rutine.routines.new_routine.question_texts import catalogue
from rutine.routines.new_routine.reading import Span
from rutine.routines.new_routine.samples import Samples
from rutine.routines.new_routine.taken import Taken
from rutine.routines.vocabulary import LANGUAGES

ROOT = Path(__file__).parents[4]
LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)

PEOPLE = """\
Ansattnr;Fødselsnr;Navn;Enhet;Stillingskode;Ansatt fra
1001;01816010027;Solveig Haugen;Nord;6572;01.02.2019
1002;01826110038;Trond Myhre;Nord;7174;15.08.2021
"""
PROOFS = "Ansattnr;Klasse;Utstedt;Gyldig til\n1001;B;01.03.2019;01.03.2040\n"
FILLED = """\
title: Fornyelse av førerkort
kind: obligation
owner: Enhetsleder
legal_basis: Vegtrafikkloven § 24
people: people.csv
proofs: proofs.csv
positions: [6572]
deadline: 14 dager
"""


def answers(folder: Path, known: dict[str, str] | None = None) -> Answers:
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "proofs.csv").write_text(PROOFS, encoding="utf-8")
    return Answers(
        samples=Samples(ROOT / "mappings" / "formats", {}, date(2026, 11, 30)),
        taken=Taken(ROOT / "mappings", ROOT),
        at=folder,
        said=lambda error, _: f"{error.code}: {error.message}",
        language="nb",
        known=known or {},
    )


def filled(folder: Path, text: str) -> Answers:
    form = folder / "form.yaml"
    form.write_text(text, encoding="utf-8")
    found = answers(folder)
    fill_in(form, found)
    return found


@LANGUAGE
def test_every_question_is_asked_and_explained_in_each_language(language: Language) -> None:
    texts = catalogue(language)
    asked = {question.key for question in QUESTIONS}
    assert asked | {"choice", "fault", "taken", "form"} == texts.keys()
    for key in ("choice", "fault", "taken", "form"):
        assert texts[key].keys() == catalogue("nb")[key].keys()
    for key in asked:
        assert texts[key]["ask"].endswith("?"), key
        assert not texts[key]["why"].endswith("."), key


@LANGUAGE
@pytest.mark.parametrize("shape", [None, *SHAPES])
def test_an_empty_form_is_plain_yaml_with_every_question_of_its_shape_once(
    language: Language, shape: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "form.yaml"
    path.write_text(empty_form(language, shape), encoding="utf-8")
    data = load_yaml(path).data  # a key twice would be a fault
    assert data.pop("kind") == (shape or "")
    assert not any(data.values())
    assert data.keys() == {
        question.key
        for question in QUESTIONS
        if question.key != "kind" and (shape is None or shape in (question.shapes or (shape,)))
    }


def test_a_filled_form_is_read_and_what_stands_empty_is_proposed(tmp_path: Path) -> None:
    given = filled(tmp_path, FILLED).given
    assert given["name"] == "fornyelse_av_forerkort"
    assert given["requirement"] == "Fornyelse av førerkort"
    assert given["team"] == "Enhetsleder"
    assert given["codes"] == ("B",)  # the word of the file
    assert given["positions"] == ("6572",)
    assert given["deadline"] == Span(days=14)
    assert given["warn_days"] == (90, 30, 14)
    assert given["runs"] == "every_working_day"
    assert "weekday" not in given
    assert "rota" not in given


def test_every_fault_of_a_form_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    wrong = FILLED.replace("14 dager", "snart").replace("owner: Enhetsleder\n", "")
    wrong += "purpos: x\nproof: diploma\n"
    with pytest.raises(InputError) as caught:
        filled(tmp_path, wrong)
    assert caught.value.code == "form_faulty"
    faults = caught.value.details["faults"]
    assert isinstance(faults, dict)
    assert faults["nb"].splitlines() == [
        "  linje 1, owner: Dette må besvares.",
        "  linje 7, deadline: Skriv for eksempel 30 dager, 8 uker eller 3 måneder.",
        "  linje 8, purpos: Det er ingen slik linje i skjemaet ('purpose'?).",
        "  linje 9, proof: Velg blant: course, test, practical, licence, health, action.",
    ]
    assert faults.keys() == {"nb", "nn", "en"}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("proofs: missing.csv", "file_unreadable"),
        ("proofs: people.csv", "sample_lacks"),
        ("proofs: proofs.csv; Kurs = code", "heading_unknown"),
        ("proofs: proofs.csv; Klasse = kode", "field_unknown"),
        ("proofs: proofs.csv; Klasse", "Skriv kolonnene"),
    ],
)
def test_a_sample_that_cannot_be_used_says_why(tmp_path: Path, line: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        filled(tmp_path, FILLED.replace("proofs: proofs.csv", line))
    assert code in caught.value.details["faults"]["nb"]  # type: ignore[call-overload,index]


def test_columns_with_unknown_headings_are_pointed_out(tmp_path: Path) -> None:
    found = answers(tmp_path)
    (tmp_path / "proofs.csv").write_text(
        PROOFS.replace("Klasse", "Xyz").replace("Utstedt", "Qwe"), encoding="utf-8"
    )
    form = tmp_path / "form.yaml"
    form.write_text(
        FILLED.replace("proofs.csv", "proofs.csv; Xyz = code; Qwe = day"), encoding="utf-8"
    )
    fill_in(form, found)
    assert found.files["proofs"].reading.count == 1
    assert found.given["codes"] == ("B",)


@pytest.mark.parametrize(
    ("name", "what"), [("nav_refunds", "en rutinefil"), ("nav_claims", "en matchfil")]
)
def test_a_name_that_something_has_is_refused(tmp_path: Path, name: str, what: str) -> None:
    with pytest.raises(InputError) as caught:
        filled(tmp_path, f"{FILLED}name: {name}\n")
    told = caught.value.details["faults"]["nb"]  # type: ignore[call-overload,index]
    assert f"Det finnes {what} med navnet «{name}». Velg et annet." in told
