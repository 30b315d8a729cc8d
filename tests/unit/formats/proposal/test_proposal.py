"""An unknown export becomes a format file that reads it, or says what it lacks."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from rutine.core.errors import InputError
from rutine.core.records import COLUMNS
from rutine.formats.format_file import FormatFile, load_format
from rutine.formats.proposal.draft import draft
from rutine.formats.proposal.pairing import RECORDS, Confidence, Pairing, guess_record, pair
from rutine.formats.proposal.preview import preview
from rutine.formats.proposal.sample import Sample, take_sample
from rutine.formats.proposal.vocabulary import synonyms
from rutine.formats.reading import Reading, read
from tests.golden.formats.writers import EMPLOYER, KARI, UNIT, account
from tests.unit.formats.proposal.exports import HEADINGS, rows, text, workbook

TODAY = date(2026, 11, 29)


def proposed(data: bytes, folder: Path, record: str | None = None) -> tuple[Pairing, FormatFile]:
    sample = take_sample(data, "export")
    pairing = pair(sample, record) if record else guess_record(sample)[0]
    path = folder / "export.yaml"
    path.write_text(draft("export", sample, pairing, {}, TODAY), encoding="utf-8")
    return pairing, load_format(path)


def read_by(form: FormatFile, data: bytes) -> Reading:
    return read(form, data, source="export", identities="synthetic")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_a_proposal_reads_every_row_of_the_file_it_came_from(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    above = ("Refusjonskrav september", "Utskrift 12.11.2026", "")
    below = ("", delimiter.join(["Sum", *[""] * 9, "9 876,00"]))
    data = text(rows(), delimiter=delimiter, above=above, below=below).encode(encoding)
    pairing, form = proposed(data, tmp_path)
    assert pairing.record == "claim"
    reading = read_by(form, data)
    assert reading.errors == ()
    assert reading.rows_in == reading.count == 8
    first = reading.frame.iloc[0]
    assert (first["person"], first["employer"], first["sub_unit"]) == (KARI, EMPLOYER, UNIT)
    assert (first["benefit"], first["grade"], first["amount"]) == ("4", 100, 123_450)
    assert (first["first"], first["last"]) == (
        pd.Timestamp("2026-09-01"),
        pd.Timestamp("2026-09-05"),
    )
    assert first["row"] == 5
    assert reading.raw_line(5).startswith(f"K-0{delimiter}")


def test_a_comma_between_cells_is_told_from_a_comma_in_amounts(tmp_path: Path) -> None:
    body = [[f'"{cell}"' if "," in cell else cell for cell in row] for row in rows()]
    data = text(body, delimiter=",").encode()
    _, form = proposed(data, tmp_path)
    assert form.delimiter == ","
    assert read_by(form, data).errors == ()
    _, form = proposed(text(rows(amount="1,50")).encode(), tmp_path)
    assert form.delimiter == ";"


@pytest.mark.parametrize(
    ("amount", "ore"),
    [
        ("1234,50", 123_450),
        ("1\u00a0234,50", 123_450),
        ("1.234,50", 123_450),
        ("1234.50", 123_450),
        ("1,234.50", 123_450),
        ("−862", -86_200),
        ("862,00-", -86_200),
        ("kr 1 234,50", 123_450),
        ("1 234", 123_400),
    ],
)
def test_amounts_are_read_in_the_notation_of_the_column(
    tmp_path: Path, amount: str, ore: int
) -> None:
    data = text(rows(amount=amount)).encode()
    _, form = proposed(data, tmp_path)
    reading = read_by(form, data)
    assert reading.errors == ()
    assert set(reading.frame["amount"]) == {ore}


@pytest.mark.parametrize("day", ["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%Y%m%d", "%d%m%Y"])
def test_days_are_read_in_the_notation_of_the_column(tmp_path: Path, day: str) -> None:
    data = text(rows(day=day)).encode()
    _, form = proposed(data, tmp_path)
    reading = read_by(form, data)
    assert reading.errors == ()
    assert reading.frame["first"].iloc[0] == pd.Timestamp("2026-09-01")


def test_a_column_in_ore_is_not_read_as_kroner(tmp_path: Path) -> None:
    headings = [*HEADINGS[:-1], "Kravbeløp (øre)"]
    data = text(rows(amount="123450"), headings=headings).encode()
    _, form = proposed(data, tmp_path)
    assert set(read_by(form, data).frame["amount"]) == {123_450}


def test_a_workbook_is_read_from_its_fullest_sheet(tmp_path: Path) -> None:
    body = [
        [*row[:7], datetime(2026, 9, 1), datetime(2026, 9, 5), 100, 1234.5]  # noqa: DTZ001
        for row in rows()
    ]
    data = workbook(body)
    pairing, form = proposed(data, tmp_path)
    assert (pairing.record, form.kind, form.sheet) == ("claim", "xlsx", "Krav")
    reading = read_by(form, data)
    assert reading.errors == ()
    assert set(reading.frame["amount"]) == {123_450}


def test_headings_in_nynorsk_and_english_are_known() -> None:
    for heading, name in {"Fråvær frå": "absence_from", "Sub-unit": "sub_unit"}.items():
        headings = [heading if each == "Bedriftsnr" else each for each in HEADINGS]
        body = rows()
        if name == "absence_from":
            body = [[*row[:2], row[7], *row[3:]] for row in body]
        pairing = pair(take_sample(text(body, headings=headings).encode(), "x"), "claim")
        assert name in {each.name for each in pairing.pairs}


def test_an_id_is_found_by_its_control_digits_but_only_guessed() -> None:
    headings = ["Nøkkel" if each == "Fødselsnr" else each for each in HEADINGS]
    pairing = pair(take_sample(text(rows(), headings=headings).encode(), "x"), "claim")
    (person,) = (each for each in pairing.pairs if each.name == "person")
    assert headings[person.place] == "Nøkkel"
    assert person.confidence is not Confidence.SURE


def test_a_heading_over_other_contents_is_not_believed() -> None:
    body = [[*row[:4], row[5], *row[5:]] for row in rows()]  # names under «Fødselsnr»
    pairing = pair(take_sample(text(body).encode(), "x"), "claim")
    assert "person" in pairing.lacking


def test_two_columns_that_would_do_are_a_guess_and_both_are_named(tmp_path: Path) -> None:
    headings = [*HEADINGS, "Beløp"]
    body = [[*row, "99,00"] for row in rows()]
    data = text(body, headings=[*headings[:-2], "Refusjonsbeløp", "Beløp"]).encode()
    pairing, form = proposed(data, tmp_path)
    (amount,) = (each for each in pairing.pairs if each.name == "amount")
    assert amount.confidence is Confidence.GUESS
    assert amount.rivals == ("Beløp",)
    assert "passer like godt" in (tmp_path / "export.yaml").read_text("utf-8")
    assert form.status == "guessed"


def test_what_the_file_lacks_is_named_and_no_format_is_pretended(tmp_path: Path) -> None:
    headings = [each for each in HEADINGS if each not in {"Orgnr", "Sykm.grad"}]
    body = [[*row[:1], *row[2:9], row[10]] for row in rows()]
    sample = take_sample(text(body, headings=headings).encode(), "x")
    pairing = pair(sample, "claim")
    assert pairing.lacking == ("employer", "grade")
    path = tmp_path / "export.yaml"
    path.write_text(draft("export", sample, pairing, {}, TODAY), encoding="utf-8")
    with pytest.raises(InputError, match="no field becomes 'employer'"):
        load_format(path)
    told = {"employer": EMPLOYER, "grade": "100"}
    path.write_text(draft("export", sample, pairing, told, TODAY), encoding="utf-8")
    reading = read_by(load_format(path), text(body, headings=headings).encode())
    assert reading.errors == ()
    assert set(reading.frame["employer"]) == {EMPLOYER}


def test_headings_that_stand_twice_are_not_used() -> None:
    headings = [*HEADINGS, "Kravbeløp"]
    sample = take_sample(text([[*r, "1,00"] for r in rows()], headings=headings).encode(), "x")
    pairing = pair(sample, "claim")
    assert pairing.repeated == ("Kravbeløp",)
    assert "amount" in pairing.lacking


@pytest.mark.parametrize(
    ("record", "headings", "body"),
    [
        (
            "absence",
            ["Orgnr", "Virksomhet", "Fnr", "Fraværstype", "Fom", "Tom", "Prosent"],
            [EMPLOYER, UNIT, KARI, "Sykmelding", "2026-09-01", "2026-09-30", "100"],
        ),
        (
            "income_report",
            ["Orgnr", "Virksomhet", "Fnr", "Skjæringstidspunkt", "Månedslønn", "Refusjon pr mnd",
             "Innsendt"],
            [EMPLOYER, UNIT, KARI, "2026-09-01", "31 000,00", "31 000,00", "2026-09-20"],
        ),
        (
            "bank_entry",
            ["Kontonr", "Bokført", "Valuteringsdato", "Beløp", "KID", "Betaler", "Melding"],
            [account(1234_56_7800), "03.08.2026", "03.08.2026", "9 093,00", "", "NAV", "Refusjon"],
        ),
    ],
)  # fmt: skip
def test_the_record_is_guessed_from_headings_and_contents(
    tmp_path: Path, record: str, headings: list[str], body: list[str]
) -> None:
    data = text([body] * 4, headings=headings).encode()
    pairing, sure = guess_record(take_sample(data, "x"))
    assert (pairing.record, sure) == (record, True)
    _, form = proposed(data, tmp_path)
    assert read_by(form, data).count == 4


def test_a_file_without_headings_shows_none_of_its_cells() -> None:
    data = text(rows()[1:], headings=rows()[0]).encode()
    with pytest.raises(InputError) as refused:
        take_sample(data, "export")
    assert refused.value.code == "no_headings"
    assert KARI not in str(refused.value)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"%PDF-1.7", "wrong_kind"),
        (b"<!doctype html><html>", "not_a_report"),
        (b"PK\x03\x04 and nothing more", "workbook_unreadable"),
        (b"\xff\xfea", "wrong_encoding"),
    ],
)
def test_what_is_no_export_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as refused:
        take_sample(data, "export")
    assert refused.value.code == code


def test_neither_the_format_file_nor_the_preview_holds_a_person(tmp_path: Path) -> None:
    body = [[*row[:6], "Ola Ord" if row[4] == KARI else "Ukjent ord", *row[7:]] for row in rows()]
    data = text([*body, *rows(count=2)]).encode()
    _, form = proposed(data, tmp_path, "claim")
    written = (tmp_path / "export.yaml").read_text("utf-8")
    shown = str(list(preview(read_by(form, data))))
    for secret in (KARI, "Prøvesen", "Ola Ord", "10480"):
        assert secret not in written
    assert "Ukjent ord" in written, "a word that several people have is worth asking about"
    for secret in (KARI, "Prøvesen"):
        assert secret not in shown


@pytest.mark.parametrize("record", RECORDS)
def test_no_word_names_two_fields_of_one_record(record: str) -> None:
    seen: dict[str, str] = {}
    for name, words in synonyms(record).items():
        if name not in COLUMNS[record]:
            continue
        for word in words:
            assert seen.setdefault("".join(word), name) == name, (record, word)


def test_a_sample_is_never_printed_with_its_cells() -> None:
    sample: Sample = take_sample(text(rows()).encode(), "x")
    assert KARI not in repr(sample)
    assert KARI not in repr(pair(sample, "claim"))
