"""The pure search: words, likeness, ranking, cleaning, contradictions and groups."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations

import pytest

from rutine.questions.answers import ask
from rutine.questions.asked import Asked, grouped
from rutine.questions.cleaning import cleaned, looks_like_id
from rutine.questions.contradictions import rivals
from rutine.questions.entry import Entry
from rutine.questions.likeness import LIKE, likeness
from rutine.questions.memory import AnswersInMemory
from rutine.questions.words import Vocabulary, Word, Words

WORDS = Words(
    {
        "norwegian": Vocabulary(
            frozenset({"hvor", "jeg", "har", "mye", "kan", "få", "på", "til", "når", "er"}),
            (
                ("syk", "sykt", "sjuk", "sjukt"),
                ("sykt barn", "barns sykdom"),
                ("egenmelding", "eigenmelding"),
            ),
        )
    }
)
FERIE = Entry("a", "ferie", "nb", "Hvor mye ferie har jeg?", "25 dager", ("feriedager",))
SYKT = Entry("b", "sykt-barn", "nb", "Sykt barn", "Ti dager")
LONN = Entry("c", "lonn", "nb", "Når kommer lønnen?", "Den 12.")
SAME_NN = Entry("d", "ferie", "nn", "Kor mykje ferie har eg?", "25 dagar")


def found(question: str, *entries: Entry, language: str = "nb", unit: str = "") -> list[str]:
    listed = [(e, WORDS.terms((*e.asked_as, e.answer), e.language)) for e in entries]
    answers = AnswersInMemory(listed, Counter(e.language for e in entries))
    return [hit.entry.key for hit in ask(question, language, answers, WORDS, unit=unit)]


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("ferie", "a"),
        ("feriene", "a"),
        ("FERIEDAGAR", "a"),
        ("sjukt barn", "b"),
        ("barns sykdom", "b"),
        ("lønna", "c"),
        ("lonnen", "c"),
    ],
)
def test_endings_compounds_synonyms_and_a_slip_lead_to_the_answer(question: str, key: str) -> None:
    if question == "lonnen":  # another letter in the middle of a short word is another word
        assert found(question, FERIE, SYKT, LONN) == []
        return
    assert found(question, FERIE, SYKT, LONN)[0] == key


@pytest.mark.parametrize("question", ["vaffeloppskrift", "hvor er bussen", "", "på til er", "12"])
def test_what_no_answer_is_about_gets_none(question: str) -> None:
    assert found(question, FERIE, SYKT, LONN) == []


def test_the_order_of_the_answers_does_not_depend_on_that_of_the_set() -> None:
    twins = [Entry(key, key, "nb", "Ferie", key) for key in "xyz"]
    assert {tuple(found("ferie", *each)) for each in permutations(twins)} == {("x", "y", "z")}


def test_a_question_with_translations_is_shown_once_in_the_language_of_the_reader() -> None:
    assert found("ferie", FERIE, SAME_NN) == ["a"]
    assert found("ferie", FERIE, SAME_NN, language="nn") == ["d"]


def test_an_answer_for_other_units_is_not_shown_to_one_who_says_where_they_work() -> None:
    school = Entry("s", "ferie-skole", "nb", "Ferie", "Skoleferie", units=("Skole",))
    assert found("ferie", school, unit="skole") == ["s"]
    assert found("ferie", school, unit="Sykehjem") == []
    assert found("ferie", school) == ["s"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("permisjon", "permisjno", True),
        ("permisjon", "permsjon", True),
        ("permisjon", "permisjonn", True),
        ("permisjon", "permisjin", True),
        ("permisjon", "pensjon", False),
        ("lege", "lese", False),
        ("2026", "20261", False),
    ],
)
def test_one_slip_in_a_long_word_is_forgiven_and_no_more(one: str, other: str, same: bool) -> None:
    assert (likeness(Word(one), Word(other)) >= LIKE) is same
    assert (likeness(Word(other), Word(one)) >= LIKE) is same


@pytest.mark.parametrize(
    "text",
    [
        "01816010027",
        "018160 10027",
        "01.81.60 10027",
        "0 1 8 1 6 0 1 0 0 2 7",
        "nr:01816010027!",
        "０１８１６０１００２７",
        "1234.56.78903",
        "018160\u00a010027",
        "99999999999",
    ],
)
def test_what_looks_like_an_id_is_seen_however_it_is_written(text: str) -> None:
    assert looks_like_id(f"Hva med {text}")


@pytest.mark.parametrize(
    "text",
    [
        "ferie 01.07.2026-15.07.2026",
        "75 00 00 00",
        "G er 136549 kroner i 2026",
        "2025, 2026 og 2027",
    ],
)
def test_days_telephones_and_amounts_are_no_ids(text: str) -> None:
    assert not looks_like_id(text)


def test_nothing_kept_has_a_digit_or_an_address() -> None:
    assert cleaned("Ring 99 88 77 66,\n eller kari@prove.no  nå") == "Ring ## ## ## ##, eller @ nå"
    assert len(cleaned("x" * 5000)) == 300


def test_two_contradict_only_while_both_hold_for_somebody() -> None:
    def entry(key: str, answer: str, **more: object) -> Entry:
        return Entry(key, key, "nb", "Kan jeg få ferie?", answer, **more)  # type: ignore[arg-type]

    one = entry("1", "Ja", valid_to=date(2026, 6, 30))
    assert [pair.differ for pair in rivals([one, entry("2", "Nei")], WORDS)] == [True]
    assert [pair.differ for pair in rivals([one, entry("2", " ja ")], WORDS)] == [False]
    assert rivals([one, entry("2", "Nei", valid_from=date(2026, 7, 1))], WORDS) == []
    school, home = entry("1", "Ja", units=("Skole",)), entry("2", "Nei", units=("Sykehjem",))
    assert rivals([school, home], WORDS) == []
    assert len(rivals([school, entry("3", "Nei")], WORDS)) == 1
    assert rivals([one, Entry("2", "2", "nn", "Kan jeg få ferie?", "Nei")], WORDS) == []


def test_an_id_is_one_question_however_differently_it_is_put() -> None:
    old = Entry("ferie nb 2025", "ferie", "nb", "Hvor mye ferie har jeg?", "25 dager")
    new = Entry("ferie nb 2026", "ferie", "nb", "Fridager i året", "30 dager")
    assert [(pair.one, pair.other, pair.differ) for pair in rivals([new, old], WORDS)] == [
        (old, new, True)
    ]
    assert rivals([old, replace(new, answer="25 dager")], WORDS) == []
    ended = replace(old, valid_to=date(2025, 12, 31))
    assert rivals([ended, replace(new, valid_from=date(2026, 1, 1))], WORDS) == []
    assert rivals([old, replace(new, language="nn")], WORDS) == []


def test_a_word_that_no_index_takes_is_none() -> None:
    assert WORDS.terms(["x" * 2_047 + " ferie"], "nb") == "feri"


def test_questions_that_mean_the_same_are_one_group_and_others_are_not() -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    texts = ("Kan jeg ta med hund?", "hund på kontoret", "ta med hunden", "sykkel", "Hund?")
    asked = [Asked(str(n), text, "nb", n + 1, at) for n, text in enumerate(texts)]
    groups = grouped([*asked, Asked("9", "hund", "en", 1, at)], Words({}))
    assert groups[0].first.key == "0"
    assert "3" not in [each.key for each in groups[0].members]
    assert groups[-1].members[0].key == "9"
    assert sum(group.times for group in groups) == sum(range(1, 6)) + 1
    assert groups[0].at_least <= groups[0].times
