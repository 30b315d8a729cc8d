"""An example has rows of all sorts, is read by the same format, and keeps only what all share."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from rutine.core.made_up import with_control_digits
from rutine.formats.reading import Reading, read
from rutine.routines.new_routine.example_file import example_file
from rutine.routines.new_routine.example_rows import rows_shown
from rutine.routines.new_routine.samples import SampleFile, Samples
from rutine.routines.new_routine.substitutes import Substitutes

REAL = [each for n in range(100, 200) if (each := with_control_digits(f"050585{n}"))]
"""Ids of a valid shape without the synthetic month; nobody's in particular."""


def sample(folder: Path, record: str, rows: Sequence[Sequence[object]], kind: str) -> SampleFile:
    path = folder / f"{record}.{kind}"
    if kind == "xlsx":
        book = Workbook()
        assert book.active is not None
        for row in rows:
            book.active.append(list(row))
        written = io.BytesIO()
        book.save(written)
        path.write_bytes(written.getvalue())
    else:
        lines = [";".join(map(_written, row)) for row in rows]
        path.write_text("\r\n".join(lines), encoding="windows-1252")
    return Samples(folder, {}, date(2026, 11, 30)).look(path, record, f"x_{record}", {})


def _written(cell: object) -> str:
    return f"{cell:%d.%m.%Y}" if isinstance(cell, date) else str(cell)


def employees(count: int) -> list[list[object]]:
    head: list[object] = ["Ansattnr", "Fødselsnr", "Navn", "Notat", "Ansatt fra"]
    return [
        head,
        *(
            [str(4700 + n), REAL[n], f"Åse Nordmann{n}", "ringte syk", date(2020, 1, 1 + n)]
            for n in range(count)
        ),
    ]


def again(file: SampleFile, rows: Sequence[int], stand_ins: Substitutes) -> tuple[Reading, bytes]:
    ending, data = example_file(file, rows, stand_ins)
    assert ending == f"{file.path.suffix}"
    return read(file.form, data, source="example", identities="synthetic"), data


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_example_is_read_as_the_file_it_came_from_and_tells_of_nobody(
    tmp_path: Path, kind: str
) -> None:
    file = sample(tmp_path, "employee", employees(5), kind)
    reading, data = again(file, [0, 2, 4], Substitutes())
    assert (reading.count, reading.error_count) == (3, 0)
    assert list(reading.column("hired")) == [file.reading.column("hired")[n] for n in (0, 2, 4)]
    assert list(reading.column("name")) == ["Navn 1", "Navn 2", "Navn 3"]
    if kind == "csv":
        text = data.decode("windows-1252")
        assert not [each for each in (*REAL, "Nordmann", "470", "syk", "Notat") if each in text]


def test_a_person_is_the_same_in_both_files_and_a_code_of_one_person_is_replaced(
    tmp_path: Path,
) -> None:
    people = sample(tmp_path, "employee", employees(3), "csv")
    proofs = sample(
        tmp_path,
        "achievement",
        [
            ["Fødselsnr", "Kurs", "Fullført"],
            [REAL[1], "BRANN", date(2026, 1, 1)],
            [REAL[2], "BRANN", date(2026, 1, 1)],
            [REAL[2], "Åse sitt kurs", date(2026, 1, 1)],
            [REAL[2], "LEDELSE", date(2026, 1, 1)],
        ],
        "csv",
    )
    stand_ins = Substitutes(["ledelse"])
    one, _ = again(people, [0, 1, 2], stand_ins)
    other, _ = again(proofs, [0, 1, 2, 3], stand_ins)
    ids = list(one.column("person"))
    assert list(other.column("person")) == [ids[1], ids[2], ids[2], ids[2]]
    assert list(other.column("code")) == ["BRANN", "BRANN", "code-1", "LEDELSE"]


def test_there_are_rows_of_those_that_all_files_know_and_of_those_that_only_one_knows(
    tmp_path: Path,
) -> None:
    people = sample(tmp_path, "employee", employees(25), "csv")
    known = range(12, 25)
    proofs = sample(
        tmp_path,
        "achievement",
        [
            ["Ansattnr", "Kurs", "Fullført"],
            *([str(4700 + n), "B", date(2026, 1, 1)] for n in known),
            *([str(9900 + n), "B", date(2026, 1, 1)] for n in range(9)),
        ],
        "csv",
    )
    shown, theirs = rows_shown([people, proofs])
    assert len([row for row in shown if row in known]) == len(theirs) // 2
    assert len(shown) == 12
    assert len([row for row in theirs if row >= len(known)]) == 6
