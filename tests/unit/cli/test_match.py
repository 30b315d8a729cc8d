"""`rutine match`: from two files to an answer in the terminal and three files, storing nothing."""

from __future__ import annotations

import csv
import os
import subprocess
from pathlib import Path

import pytest

RUTINE = Path(os.sys.executable).parent / "rutine"  # type: ignore[attr-defined]
ROOT = Path(__file__).parents[3]
BANK = ROOT / "mappings" / "examples" / "bank_vouchers"
REFUNDS = ROOT / "mappings" / "examples" / "nav_refunds"


def rutine(*words: object, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [RUTINE, *map(str, words)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "RUTINE_HOME": str(home), "COLUMNS": "200", **environment},
        check=False,
    )


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def bank(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "bank.csv"
    heading = "Konto;Bokført;Rentedato;Beløp;Referanse;Motpart;Tekst"
    path.write_text(
        "\r\n".join((heading, *(f"{row};" for row in rows), "")), encoding="utf-8", newline=""
    )
    return path


def test_two_files_that_agree_are_clean_and_store_nothing(tmp_path: Path) -> None:
    folder = BANK / "same_reference_and_day"
    home = tmp_path / "home"
    matched = rutine(
        "match",
        folder / "bank.csv",
        folder / "vouchers.csv",
        "--routine",
        "bank_vouchers",
        home=home,
    )
    assert matched.returncode == 0, matched.stderr
    assert "Avstemming av bank mot bilag" in matched.stdout
    assert "Gjort opp: 2 grupper (exact)" in matched.stdout
    assert not home.exists()


def test_open_rows_are_said_with_their_reason_and_end_in_one(tmp_path: Path) -> None:
    folder = BANK / "in_is_not_out"
    out = tmp_path / "out"
    matched = rutine(
        "match",
        folder / "bank.csv",
        folder / "vouchers.csv",
        "--routine",
        "bank_vouchers",
        "--out",
        out,
        home=tmp_path,
    )
    assert matched.returncode == 1
    assert "den andre listen har ingenting med samme nøkkel" in matched.stdout
    assert table(out / "treff.csv") == []
    left = table(out / "apne.csv")
    assert [(row["Liste"], row["Linje"], row["Nøkkel"], row["Beløp"]) for row in left] == [
        ("A", "2", "2", "1250,00"),
        ("B", "2", "B1", "-1250,00"),
    ]
    assert {row["Årsak"] for row in left} == {"no_counterpart"}


def test_groups_name_their_pass_and_both_sides_rows(tmp_path: Path) -> None:
    folder = BANK / "a_days_bundle_agrees_in_sum"
    out = tmp_path / "out"
    matched = rutine(
        "match",
        folder / "bank.csv",
        folder / "vouchers.csv",
        "--routine",
        ROOT / "mappings" / "matches" / "bank_vouchers.yaml",
        "--out",
        out,
        home=tmp_path,
    )
    assert matched.returncode == 0
    rows = table(out / "treff.csv")
    assert [(row["Liste"], row["Nøkkel"]) for row in rows] == [
        ("A", "2"),
        ("B", "B1"),
        ("B", "B2"),
        ("B", "B3"),
    ]
    assert {(row["Gruppe"], row["Utfall"], row["Regel"]) for row in rows} == {
        ("0", "Gjort opp", "group_sum")
    }


def test_a_routine_file_works_on_a_report_and_claims_without_showing_who(tmp_path: Path) -> None:
    folder = REFUNDS / "paid_less_than_claimed"
    out = tmp_path / "out"
    matched = rutine(
        "match",
        folder / "report.csv",
        folder / "claims.csv",
        "--routine",
        "nav_refunds",
        "--out",
        out,
        home=tmp_path,
    )
    assert matched.returncode == 1, matched.stderr
    people = {row["Fødselsnummer"] for row in table(folder / "claims.csv")}
    written = "".join(path.read_text(encoding="utf-8-sig") for path in out.iterdir())
    assert people
    for person in people:
        assert person not in matched.stdout + matched.stderr + written
    left = {row["Liste"]: row for row in table(out / "apne.csv")}
    assert left["B"]["Nøkkel"] == "K1"
    assert left["A"]["Nærmest"] == "K1"
    assert left["A"]["Skiller på"] == "beløp"


def test_a_damaged_report_is_refused_whole(tmp_path: Path) -> None:
    folder = REFUNDS / "exact_match"
    damaged = tmp_path / "report.csv"
    damaged.write_bytes((folder / "report.csv").read_bytes().replace(b"20260930", b"20260931"))
    matched = rutine(
        "match", damaged, folder / "claims.csv", "--routine", "nav_refunds", home=tmp_path
    )
    assert matched.returncode == 2
    assert "refused whole" in matched.stderr
    assert "line 1" in matched.stderr


def test_a_faulty_row_of_another_list_is_refused_alone_and_said(tmp_path: Path) -> None:
    rows = bank(
        tmp_path,
        "12340512349;05.10.2026;05.10.2026;1 250,00;KID100017;Øvelse AS",
        "12340512349;05.10.2026;35.10.2026;900,00;KID100018;Øvelse AS",
    )
    out = tmp_path / "out"
    matched = rutine(
        "match",
        rows,
        BANK / "same_reference_and_day" / "vouchers.csv",
        "--routine",
        "bank_vouchers",
        "--out",
        out,
        home=tmp_path,
    )
    assert matched.returncode == 1
    assert "Rentedato" in matched.stdout
    assert [(row["Liste"], row["Linje"], row["Kode"]) for row in table(out / "avvist.csv")] == [
        ("A", "3", "date_invalid")
    ]


def test_a_key_that_looks_like_a_formula_is_made_harmless(tmp_path: Path) -> None:
    vouchers = tmp_path / "vouchers.csv"
    vouchers.write_text(
        "Bilagsnr;Konto;Dato;Beløp;Referanse;Tekst\r\n"
        "=1+1;12340512349;05.10.2026;1 250,00;KID1;Salg\r\n",
        encoding="utf-8",
        newline="",
    )
    out = tmp_path / "out"
    rutine(
        "match",
        bank(tmp_path),
        vouchers,
        "--routine",
        "bank_vouchers",
        "--out",
        out,
        home=tmp_path,
    )
    assert [row["Nøkkel"] for row in table(out / "apne.csv")] == ["'=1+1"]


def test_an_ambiguous_row_shows_its_alternatives_and_what_tells_them_apart(tmp_path: Path) -> None:
    """Booked on a Monday; one voucher is of the Friday before, one of the Tuesday after."""
    vouchers = tmp_path / "vouchers.csv"
    vouchers.write_text(
        "Bilagsnr;Konto;Dato;Beløp;Referanse;Tekst\r\n"
        "B1;12340512349;02.10.2026;1 250,00;KID1;Salg\r\n"
        "B2;12340512349;06.10.2026;1 250,00;KID1;Salg\r\n",
        encoding="utf-8",
        newline="",
    )
    rows = bank(tmp_path, "12340512349;05.10.2026;05.10.2026;1 250,00;KID1;Øvelse AS")
    out = tmp_path / "out"
    rutine("match", rows, vouchers, "--routine", "bank_vouchers", "--out", out, home=tmp_path)
    told = {
        (row["Årsak"], row["Muligheter"], row["Skiller mulighetene"])
        for row in table(out / "apne.csv")
    }
    assert told == {("ambiguous", "A 2 = B B1 | A 2 = B B2", "dager")}


@pytest.mark.parametrize(
    ("routine", "said"), [("bank_voucher", "bank_vouchers"), ("none.yaml", "can't be read")]
)
def test_an_unknown_match_file_is_answered_with_those_there_are(
    tmp_path: Path, routine: str, said: str
) -> None:
    matched = rutine("match", "a.csv", "b.csv", "--routine", routine, home=tmp_path)
    assert matched.returncode == 2
    assert said in matched.stderr
    assert "Traceback" not in matched.stderr


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    matched = rutine(
        "match",
        tmp_path / "a.csv",
        tmp_path / "b.csv",
        "--routine",
        "bank_vouchers",
        home=tmp_path,
    )
    assert matched.returncode == 2
    assert "a.csv can't be read" in matched.stderr


def test_the_answer_comes_in_the_language_that_is_set(tmp_path: Path) -> None:
    folder = BANK / "in_is_not_out"
    matched = rutine(
        "match",
        folder / "bank.csv",
        folder / "vouchers.csv",
        "--routine",
        "bank_vouchers",
        home=tmp_path,
        RUTINE_LANGUAGE="nn",
    )
    assert "Opne" in matched.stdout
    assert "den andre lista har ingenting" in matched.stdout
