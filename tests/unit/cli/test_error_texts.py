"""Errors in the reader's language: the catalogues agree, and no placeholder breaks."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

from rutine.cli.texts.error_texts import TRANSLATED, catalogue, said
from rutine.core.errors import InputError, RutineError
from rutine.formats.yaml_source import mapping_invalid

RUTINE = Path(__file__).parents[3] / "rutine"


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def raised() -> list[tuple[str, set[str]]]:
    """Every `InputError(code, …, name=…)` in the library, with its details' names."""
    found = []
    for path in RUTINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            code = node.args[0]
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                names = {each.arg for each in node.keywords}
                if None not in names:  # `**about` is followed by the tests of wrong lists
                    found.append((code.value, {name for name in names if name}))
    return found


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_catalogue_has_the_same_codes_and_the_same_values(language: str) -> None:
    own, bokmaal = catalogue(language), catalogue("nb")
    assert own["error"].keys() == bokmaal["error"].keys()
    assert own["kind"].keys() == bokmaal["kind"].keys()
    assert own["label"].keys() == bokmaal["label"].keys()
    for code, sentences in own["error"].items():
        assert set(sentences) == {"what", "remedy"}
        for part, text in sentences.items():
            assert placeholders(text) == placeholders(bokmaal["error"][code][part]), code
            assert text.endswith("."), code


def test_every_code_is_raised_somewhere_with_what_its_sentences_name() -> None:
    told = raised()
    about = {"source", "place", "title", "other_place", "other_title", "kind", "wanted", "form"}
    for code, sentences in catalogue("nb")["error"].items():
        wanted = placeholders(sentences["what"]) | placeholders(sentences["remedy"])
        with_details = [names for each, names in told if each == code and names]
        assert all(wanted <= names for names in with_details), code
        assert with_details or wanted <= about | {"routines", "encoding"}, code


@pytest.mark.parametrize("language", TRANSLATED)
def test_an_error_is_said_in_the_language(language: str) -> None:
    error = InputError(
        "lists_swapped",
        "a.csv looks like list B.",
        "Swap the two files.",
        list="A",
        source="a.csv",
        place="A",
        other_place="B",
        title={"nb": "Bank", "nn": "Banken"},
        other_title={"nb": "Bilag"},
    )
    told = said(error, language)
    assert told.what.startswith("Liste A: a.csv ser ut som liste B (Bilag)")
    assert ("Banken" in told.what) == (language == "nn")
    assert told.what_label == "Feil:"


@pytest.mark.parametrize("language", [*TRANSLATED, "en"])
@pytest.mark.parametrize(
    "error",
    [
        RutineError("nobody_knows", "It broke.", "Mend it."),
        InputError("file_empty", "It is empty.", "Fetch it."),  # raised without its details
    ],
)
def test_without_a_sentence_or_its_details_the_english_text_is_said(
    language: str, error: RutineError
) -> None:
    assert said(error, language) == ("Error:", error.message, "Do this:", error.remedy)


def test_a_kind_of_file_is_named_in_the_language() -> None:
    error = InputError("wrong_kind", "", "", source="a.csv", seen="pdf", wanted="text")
    assert said(error, "nn").what == "a.csv er ein PDF, ikkje ei tekstfil."


def test_the_faults_of_a_file_are_said_in_the_language_each_with_its_line() -> None:
    error = mapping_invalid(Path("x.yaml"), [(3, "the key 'title' is missing")])
    told = said(error, "nb")
    assert told.what == "x.yaml må rettes:\n  linje 3: nøkkelen 'title' mangler"
    assert told.remedy == "Rett filen, og kontroller den med `rutine check`."
    assert said(error, "nn").what.startswith("x.yaml må rettast:\n  linje 3: nøkkelen")
    assert said(error, "en").what == error.message


def test_a_file_may_be_called_anything() -> None:
    error = InputError("file_empty", "", "", source="{list} [bold].csv")
    assert said(error, "nb").what == "{list} [bold].csv er tom."


def test_every_error_that_a_command_itself_raises_has_its_sentences() -> None:
    """What a command says of what somebody typed, set up or handed it is read by HR too."""
    commands = {
        code.value
        for path in (RUTINE / "cli").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in {"InputError", "AccessDenied", "ConnectorError"}
        for code in node.args[:1]
        if isinstance(code, ast.Constant)
    }
    assert len(commands) > 30
    assert commands - catalogue("nb")["error"].keys() == set()


def test_nynorsk_says_blir_everywhere() -> None:
    told = [text for each in catalogue("nn")["error"].values() for text in each.values()]
    assert [text for text in told if {"vert", "vart", "verte"} & set(text.lower().split())] == []
