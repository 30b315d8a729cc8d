"""`rutine new`: asked, answered in a form, gone on from a candidate; all is written or nothing."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import pytest
import yaml

from rutine.cli.texts.new_texts import catalogue
from rutine.core.identifiers import Fnr
from rutine.core.made_up import with_control_digits
from rutine.routines.vocabulary import LANGUAGES
from tests.command_line import CANDIDATE, Answer, rutine

ROOT = Path(__file__).parents[3]
REAL = [each for n in range(100, 120) if (each := with_control_digits(f"050585{n}"))][:3]
"""Ids of a valid shape without the synthetic month; nobody's in particular."""

PEOPLE = f"""\
Ansattnr;Fødselsnr;Navn;Enhet;Stillingskode;Ansatt fra
4711;{REAL[0]};Kari Nordmann;Nord;HJELP;01.02.2019
4712;{REAL[1]};Ola Nordmann;Nord;HJELP;15.08.2021
4713;{REAL[2]};Per Hansen;Sør;HJELP;01.06.2025
"""
PROOFS = "Ansattnr;Klasse;Utstedt;Gyldig til\n4711;B;01.03.2019;01.03.2099\n"
UNITS = "Enhet;Overordnet;Organisasjonsnummer;Leder\nNord;HO;970001018;4713\nHO;;;\n"
FORM = """\
title: Fornyelse av førerkort
name: forerkort
kind: obligation
owner: Enhetsleder
legal_basis: Vegtrafikkloven § 24
people: people.csv
proofs: proofs.csv
"""
TYPED = [
    *("Fornyelse av førerkort", "print", "forerkort", "2", "Enhetsleder", "", "Vegtrafikkloven"),
    *(
        "",
        "people.csv",
        "units.csv",
        "proofs.csv",
        "",
        "licence",
        "",
        "HJELP",
        "",
        "14 dager",
        "",
        "",
        "",
    ),
    *("", ""),
]
"""Answers in the order of the questions; `print` is refused, and asked about again."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "rutine"
    for name in ("formats", "tables", "routines"):
        shutil.copytree(ROOT / "mappings" / name, folder / "mappings" / name)
    shutil.copy(CANDIDATE, folder / "mappings" / "routines")
    shutil.copytree(ROOT / "flows", folder / "flows", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "prefect.yaml", folder)
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "proofs.csv").write_text(PROOFS, encoding="utf-8")
    (folder / "units.csv").write_text(UNITS, encoding="utf-8")
    (folder / "form.yaml").write_text(FORM, encoding="utf-8")
    return folder


def new(project: Path, *words: object, stdin: str = "", **more: str) -> Answer:
    return rutine("new", *words, home=project / ".rutine", at=project, stdin=stdin, **more)


def contents(project: Path) -> dict[Path, bytes]:
    return {
        path: path.read_bytes()
        for path in project.rglob("*")
        if path.is_file() and ".rutine" not in path.parts
    }


def test_the_texts_have_the_same_keys_and_values_in_each_language() -> None:
    held = {language: catalogue(language) for language in LANGUAGES}
    for texts in held.values():
        assert texts.keys() == held["nb"].keys()
        for key, text in texts.items():
            assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", held["nb"][key]))


def test_a_form_makes_all_that_a_routine_needs_and_all_of_it_is_right(project: Path) -> None:
    before = contents(project)
    done = new(project, "--from", "form.yaml")
    assert done.returncode == 0, done.stderr
    after = contents(project)
    assert {str(path.relative_to(project)) for path in after.keys() - before.keys()} == {
        "docs/reference/forerkort.md",
        "flows/forerkort.py",
        *(f"mappings/examples/forerkort/from_sample_files/{name}.csv" for name in
          ("achievement", "employee", "position")),
        "mappings/examples/forerkort/from_sample_files/expected.yaml",
        *(f"mappings/formats/forerkort_{name}.yaml" for name in
          ("achievement", "employee", "position")),
        "mappings/routines/forerkort.yaml",
    }  # fmt: skip
    changed = {path for path in before if after[path] != before[path]}
    assert changed == {project / "prefect.yaml"}
    names = [
        each["name"] for each in yaml.safe_load(after[project / "prefect.yaml"])["deployments"]
    ]
    assert names[-1] == "forerkort"
    checked = rutine("check", home=project / ".rutine", at=project)
    assert "mappings/routines/forerkort.yaml" in checked.stdout
    assert "✗" not in [line[:1] for line in checked.stdout.splitlines() if "forerkort" in line]


def test_nobody_of_the_sample_files_is_in_what_is_written(project: Path) -> None:
    before = contents(project)
    done = new(project, "--from", "form.yaml")
    assert done.returncode == 0, done.stderr
    written = {path: data for path, data in contents(project).items() if data != before.get(path)}
    people = [*REAL, "Nordmann", "Hansen", "4711", "4712", "4713"]
    for path, data in written.items():
        assert not [each for each in people if each in data.decode()], path
    assert not [each for each in people if each in done.stdout + done.stderr]
    employees = project / "mappings/examples/forerkort/from_sample_files/employee.csv"
    ids = [line.split(";")[1] for line in employees.read_text("utf-8").splitlines()[1:]]
    assert len(set(ids)) == 3
    assert all(Fnr.parse(each).synthetic for each in ids)


def test_the_questions_may_be_answered_line_by_line(project: Path) -> None:
    done = new(project, stdin="\n".join([*TYPED, "ja"]) + "\n")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "«print» er et ord i Python" in done.stdout
    text = (project / "mappings" / "routines" / "forerkort.yaml").read_text("utf-8")
    assert "due: {days: 14}" in text
    assert "needs: {type: licence, code: B}" in text
    example = project / "mappings" / "examples" / "forerkort" / "from_sample_files"
    assert (example / "unit.csv").read_text("utf-8").splitlines()[1:] == [
        "Nord;HO;970001018;100003",  # its manager is the third of the employees
        "HO;;;",
    ]


@pytest.mark.parametrize("ending", ["nei\n", ""])
def test_without_a_yes_nothing_is_written(project: Path, ending: str) -> None:
    before = contents(project)
    done = new(project, stdin="\n".join(TYPED) + "\n" + ending)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Ingenting er skrevet." in done.stdout
    assert contents(project) == before


def test_nobody_who_answers_is_told_of_the_form(project: Path) -> None:
    done = new(project, stdin="Fornyelse av førerkort\n")
    assert done.returncode == 2
    assert "Ingen svarte på «Hva skal filene hete?»." in done.stderr
    assert "rutine new --form SKJEMA.yaml" in done.stderr


def test_show_says_what_would_be_written_and_writes_nothing(project: Path) -> None:
    before = contents(project)
    done = new(project, "--from", "form.yaml", "--show", RUTINE_LANGUAGE="en")
    assert done.returncode == 0
    assert "flows/forerkort.py (new)" in done.stdout
    assert "prefect.yaml (changed)" in done.stdout
    assert contents(project) == before


def test_a_second_time_the_name_is_taken_and_nothing_is_touched(project: Path) -> None:
    assert new(project, "--from", "form.yaml").returncode == 0
    before = contents(project)
    again = new(project, "--from", "form.yaml")
    assert again.returncode == 2
    assert "Det finnes en rutinefil med navnet «forerkort»" in again.stderr
    assert contents(project) == before


def test_a_candidate_is_gone_on_with_and_keeps_its_own_words(project: Path) -> None:
    form = FORM.replace("title: Fornyelse av førerkort\nname: forerkort\n", "").replace(
        "owner: Enhetsleder\n", ""
    )
    (project / "form.yaml").write_text(form, encoding="utf-8")
    path = project / "mappings" / "routines" / "service_records.yaml"
    before = path.read_text("utf-8")
    done = new(project, "--candidate", "service_records", "--from", "form.yaml")
    assert done.returncode == 0, done.stderr
    after = path.read_text("utf-8")
    lines = iter(after.splitlines())
    assert all(line in lines for line in before.splitlines() if line != "stage: candidate")
    assert "stage: pilot" in after
    again = new(project, "--candidate", "service_records", "--from", "form.yaml")
    assert "ingen kandidat" in again.stderr


def test_an_empty_form_is_never_written_over(project: Path) -> None:
    form = project / "empty.yaml"
    assert new(project, "--form", form, "--kind", "cover").returncode == 0
    assert "rota:" in form.read_text("utf-8")
    assert "proofs:" not in form.read_text("utf-8")
    again = new(project, "--form", form)
    assert again.returncode == 2
    unknown = new(project, "--form", project / "other.yaml", "--kind", "matsj")
    assert "Velg match, obligation, cover" in unknown.stderr


def test_outside_a_project_there_is_nowhere_to_write(tmp_path: Path) -> None:
    done = rutine("new", home=tmp_path / "home", at=tmp_path)
    assert done.returncode == 2
    assert "prefect.yaml" in done.stderr


REGISTERS = """\
title: Våre lister
name: vare_lister
kind: registers
owner: HR-sjef
legal_basis: Personvernforordningen art. 6
people: people.csv
all_units: all_units.csv
"""
ALL_UNITS = "Enhet;Overordnet;Organisasjonsnummer;Leder\nNord;HO;970001018;4713\nHO;;;4712\n"
SURVEY = """\
title: Trivsel
name: trivsel
kind: survey
owner: HR-sjef
legal_basis: Vedtak etter drøfting
people: people.csv
all_units: all_units.csv
respondents: respondents.csv
"""
RESPONDENTS = "Ansattnr;E-post;Enhet\n4711;k@nord.no;Nord\n4712;o@nord.no;HO\n"
QUESTIONS = """\
title: Spørsmål om ferie
name: feriesporsmal
kind: questions
owner: HR-sjef
legal_basis: Ferieloven
answers: answers.csv
asked: asked.csv
ask_instead: Spør lederen din
"""
ANSWERS = (
    "Id;Språk;Spørsmål;Svar;Kilde;Eier;Gjelder til\n"
    "dager;Bokmål;Hvor mange feriedager har jeg?;Tjuefem.;Ferieloven § 5;HR;31.12.2099\n"
    "flytte;Bokmål;Kan jeg flytte ferien?;Avtal det med lederen.;;HR;\n"
)
ASKED = "Spørsmål;Sist spurt;Ganger\nKan jeg ta med hund?;02.11.2026;3\n"


REDEPLOYMENT = """\
title: Fortrinn
name: fortrinn
kind: redeployment
owner: Personalsjef
legal_basis: Arbeidsmiljøloven § 14-2
staff: redeployment/employee.csv
rights: redeployment/preferential_right.csv
vacancies: redeployment/vacancy.csv
"""
RECORDS = """\
title: Tjenestebevis for oss
name: beviset
kind: service_record
owner: HR-sjef
legal_basis: Avtale
staff: service_record/employee.csv
requests: service_record/service_record_request.csv
held: service_record/position.csv
units: service_record/unit.csv
"""


@pytest.mark.parametrize(
    ("form", "cases", "records"),
    [
        (REGISTERS, "H04", ("employee", "position", "unit")),
        (SURVEY, "U10", ("employee", "position", "respondent", "unit")),
        (QUESTIONS, "Q06", ("asked_question", "question_answer")),
        (REDEPLOYMENT, "R01", ("employee", "preferential_right", "vacancy")),
        (RECORDS, "S06", ("employee", "position", "service_record_request", "unit")),
    ],
    ids=["registers", "survey", "questions", "redeployment", "service_record"],
)
def test_the_newer_kinds_are_made_checked_tried_and_their_flow_is_read(
    project: Path, form: str, cases: str, records: tuple[str, ...]
) -> None:
    for name, text in (
        ("all_units", ALL_UNITS), ("respondents", RESPONDENTS), ("answers", ANSWERS),
        ("asked", ASKED),
    ):  # fmt: skip
        (project / f"{name}.csv").write_text(text, encoding="utf-8")
    for routine, example in (
        ("redeployment", "facts_exclude_nobody"),
        ("service_record", "payroll_and_hr_disagree"),
    ):
        shutil.copytree(ROOT / "mappings" / "examples" / routine / example, project / routine)
    (project / "form.yaml").write_text(form, encoding="utf-8")
    name = re.search(r"name: (\w+)", form)[1]  # type: ignore[index]

    done = new(project, "--from", "form.yaml")

    assert done.returncode == 0, done.stderr
    example = project / "mappings" / "examples" / name / "from_sample_files"
    assert {path.stem for path in example.glob("*.csv")} == set(records)
    assert f"reason: {cases}" in (example / "expected.yaml").read_text("utf-8")
    tried = rutine("try", name, home=project / ".rutine", at=project)
    assert tried.returncode == 0, tried.stdout + tried.stderr
    checked = rutine("check", home=project / ".rutine", at=project)
    assert "✗" not in [line[:1] for line in checked.stdout.splitlines() if name in line]
    flow = (project / "flows" / f"{name}.py").read_text("utf-8")
    wanted = {each.rstrip(",") for each in re.findall(r"^    (\w+),$", flow, re.MULTILINE)}
    held = ast.parse((ROOT / "tasks" / "shapes.py").read_text("utf-8")).body
    there = {each.name for each in held if isinstance(each, ast.FunctionDef)}
    assert wanted <= there
    assert ast.parse(flow).body
