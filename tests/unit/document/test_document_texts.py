"""Every text of a process document is there in every language, with the same values in it."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from rutine.core.records import RECORD_TYPES
from rutine.matching.gates import Cardinality, PeriodGate
from rutine.matching.passes import Decision
from rutine.routines import document
from rutine.routines.cover_rule import CoverRule, Weekday
from rutine.routines.document.document_texts import PACKAGE, DocumentTexts
from rutine.routines.exception_rule import Severity
from rutine.routines.gain_card import GainStatus, GainType, Indicator
from rutine.routines.identity import DataClass, SystemUsed
from rutine.routines.obligation_rule import Event, ProofType
from rutine.routines.review_rule import Reviewing, TwoPersonLimits
from rutine.routines.routine_file import Kind, Stage
from rutine.routines.source import Source
from rutine.routines.vocabulary import LANGUAGES
from rutine.routines.word_book import catalogue_of
from tests.unit.drawing.test_drawing_texts import flat, placeholders

LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
FOLDER = Path(str(document.__file__)).parent


def allowed(model: Any, field: str) -> set[str]:
    """The words that a field of a model may hold."""
    words, waiting = set[str](), [model.model_fields[field].annotation]
    while waiting:
        for each in get_args(waiting.pop()):
            if isinstance(each, str):
                words.add(each)
            else:
                waiting.append(each)
    return words


@LANGUAGE
def test_each_language_has_the_same_texts_with_the_same_values(language) -> None:
    own, bokmaal = flat(catalogue_of(PACKAGE, language)), flat(catalogue_of(PACKAGE, "nb"))
    assert own.keys() == bokmaal.keys()
    for key, text in own.items():
        assert text.strip(), key
        assert placeholders(text) == placeholders(bokmaal[key]), key


@LANGUAGE
def test_every_word_of_the_vocabulary_has_a_text(language) -> None:
    words = {
        "stages": get_args(Stage),
        "kinds": get_args(Kind),
        "reached": allowed(SystemUsed, "reached_by"),
        "fetched": allowed(Source, "fetched_by"),
        "classes": get_args(DataClass),
        "records": RECORD_TYPES,
        "outcomes": [each.value for each in Decision],
        "periods": [each.value for each in PeriodGate],
        "sizes": [each.name.lower() for each in Cardinality],
        "proofs": get_args(ProofType),
        "events": get_args(Event),
        "weekday": get_args(Weekday),
        "strict": allowed(CoverRule, "strictness"),
        "severities": get_args(Severity),
        "roles": get_args(Reviewing),
        "limits": TwoPersonLimits.model_fields,
        "types": get_args(GainType),
        "indicators": get_args(Indicator),
        "statuses": get_args(GainStatus),
    }
    for table, those in words.items():
        assert set(catalogue_of(PACKAGE, language)[table]) == set(those), table


def test_every_text_is_used_and_every_used_text_is_there() -> None:
    """Keys are written out where they are used, so that one that nobody reads is found."""
    written = {
        node.value
        for path in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    counted = {"one_month", "months", "one_week", "weeks", "one_day", "days"}  # f"{name}s"
    times = {"every_day", "every_working_day"}  # RunTime.when
    keys = {key for key, text in catalogue_of(PACKAGE, "nb").items() if isinstance(text, str)}
    assert keys - written - counted - times == set()


def test_lengths_and_days_are_written_out() -> None:
    texts = DocumentTexts("nb")
    assert texts.length(3, 0, 0) == "3 måneder"
    assert texts.length(1, 1, 1) == "1 måned, 1 uke og 1 dag"
    assert texts.length(0, 0, 0) == ""
    assert texts.several(["a"]) == "a"
    assert DocumentTexts("en").several(["a", "b", "c"], "or") == "a, b or c"
    assert texts.day(date(2026, 5, 17)) == "17. mai 2026"
    assert DocumentTexts("en").day(date(2026, 5, 17)) == "17 May 2026"
