"""Answers are read alike from a keyboard and a form, and what can't be used says why."""

from __future__ import annotations

import pytest

from rutine.routines.new_routine import reading
from rutine.routines.new_routine.question_texts import told
from rutine.routines.new_routine.reading import Fault, Span


@pytest.mark.parametrize(
    ("answer", "span"),
    [
        ("0", Span()),
        ("30 dager", Span(days=30)),
        ("1 dag", Span(days=1)),
        ("8 uker", Span(weeks=8)),
        ("8 veker", Span(weeks=8)),
        ("8 weeks", Span(weeks=8)),
        ("3 måneder", Span(months=3)),
        ("3 månader", Span(months=3)),
        ("-1 uke", Span(weeks=-1)),
    ],
)
def test_a_length_of_time_is_read_in_three_languages(answer: str, span: Span) -> None:
    assert reading.span(answer) == span


@pytest.mark.parametrize("answer", ["30", "snart", "3 år", "", "1,5 dager"])
def test_a_length_that_may_mean_several_things_is_not_guessed(answer: str) -> None:
    with pytest.raises(Fault, match="span"):
        reading.span(answer)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("json", "name_of_package"),
        ("pandas", "name_of_package"),
        ("flows", "name_of_package"),
        ("class", "name_of_python"),
        ("match", "name_of_python"),
        ("print", "name_of_python"),
        ("Kjørekort", "name_form"),
        ("2_kort", "name_form"),
        ("../bort", "name_form"),
    ],
)
def test_a_name_that_would_break_the_flow_is_refused(name: str, code: str) -> None:
    with pytest.raises(Fault, match=code) as caught:
        reading.name(name)
    for language in ("nb", "nn", "en"):
        assert "{" not in told(caught.value, language)


def test_a_word_may_be_chosen_by_its_number() -> None:
    read = reading.one_of(("match", "obligation", "cover"))
    assert [read("2"), read("Cover")] == ["obligation", "cover"]
    with pytest.raises(Fault, match="not_one_of"):
        read("4")


def test_several_competences_are_read_with_how_many() -> None:
    found = reading.needs("legemiddel 1, sykepleier på vakt 2, B")
    assert found == (("legemiddel", 1), ("sykepleier på vakt", 2), ("B", 1))


def test_numbers_clocks_kroner_and_yes() -> None:
    assert reading.numbers(0, 100)("14, 90,30, 14") == (90, 30, 14)
    assert [reading.clock("6.30"), reading.clock("22:00")] == ["06:30", "22:00"]
    assert [reading.ore("50"), reading.ore("0,5"), reading.ore("1.25")] == [5000, 50, 125]
    assert [reading.yes_no("Ja"), reading.yes_no("no")] == [True, False]
    for read, answer in (
        (reading.number(1, 12), "13"),
        (reading.clock, "24:00"),
        (reading.ore, "-1"),
        (reading.yes_no, "kanskje"),
        (reading.text, "x" * 121),
        (reading.several, "x" * 121),
        (reading.several_of(("mon",)), "mandag"),
    ):
        with pytest.raises(Fault):
            read(answer)
