"""The process document says everything that the routine file says, in each language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings

from rutine.core.reason_texts import Language, reason_text
from rutine.formats.yaml_source import load_yaml
from rutine.routines.document.blocks import Bullets, Drawing, Facts, Grid, Paragraph
from rutine.routines.document.docx_file import docx_file
from rutine.routines.document.example_words import shown_by
from rutine.routines.document.html_page import html_page
from rutine.routines.document.process_document import process_document
from rutine.routines.routine_file import RoutineFile, load_routine
from rutine.routines.vocabulary import LANGUAGES
from tests.drawn_routines import long_routine, routines

MAPPINGS = Path(__file__).parents[3] / "mappings"
PATH = MAPPINGS / "routines" / "nav_refunds.yaml"
REFUNDS = load_routine(PATH)
SHOWN = shown_by(MAPPINGS / "examples" / "nav_refunds", REFUNDS.examples)


def text_of(routine: RoutineFile, language) -> str:
    """All that a document says, in one text."""
    document = process_document(routine, SHOWN, language)
    said = [document.title, document.kind, document.made]
    for section in document.sections:
        said.append(section.title)
        for block in section.blocks:
            match block:
                case Paragraph(text):
                    said.append(text)
                case Bullets(items):
                    said += items
                case Facts(rows, title):
                    said += [title, *(cell for row in rows for cell in row)]
                case Grid(caption, columns, rows):
                    said += [caption, *columns, *(cell for row in rows for cell in row)]
                case Drawing():
                    pass
    return "\n".join(said)


def leaves(value, path=()):
    """Every text of a file, with the keys that lead to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, path)
    else:
        yield path, value


def test_every_text_that_the_consultant_wrote_stands_in_the_document() -> None:
    """But for what is a code or a number: those are said in words, or belong to the program."""
    said = text_of(REFUNDS, "nb")
    coded = re.compile(r"[a-zA-Z0-9_:.-]+")
    left_out = {"bank", "accounts", "nn", "en"}  # words on the bank statement, account numbers
    missing = [
        (path, value)
        for path, value in leaves(load_yaml(PATH).data)
        if not left_out & set(path) and not coded.fullmatch(value) and value not in said
    ]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_exception_has_its_reason_and_what_to_do(language) -> None:
    said = text_of(REFUNDS, language)
    for each in REFUNDS.exceptions:
        told = reason_text(each.code, Language(language))
        assert f"{each.code}\n{told.title}\n{told.action}\n" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_parts_stand_in_the_same_order_in_every_language(language) -> None:
    document = process_document(REFUNDS, SHOWN, language)
    assert [section.id for section in document.sections] == [
        "about",
        "volume",
        "systems",
        "today",
        "to_be",
        "sources",
        "rules",
        "exceptions",
        "controls",
        "protection",
        "calendar",
        "gains",
        "examples",
    ]
    assert REFUNDS.sha256 in document.made


def test_a_candidate_says_what_is_not_decided_instead_of_leaving_it_out() -> None:
    bare = RoutineFile.model_validate({"version": 2, "name": "bare", "title": {"nb": "Bar"}})
    said = text_of(bare, "nb")
    assert "Eier i linjen\nIkke bestemt ennå" in said
    assert "Personvernkonsekvenser (DPIA)\nIkke bestemt ennå" in said
    assert "Ingen kontroller er beskrevet ennå." in said
    ids = [section.id for section in process_document(bare, {}, "nb").sections]
    assert ids == ["about", "controls", "protection"]


def test_the_programs_own_controls_are_promised_only_where_it_runs() -> None:
    promise = "Fødselsnumre er kryptert i lageret"
    assert promise in text_of(REFUNDS, "nb")
    assert promise not in text_of(long_routine(), "nb")


def test_saved_time_without_a_use_is_said_to_be_no_gain() -> None:
    card = REFUNDS.gains[0].model_copy(update={"use_of_saved_time": None})
    routine = REFUNDS.model_copy(update={"gains": (card,)})
    assert "Spart tid er ingen gevinst før" in text_of(routine, "nb")
    assert "Spart tid er ingen gevinst før" not in text_of(REFUNDS, "nb")


def test_an_example_is_told_by_the_comment_it_begins_with(tmp_path: Path) -> None:
    for name, text in {
        "told": "# Én linje\n# og én til.\nas_of: 2026-01-01\n",
        "mute": "a: b\n",
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "expected.yaml").write_text(text, encoding="utf-8")
    shown = shown_by(tmp_path, ["told", "mute", "missing"])
    assert shown == {"told": "Én linje og én til.", "mute": ""}


@settings(max_examples=15, deadline=None)
@given(routines())
def test_any_routine_can_be_written_in_both_forms(routine: RoutineFile) -> None:
    document = process_document(routine, {}, "nb")
    assert html_page(document).startswith("<!doctype html>")
    assert docx_file(document).startswith(b"PK")
