"""Each sentence of `rutine check`, in three languages, as it is read."""

from __future__ import annotations

import string
from dataclasses import replace
from pathlib import Path

import pytest

from rutine.core.reasons import REASONS
from rutine.routines.check import people_check
from rutine.routines.check.checker import findings_of
from rutine.routines.check.finding import Finding
from rutine.routines.check.surroundings import Surroundings
from rutine.routines.check.wording import AS_IT_IS, catalogue
from tests.golden.routines.check_cases import (
    CASES,
    FOLDER,
    LANGUAGES,
    ROOT,
    TODAY,
    Case,
    all_found,
    page,
)

Found = list[tuple[Case, list[Finding]]]
RETIRED = "reason_retired"
"""No reason is retired yet; its sentence has a test of its own."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    return all_found(tmp_path_factory.mktemp("project"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentences_are_as_they_were_read(found: Found, language) -> None:
    golden = (FOLDER / f"messages_{language}.txt").read_text("utf-8")
    assert page(found, language) == golden


def test_each_case_makes_the_check_say_what_it_is_there_for(found: Found) -> None:
    for case, findings in found:
        assert set(case.codes.split()) <= {each.code for each in findings}, case.title
        assert [each.order for each in findings] == sorted(each.order for each in findings)


def test_every_sentence_has_a_case_and_none_is_unknown(found: Found) -> None:
    said = {each.code for _, findings in found for each in findings}
    assert said | {RETIRED} == catalogue("en")["text"].keys()
    assert AS_IT_IS not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogues_agree(language) -> None:
    own, english = catalogue(language), catalogue("en")
    assert own["label"].keys() == english["label"].keys()
    assert own["text"].keys() == english["text"].keys()
    for code, text in own["text"].items():
        assert placeholders(text) == placeholders(english["text"][code]), code


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_a_retired_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    retired = {**REASONS, "D00": replace(REASONS["D00"], retired=True)}
    monkeypatch.setattr(people_check, "REASONS", retired)
    path = ROOT / "mappings" / "routines" / "nav_refunds.yaml"
    around = Surroundings(ROOT / "mappings", ROOT, {}, TODAY)
    assert RETIRED in [each.code for each in findings_of(path, around)]


def test_the_cases_are_many() -> None:
    assert len(CASES) > 150


def test_nobody_is_told_of_by_number_or_name(found: Found) -> None:
    pages = "".join((Path(FOLDER) / f"messages_{x}.txt").read_text("utf-8") for x in LANGUAGES)
    assert "12345678" not in pages
