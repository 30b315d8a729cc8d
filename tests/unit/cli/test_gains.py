"""`rutine gains`, and its words in every language."""

from __future__ import annotations

import tomllib
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from rutine.routines.gain_card import GainStatus, GainType, Indicator
from rutine.routines.gain_report import Doubt, Progress
from tests.command_line import CANDIDATE, rutine, with_candidate

TEXTS = Path("rutine/routines/texts")


def texts(language: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((TEXTS / f"gain_{language}.toml").read_text("utf-8"))


def test_each_card_tells_what_was_promised_and_what_keeps_it_from_being_a_gain(tmp_path) -> None:
    said = rutine("gains", home=tmp_path)
    assert said.returncode == 0
    assert "Mindre tid på avstemming – Arbeid per linje" in said.stdout
    assert "Eier               Leder for lønn og regnskap" in said.stdout
    assert (
        "Teller ikke som gevinst ennå:\n    – Nullpunktet er et eksempel. Mål det." in said.stdout
    )


def test_a_routine_without_cards_says_so(tmp_path) -> None:
    project = with_candidate(tmp_path / "project")
    said = rutine("gains", CANDIDATE.stem, home=tmp_path / "home", **project)
    assert said.stdout.strip() == "Rutinefilen har ingen gevinstkort."


def test_a_routine_that_is_not_there_is_an_error(tmp_path) -> None:
    assert rutine("gains", "nothing", home=tmp_path).returncode == 2


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_word_of_the_cards_is_there(language: str) -> None:
    found = texts(language)
    for family, codes in (
        ("type", get_args(GainType)),
        ("indicator", get_args(Indicator)),
        ("status", get_args(GainStatus)),
        ("progress", tuple(Progress)),
        ("doubt", tuple(Doubt)),
    ):
        assert set(found[family]) == set(codes)
    places = {
        key: {field for _, field, _, _ in Formatter().parse(text)}
        for key, text in found["gain"].items()
    }
    assert places == {
        key: {field for _, field, _, _ in Formatter().parse(text)}
        for key, text in texts("nb")["gain"].items()
    }
