"""The document of a service record: what it says, and what it never says."""

from __future__ import annotations

import re
from datetime import date

import pytest

from rutine.core.service_record import RecordDraft, RecordFlag, ToldLeave, ToldPosition
from rutine.service_records.flags import BEFORE_MISSING, Known, flags_of, worst
from rutine.service_records.page import Signature, Signer, record_page, record_texts, rows_of
from rutine.service_records.words import number_text

NURSE = ToldPosition(
    source="payroll",
    first=date(2018, 1, 1),
    unit="SYK1",
    code="7174",
    title="Sykepleier",
    percent=8750,
)
SUMMER = ToldPosition(
    source="old", first=date(2012, 6, 1), last=date(2012, 8, 31), title="Vikar", hours=21_250
)
DRAFT = RecordDraft(
    language="nn",
    asked=date(2026, 11, 23),
    name="Kari <Prøve>",
    born=date(1960, 1, 31),
    employer="Prøve kommune",
    orgnr="974600013",
    sources={"payroll": {"nb": "Lønn"}, "old": {"nb": "Gammel lønn"}},
    units={"SYK1": "Sykehjem avdeling 1"},
    positions=(NURSE, SUMMER),
    leaves=(ToldLeave(first=date(2020, 1, 1), last=date(2020, 6, 30), percent=5000),),
)
SIGNED = Signature(
    Signer("Liv Leder", "reviewer", date(2026, 11, 30)),
    Signer("Per God", "approver", date(2026, 12, 1)),
    12,
)


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<body>")[2])).strip()


def test_it_says_title_size_unit_and_time_in_its_language() -> None:
    page = record_page(DRAFT, signature=SIGNED)
    said = words(page)
    for each in (
        "Kari &lt;Prøve&gt;",
        "31.01.1960",
        "974 600 013",
        "01.01.2018 framleis Sykepleier 7174 Sykehjem avdeling 1 87,5 %",
        "01.06.2012 31.08.2012 Vikar 212,5 timar",
        "01.01.2020 30.06.2020 50 %",
        "til og med 23.11.2026",
        "Liv Leder, saksbehandlar",
        "Signert elektronisk 30.11.2026",
        "Godkjend av Per God, godkjennar, 01.12.2026",
        "Sak 12",
    ):
        assert each in said, each
    assert '<html lang="nn">' in page
    assert "Utkast" not in said
    assert re.search(r"\d{11}", said) is None
    assert "http" not in page


def test_an_unsigned_one_says_that_it_is_a_draft() -> None:
    said = words(record_page(DRAFT.model_copy(update={"language": "nb"})))
    assert said.startswith("Utkast. Ikke signert Tjenestebevis")
    assert "Signert elektronisk" not in said


def test_every_heading_of_a_table_says_what_it_heads() -> None:
    heads = re.findall(r"<th( [^>]*)?>", record_page(DRAFT))
    assert len(heads) > 10
    assert all("scope=" in each for each in heads)


def test_unknown_hours_are_said_to_be_unknown() -> None:
    nobody_knows = DRAFT.model_copy(
        update={"positions": (SUMMER.model_copy(update={"hours": None}),)}
    )
    assert "timetalet er ukjent" in words(record_page(nobody_knows))


def test_a_chosen_source_counts_first() -> None:
    other = NURSE.model_copy(update={"source": "old", "percent": 10_000})
    both = DRAFT.model_copy(update={"positions": (NURSE, other)})
    assert [row.percent for row in rows_of(both)] == [8750]
    assert [row.percent for row in rows_of(both, "old")] == [10_000]
    assert [row.percent for row in rows_of(both, "nobody")] == [8750]


def test_both_languages_say_the_same_things() -> None:
    assert record_texts("nb").keys() == record_texts("nn").keys()


@pytest.mark.parametrize(
    ("hundredths", "said"), [(10_000, "100"), (8750, "87,5"), (1005, "10,05"), (0, "0")]
)
def test_a_number_has_as_few_decimals_as_tell_it(hundredths: int, said: str) -> None:
    assert number_text(hundredths) == said


def test_the_time_before_a_system_is_missed_only_where_somebody_was_there() -> None:
    begins = {"payroll": date(2018, 1, 1)}
    hired = Known(hired=date(2010, 6, 1), begins=begins)
    assert flags_of([NURSE], ["payroll"], hired) == (
        RecordFlag(
            code=BEFORE_MISSING,
            first=date(2010, 6, 1),
            last=date(2017, 12, 31),
            sources=("payroll",),
        ),
    )
    later = Known(hired=date(2018, 1, 1), begins=begins)
    assert flags_of([NURSE], ["payroll"], later) == ()
    # Nobody says when the person was hired: a row that begins with the system is suspect.
    assert worst(flags_of([NURSE], ["payroll"], Known(begins=begins))) == BEFORE_MISSING
    older = SUMMER.model_copy(update={"last": date(2017, 12, 31)})
    assert flags_of([NURSE, older], ["payroll", "old"], Known(begins=begins)) == ()


def test_a_gap_that_is_tolerated_is_not_told() -> None:
    before = NURSE.model_copy(update={"last": date(2020, 12, 31)})
    after = NURSE.model_copy(update={"first": date(2021, 1, 4)})
    both = [before, after]
    assert worst(flags_of(both, ["payroll"], Known(gap_days=3))) == "S01"
    assert worst(flags_of(both, ["payroll"], Known(gap_days=2))) == "S03"


def test_another_title_of_the_same_code_is_another_row() -> None:
    def told(year: int, title: str) -> ToldPosition:
        last = date(year, 12, 31)
        return NURSE.model_copy(update={"first": date(year, 1, 1), "last": last, "title": title})

    years = [told(2018, "Rådgiver"), told(2019, "RÅDGIVER"), told(2020, ""), told(2021, "Leder")]
    rows = rows_of(DRAFT.model_copy(update={"positions": tuple(years)}))
    assert [(row.title, row.first.year, row.last.year) for row in rows] == [
        ("Rådgiver", 2018, 2020),
        ("Leder", 2021, 2021),
    ]
