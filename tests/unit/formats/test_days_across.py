"""A rota with a column for each day: a row for each shift, and faults at their line and day."""

from __future__ import annotations

from pathlib import Path

import pytest

from rutine.core.errors import InputError
from rutine.formats.format_check import check_format
from rutine.formats.format_file import load_format
from rutine.formats.format_model import DaysAcross
from rutine.formats.reading import Reading, raw_line, read
from rutine.formats.sentences import sentence

FORM = load_format(Path(__file__).parents[3] / "mappings" / "formats" / "weekly_rota_csv.yaml")
HEAD = "Ansattnr;Navn;Enhet;man 30.11.2026;tir 01.12.2026"


def rota(*rows: str, head: str = HEAD, encoding: str = "utf-8-sig", end: str = "\r\n") -> bytes:
    return end.join([head, *rows, ""]).encode(encoding)


def reading(*rows: str, **how: str) -> Reading:
    return read(FORM, rota(*rows, **how), source="shift 1", identities="synthetic")


def shifts(*rows: str) -> list[tuple[str, ...]]:
    frame = reading(*rows).frame
    days = frame["day"].dt.strftime("%d.%m")
    columns = (frame["employee_number"], frame["unit"], days, frame["begins"], frame["ends"])
    return list(zip(*columns, strict=True))


def test_every_cell_with_a_time_is_a_shift_and_the_others_are_none() -> None:
    assert shifts("1001;Kari;SYK1;10:00 – 16:00;", "1002;Ola;SYK1;Fri;07:30-15:00") == [
        ("1001", "SYK1", "30.11", "10:00", "16:00"),
        ("1002", "SYK1", "01.12", "07:30", "15:00"),
    ]


def test_the_parts_of_a_split_shift_share_its_name() -> None:
    frame = reading("1001;Kari;SYK1;07:00 – 11:00 ~ 15:00 – 19:00;").frame
    assert list(frame["begins"]) == ["07:00", "15:00"]
    assert frame["shift_id"].nunique() == 1
    assert list(frame["row"]) == [1, 2]


def test_over_midnight_is_left_as_it_is_written() -> None:
    assert shifts("1001;Kari;SYK1;22:00 – 07:00;")[0][3:] == ("22:00", "07:00")


@pytest.mark.parametrize("cell", ["10–16", "10.00-16.00", "1000 — 1600", "  10:00  –  16:00 "])
def test_times_are_read_as_rotas_write_them(cell: str) -> None:
    assert shifts(f"1001;Kari;SYK1;{cell};")[0][3:] == ("10:00", "16:00")


@pytest.mark.parametrize(
    "cell",
    [
        *("8-16.5", "8-15,5", "8-16.75"),
        *("08:00-12:00 16:00-20:00", "8-12, 16-20", "8-12/16-20", "8-12 og 16-20"),
    ],
)
def test_half_hours_and_a_second_time_are_never_taken_for_a_unit(cell: str) -> None:
    found = reading(f"1001;Kari;SYK1;{cell};", "1002;Ola;SYK1;8-16 Sone 2;16-2400")
    assert [each.line for each in found.errors] == [2]
    assert list(found.frame["unit"]) == ["Sone 2", "SYK1"]
    assert list(found.frame["ends"]) == ["16:00", "24:00"]


@pytest.mark.parametrize(
    ("cell", "unit"),
    [
        ("10:00 – 16:00 SYK2", "SYK2"),
        ("10:00 – 16:00 (SYK1 / SYK2)", "SYK1, SYK2"),
        ("10:00 – 16:00 SYK1, SYK2 + HJE", "SYK1, SYK2, HJE"),
        ("10:00 – 16:00", "SYK1"),
    ],
)
def test_a_cell_may_name_its_units(cell: str, unit: str) -> None:
    assert shifts(f"1001;Kari;SYK1;{cell};")[0][1] == unit


def test_vacant_shifts_are_told_apart_and_keep_their_names_in_the_next_export() -> None:
    rows = (";;SYK1;10:00 – 16:00;", ";;SYK1;10:00 – 16:00;")
    first = list(reading(*rows).frame["shift_id"])
    assert len(set(first)) == 2
    assert first == list(reading("1001;Kari;SYK1;Fri;Fri", *rows).frame["shift_id"])


def test_what_can_not_be_read_is_told_with_its_line_and_day_and_the_rest_is_kept() -> None:
    found = reading("1001;Kari;SYK1;10:00 – 16:00;ti til fire", "1002;Ola;;10:00 – 16:00;")
    assert (found.rows_in, found.count, found.error_count) == (3, 1, 2)
    told = [sentence(each) for each in found.errors]
    assert told[0].startswith("shift 1, linje 2, «tir 01.12.2026»: ")
    assert told[1].startswith("shift 1, linje 3, «man 30.11.2026»: ")
    assert "ti til fire" not in " ".join(told)


def test_a_line_with_too_few_cells_is_one_fault_at_its_line() -> None:
    found = reading("1001;Kari;SYK1;10:00 – 16:00;", "1002;Ola")
    assert (found.rows_in, found.count) == (2, 1)
    assert found.errors[0].line == 3


def test_a_shift_shows_its_own_line() -> None:
    rows = ("1001;Kari;SYK1;Fri;Fri", "1002;Ola;SYK1;10:00 – 16:00;17:00 – 21:00")
    found = reading(*rows)
    assert {found.raw_line(row) for row in (1, 2)} == {rows[1]}
    assert raw_line(FORM, rota(*rows), 2) == rows[1]
    with pytest.raises(InputError):
        found.raw_line(3)


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("Ansattnr;Navn;Enhet;mandag;tirsdag", "header_missing"),
        ("Ansattnr;Navn;Enhet;man 30.11.2026;30.11.2026", "header_repeated"),
        ("Ansattnr;Navn;Enhet;man 31.11.2026;01.12.2026", "day_heading_invalid"),
        ("Nummer;Navn;Enhet;man 30.11.2026;01.12.2026", "header_missing"),
    ],
)
def test_headings_that_can_not_be_right_stop_the_file(head: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        reading("1001;Kari;SYK1;10:00 – 16:00;", head=head)
    assert refused.value.code == code


def test_another_encoding_is_told() -> None:
    with pytest.raises(InputError) as refused:
        reading("1001;Kåre;SYK1;10:00 – 16:00;", encoding="windows-1252")
    assert refused.value.code == "wrong_encoding"


def test_a_rota_without_shifts_is_an_empty_rota() -> None:
    found = reading("1001;Kari;SYK1;Fri;Fri", end="\n")
    assert (found.rows_in, found.count) == (0, 0)


def test_days_across_is_for_rotas_only() -> None:
    across = DaysAcross(date_format="dd.MM.yyyy")
    for wrong in ({"record": "unit"}, {"kind": "xlsx"}, {"header": False}):
        form = FORM.model_copy(update={"days_across": across, **wrong})
        assert ("days_across",) in {fault.path for fault in check_format(form)}
