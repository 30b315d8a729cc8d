"""Every text of a drawing is there in every language, with the same values in it."""

from __future__ import annotations

import string
from typing import Any, get_args

import pytest

from rutine.routines.drawing.chart import TaskKind
from rutine.routines.drawing.drawing_texts import PACKAGE, DrawingTexts
from rutine.routines.procedure import Becomes, Waste
from rutine.routines.vocabulary import LANGUAGES, Certainty
from rutine.routines.word_book import catalogue_of


def flat(texts: dict[str, Any]) -> dict[str, str]:
    found = {}
    for key, value in texts.items():
        if isinstance(value, dict):
            found |= {f"{key}.{word}": text for word, text in value.items()}
        else:
            found[key] = value
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_the_same_texts_with_the_same_values(language) -> None:
    own, bokmaal = flat(catalogue_of(PACKAGE, language)), flat(catalogue_of(PACKAGE, "nb"))
    assert own.keys() == bokmaal.keys()
    for key, text in own.items():
        assert text.strip(), key
        assert placeholders(text) == placeholders(bokmaal[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_vocabulary_has_a_text(language) -> None:
    texts = catalogue_of(PACKAGE, language)
    words = {"fate": Becomes, "kind": TaskKind, "waste": Waste, "figures": Certainty}
    for table, allowed in words.items():
        assert set(texts[table]) == set(get_args(allowed)), table


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert DrawingTexts("nb").minutes(2.5) == "2,5 min"
    assert DrawingTexts("en").minutes(2.5) == "2.5 min"
    assert DrawingTexts("nb").hours(1) == "1 time"
    assert DrawingTexts("nn").hours(24) == "24 timar"
    assert DrawingTexts("en").share(12.04) == "12\u00a0%"
    assert DrawingTexts("nb").times(1) == "1 gang i måneden"
