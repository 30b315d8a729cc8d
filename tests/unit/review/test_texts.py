from __future__ import annotations

import re
import string

import pytest

from rutine.cases.access import UserRole
from rutine.core.differences import Action
from rutine.core.reason_texts import (
    CODE_TEXTS,
    Language,
    action_text,
    benefit_name,
    deadline_text,
    reason_text,
    role_name,
)
from rutine.core.reasons import REASONS, DeadlineRule, Role
from rutine.review.catalogue import catalogue
from rutine.review.routes import PAGES
from tests.unit.review.text_families import FAMILIES, FOLDER

LANGUAGES = list(Language)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_key(language):
    assert catalogue(language).texts.keys() == catalogue(Language.NB).texts.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_puts_in_the_same_values(language):
    for key, text in catalogue(language).texts.items():
        assert placeholders(text) == placeholders(catalogue(Language.NB).texts[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_left_in_another_language(language):
    texts = catalogue(language).texts
    assert all(text.strip() for text in texts.values())
    same = [
        key
        for key, text in texts.items()
        if language is Language.EN
        and len(re.sub(r"\{\w+\}", "", text)) > 12
        and text == catalogue(Language.NB).texts[key]
    ]
    assert same == []


def test_every_key_in_the_templates_is_in_the_catalogue():
    known = catalogue(Language.NB).texts
    used = set()
    for template in (FOLDER / "templates").glob("*.html"):
        used |= set(re.findall(r"\bt\(\s*[\"']([\w.]+)[\"']\s*[,)]", template.read_text()))
    assert len(used) > 60
    assert used - known.keys() == set()


def test_every_key_in_the_code_is_in_the_catalogue():
    known = catalogue(Language.NB).texts
    families = {key.partition(".")[0] for key in known}
    used = set()
    for module in FOLDER.rglob("*.py"):
        for key in re.findall(r"\"((?:\w+\.)+\w+)\"", module.read_text()):
            if key.partition(".")[0] in families and not key.endswith((".html", ".css")):
                used.add(key)
    assert len(used) > 40
    plural = {key for key in used if f"{key}.many" in known}
    assert used - plural - known.keys() == set()


def test_every_key_put_together_while_running_is_in_the_catalogue():
    known = catalogue(Language.NB).texts
    wanted = {f"{family}.{code}" for family, codes in FAMILIES.items() for code in codes}
    assert wanted - known.keys() == set()


def test_every_key_in_the_catalogue_is_used():
    source = "".join(
        path.read_text() for path in (*FOLDER.rglob("*.py"), *(FOLDER / "templates").glob("*.html"))
    )
    wanted = {f"{family}.{code}" for family, codes in FAMILIES.items() for code in codes}
    unused = [
        key
        for key in catalogue(Language.NB).texts
        if key not in wanted
        and f'"{key}"' not in source
        and f"'{key}'" not in source
        and not key.startswith("routine.")
    ]
    # Put together from parts that stand in the code.
    built = {"verdict.ore.more", "verdict.ore.less", "verdict.count.more", "verdict.count.less"}
    assert set(unused) - built == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_benefit_and_decision_has_its_words(language):
    texts = CODE_TEXTS[language]
    assert texts.reasons.keys() == REASONS.keys()
    assert texts.benefits.keys() == CODE_TEXTS[Language.NB].benefits.keys()
    assert set(texts.benefits) == set("123456789AEFGHIJKMYZ")
    assert set(texts.actions) == {action.value for action in Action}
    assert all(role_name(role, language) for role in Role)
    assert all(deadline_text(rule, language) for rule in DeadlineRule)
    for text in texts.reasons.values():
        assert len(text.title) < 60
        assert not text.title.endswith(".")
        assert text.meaning.endswith(".")
        assert text.action.endswith(".")


def test_a_reason_of_a_newer_program_reads_as_unexplained():
    assert reason_text("D99", Language.EN) == reason_text("D00", Language.EN)


def test_an_unknown_benefit_is_named_by_its_code():
    assert benefit_name("Q", Language.NB) == "Ukjent ytelse, kode Q"
    assert benefit_name("4", Language.NN) == "Sjukepengar"
    assert action_text(Action.WRITE_OFF, Language.EN).label == "Write off as a loss"


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_that_are_only_words_have_as_many_parts_in_each_language(language):
    for page, sections in catalogue(Language.NB).pages.items():
        other = catalogue(language).pages[page]
        assert [(len(s.paragraphs), len(s.points)) for s in sections] == [
            (len(s.paragraphs), len(s.points)) for s in other
        ]


@pytest.mark.parametrize(
    ("language", "heading"), [("nb", "Saker"), ("nn", "Å gjere"), ("en", "Cases")]
)
def test_the_language_is_chosen_with_a_form_and_remembered(visitor, language, heading):
    visitor.get("/saker")
    answer = visitor.post("/sprak", language=language, back="/saker")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/saker"
    page = visitor.get("/saker")
    assert f'<html lang="{language}"' in page.text
    assert page.headers["content-language"] == language
    assert heading in page.text
    visitor.post("/logg-ut")
    assert f'<html lang="{language}"' in visitor.get("/logg-inn").text


@pytest.mark.parametrize("language", ["nn", "en"])
def test_every_page_is_made_in_every_language(visitor, as_user, language):
    people = {
        UserRole.REVIEWER: visitor,
        UserRole.AUDITOR: as_user("rune"),
        UserRole.CONSULTANT: as_user("pia"),
    }
    for each in people.values():
        each.get("/om")
        each.post("/sprak", language=language, back="/")
    for page in PAGES:
        if page.method == "GET" and "{" not in page.path and page.path != "/metrics":  # no page
            allowed = people.keys() if page.allowed is None else page.allowed
            who = next(person for role, person in people.items() if role in allowed)
            answer = who.client.get(page.path)
            assert answer.status_code in {200, 303}
    for code in ("D00", "D14", "D25", "D28", "D35", "D36", "D38", "D43"):
        answer = visitor.get(f"/saker/{visitor.number(code)}")
        assert reason_text(code, Language(language)).title in answer.text


def test_an_unknown_language_changes_nothing(visitor):
    visitor.get("/saker")
    visitor.post("/sprak", language="xx", back="/saker")
    assert '<html lang="nb"' in visitor.get("/saker").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_rutine_is_the_name_of_the_app_alone(language):
    """What works by itself is the robot; a routine file is a command's business."""
    commands = re.compile(r"rutine\.toml|rutine risk|rutine doctor")
    named = {
        key
        for key, text in catalogue(language).texts.items()
        if not key.startswith("routines.")  # what is described there is any routine
        and re.search(r"\brutine\b|\b(av|by|frå|fra) Rutine\b", commands.sub("", text))
    }
    assert named <= {"workbook.workbook_unknown"}  # a workbook from the app


def test_nynorsk_says_blir_everywhere():
    texts = catalogue(Language.NN).texts
    other = re.compile(r"\b(vert|verte|vart|vorte|vorten|vorti)\b", re.IGNORECASE)
    assert [key for key, text in texts.items() if other.search(text)] == []
