"""What a file lacks, and lines that are no rows."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from rutine.core.errors import InputError
from rutine.formats.format_file import FormatFile, load_format
from rutine.formats.reading import Reading, raw_line, read
from tests.golden.formats.writers import EMPLOYER, KARI, OLA, UNIT

FORMAT = """format: absences
title: Fravær
source: test
checked: 2026-11-29
status: guessed
record: absence
kind: delimited
{more}fields:
  - {{heading: A, into: sub_unit, type: orgnr}}
  - {{heading: B, into: person, type: fnr}}
  - {{heading: C, into: first, type: day, date_format: dd.MM.yyyy}}
given: {{{given}}}
"""
GIVEN = f'employer: "{EMPLOYER}", kind: sykmelding, last: "2026-09-30", grade: "50"'
ROW = f"{UNIT};{KARI};01.09.2026"


def form(folder: Path, *, more: str = "", given: str = GIVEN) -> FormatFile:
    path = folder / "absences.yaml"
    path.write_text(FORMAT.format(more=more, given=given), encoding="utf-8")
    return load_format(path)


def rows(form: FormatFile, *lines: str, encoding: str = "utf-8") -> Reading:
    data = "\r\n".join(["A;B;C", *lines, ""]).encode(encoding)
    return read(form, data, source="absences", identities="synthetic")


def test_a_given_value_stands_in_every_row(tmp_path: Path) -> None:
    found = rows(form(tmp_path), ROW, ROW.replace(KARI, OLA)).frame
    assert found["employer"].tolist() == [EMPLOYER] * 2
    assert found["kind"].tolist() == ["sykmelding"] * 2
    assert found["grade"].tolist() == [50, 50]
    assert found["last"].tolist() == [pd.Timestamp("2026-09-30")] * 2
    assert rows(form(tmp_path)).frame.empty


def test_a_given_day_is_held_against_the_files(tmp_path: Path) -> None:
    ordered = form(tmp_path, more="day_order: [{first: first, last: last}]\n")
    reading = rows(ordered, ROW, f"{UNIT};{KARI};01.10.2026")
    assert [error.code.value for error in reading.errors] == ["days_reversed"]
    assert reading.count == 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (f'"{EMPLOYER}"', '"974600010"', "'employer' can't be read"),
        ('"2026-09-30"', '"30.09.2026"', "'last' can't be read; days are yyyy-MM-dd"),
        ('"50"', '""', "'grade' can't be read"),
        ("kind:", "kinds:", "has no 'kinds'; did you mean 'kind'?"),
        ("kind:", "first: x, kind:", "a field of the file already becomes 'first'"),
        ("kind:", "person: x, kind:", "a national id is never the same in every row"),
    ],
)
def test_a_given_value_that_can_not_be_is_told(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(InputError) as refused:
        form(tmp_path, given=GIVEN.replace(old, new, 1))
    assert message in refused.value.message


def test_closing_lines_are_no_rows(tmp_path: Path) -> None:
    summed = form(tmp_path, more="footer: [Sum, I alt]\n")
    reading = rows(summed, ROW, "", ";;", "Sum;;", "i alt: 1;;", "")
    assert (reading.rows_in, reading.count, reading.errors) == (1, 1, ())


def test_a_sum_with_rows_below_it_hides_none_of_them(tmp_path: Path) -> None:
    summed = form(tmp_path, more="footer: [Sum]\n")
    reading = rows(summed, ROW, "Sum;;", ROW.replace(KARI, OLA), "Sum;;")
    assert reading.count == 2
    assert {error.line for error in reading.errors} == {3}


def test_a_word_that_only_begins_like_a_sum_is_a_row(tmp_path: Path) -> None:
    summed = form(tmp_path, more="footer: [Sum]\n")
    assert rows(summed, ROW, "Summer;;").rows_in == 2


def test_utf_16_is_read_by_its_mark_and_lines_stay_lines(tmp_path: Path) -> None:
    wide = form(tmp_path, more="encoding: utf-16\n")
    reading = rows(wide, ROW, encoding="utf-16")
    assert reading.count == 1
    data = f"A;B;C\r\n{ROW}".encode("utf-16")
    assert raw_line(wide, data, 2) == ROW
    with pytest.raises(InputError) as refused:
        rows(wide, ROW)
    assert refused.value.code == "wrong_encoding"
    assert "utf-8" in refused.value.remedy
    with pytest.raises(InputError) as refused:
        rows(form(tmp_path), ROW, encoding="utf-16")
    assert "utf-16" in refused.value.remedy


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("written: yes\n", "given values are read, never written"),
        ("written: yes\nencoding: utf-16\n", "files are written as utf-8"),
        ("footer: [Sum]\nheader: no\n", "only a file that is read by its headings has a footer"),
    ],
)
def test_what_belongs_to_reading_is_not_for_writing(
    tmp_path: Path, more: str, message: str
) -> None:
    with pytest.raises(InputError) as refused:
        form(tmp_path, more=more)
    assert message in refused.value.message


@pytest.mark.parametrize("status", ["certain", ""])
def test_a_format_must_say_how_sure_it_is(tmp_path: Path, status: str) -> None:
    path = tmp_path / "absences.yaml"
    line = f"status: {status}\n" if status else ""
    text = FORMAT.format(more="", given=GIVEN).replace("status: guessed\n", line)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="status"):
        load_format(path)
