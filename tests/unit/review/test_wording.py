from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from rutine.core.differences import Evidence
from rutine.core.money import Ore
from rutine.core.reason_texts import Language
from rutine.review import wording
from rutine.review.case.comparison import compared
from rutine.review.catalogue import catalogue

NB, NN, EN = (catalogue(language) for language in Language)


def test_days_and_times_are_written_as_norwegians_do_and_in_norwegian_time():
    summer = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert wording.moment(NB, summer) == "02.07.2026 kl. 00.30"
    assert wording.moment(NN, summer) == "02.07.2026 kl. 00.30"
    assert wording.moment(EN, summer) == "02.07.2026 at 00:30"


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "I dag"), (0, "I dag"), (1, "1 dag"), (40, "40 dager")]
)
def test_the_age_counts_days_in_norway(days, words):
    found = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)  # 1 November in Norway
    assert wording.age(NB, found, date(2026, 11, 1) + timedelta(days=days)) == words


@pytest.mark.parametrize(
    ("claimed", "paid", "relation", "words"),
    [
        (100, 100, "equal", "Krevd og utbetalt beløp er like."),
        (300, 100, "less", "NAV betalte 2,00 kr mindre enn dere krevde."),
        (100, 300, "more", "NAV betalte 2,00 kr mer enn dere krevde."),
        (300, 0, "unpaid", "Dere har krevd 3,00 kr, og NAV har ikke betalt noe."),
        (0, 300, "unclaimed", "NAV har betalt 3,00 kr som det ikke finnes et krav for."),
        (0, -300, "deducted", "NAV har trukket 3,00 kr som det ikke finnes et krav for."),
        (300, -100, "less", "NAV betalte 4,00 kr mindre enn dere krevde."),
    ],
)
def test_what_is_wrong_is_one_sentence(claimed, paid, relation, words):
    assert wording.relation(Ore(claimed), Ore(paid)) == relation
    assert wording.sentence(NB, "group", Ore(claimed), Ore(paid)) == words


def seen(kind: str, left: str | None, right: str | None) -> Evidence:
    return Evidence(field="x", kind=kind, left=left, right=right, equal=left == right)


@pytest.mark.parametrize(
    ("kind", "left", "right", "words"),
    [
        ("day", "2026-10-01", "2026-10-02", "1 dag senere hos NAV"),
        ("day", "2026-10-31", "2026-10-01", "30 dager tidligere hos NAV"),
        ("ore", "100", "250", "1,50 kr mer hos NAV"),
        ("ore", "250", "100", "1,50 kr mindre hos NAV"),
        ("count", "12", "10", "2 færre hos NAV"),
        ("count", "10", "12", "2 flere hos NAV"),
        ("text", "a", "b", "Ulikt"),
        ("text", "a", "a", "Likt"),
        ("ore", "100", None, "Oppgis bare i kravet"),
        ("day", None, "2026-10-01", "Oppgis bare av NAV"),
    ],
)
def test_how_two_sides_compare_is_said_in_words(kind, left, right, words):
    assert wording.verdict(NB, seen(kind, left, right)) == words


def test_something_only_one_side_states_is_not_marked_as_a_difference():
    line = compared(NB, "group", seen("text", "100", None))
    assert (line.state, line.mark, line.right) == ("one-sided", "·", "–")


def test_a_field_without_a_name_of_its_own_is_shown_by_its_code():
    line = compared(
        NB, "group", Evidence(field="ny_ting", kind="text", left="a", right="b", equal=False)
    )
    assert line.label == "ny ting"


def test_how_long_a_run_took():
    assert wording.duration(NB, timedelta(seconds=41.4)) == "41 s"
    assert wording.duration(NB, timedelta(minutes=12)) == "12 min"


def test_benefits_are_compared_by_their_names():
    both = Evidence(field="benefit", kind="text", left="4, 7", right="3", equal=False)
    shown = compared(NB, "group", both)
    assert (shown.left, shown.right) == ("Sykepenger / Sykepenger, gravid", "Svangerskapspenger")
    nothing = compared(NB, "group", both.model_copy(update={"left": None}))
    assert nothing.left == NB("unit.none")
