"""`rutine match`: from two files to an answer in the terminal and three files, storing nothing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from rutine.cli.running.match import match_files
from rutine.core.errors import InputError
from tests.command_line import ROOT, rutine

BANK = ROOT / "mappings" / "examples" / "bank_vouchers"
REFUNDS = ROOT / "mappings" / "examples" / "nav_refunds"


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Run the command's own function from the project, with a home of its own."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("RUTINE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("RUTINE_PROJECT", raising=False)  # the engine, once prepared, keeps it
    return tmp_path


def claims(folder: Path, **cells: str) -> Path:
    """The claims of the example of an exact match, with some cells changed."""
    head, row = (REFUNDS / "exact_match" / "claims.csv").read_text("utf-8-sig").splitlines()
    changed = dict(zip(head.split(";"), row.split(";"), strict=True)) | cells
    path = folder / "claims.csv"
    path.write_text(f"{head}\r\n{';'.join(changed.values())}\r\n", encoding="utf-8", newline="")
    return path


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def bank(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "bank_entry.csv"
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
        folder / "bank_entry.csv",
        folder / "voucher.csv",
        "--routine",
        "bank_vouchers",
        home=home,
    )
    assert matched.returncode == 0, matched.stderr
    assert "Avstemming av bank mot bilag" in matched.stdout
    assert "Gjort opp: 2 grupper (samme referanse, dag og beløp)" in matched.stdout
    assert not home.exists()


def test_open_rows_are_said_with_their_reason_and_end_in_one(tmp_path: Path) -> None:
    folder = BANK / "in_is_not_out"
    out = tmp_path / "out"
    matched = rutine(
        "match",
        folder / "bank_entry.csv",
        folder / "voucher.csv",
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
        folder / "bank_entry.csv",
        folder / "voucher.csv",
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
        ("1", "Gjort opp", "samlepost, summene er like")
    }
    assert {(row["Fra"], row["Til"], row["Forskjell i øre"]) for row in rows} == {
        ("07.10.2026", "07.10.2026", "0")
    }
    assert "Gjort opp: 1 gruppe (samlepost, summene er like)" in matched.stdout


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
    assert "Feil: Liste A: report.csv har feil (1 i alt) og avvises i sin helhet." in matched.stderr
    assert "linje 1, «Til»: er ikke en dato" in matched.stderr
    assert "20260931" not in matched.stderr


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
        BANK / "same_reference_and_day" / "voucher.csv",
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
    vouchers = tmp_path / "voucher.csv"
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


@pytest.mark.parametrize(
    ("routine", "said"),
    [
        ("bank_voucher", "Mente du bank_vouchers?"),
        ("quite_another", "Disse finnes: bank_vouchers, nav_claims, nav_refunds. "),
        ("shift_cover", "har ingen regler som avstemmer to lister"),
        ("none.yaml", "kan ikke leses"),
    ],
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
    assert "Liste A: " in matched.stderr
    assert "a.csv kan ikke leses" in matched.stderr


def test_the_answer_comes_in_the_language_that_is_set(tmp_path: Path) -> None:
    folder = BANK / "in_is_not_out"
    matched = rutine(
        "match",
        folder / "bank_entry.csv",
        folder / "voucher.csv",
        "--routine",
        "bank_vouchers",
        home=tmp_path,
        RUTINE_LANGUAGE="nn",
    )
    assert "Opne" in matched.stdout
    assert "den andre lista har ingenting" in matched.stdout


REPORT = REFUNDS / "exact_match" / "report.csv"
RESULT = {"treff.csv", "apne.csv", "avvist.csv", "tidligere.csv"}


def test_a_claim_named_by_a_national_id_is_named_by_its_line(here: Path) -> None:
    path = claims(here, **{"Krav-id": "03817310086", "Krav beløp": "31 481,00"})
    match_files(REPORT, path, "nav_refunds", here / "out")
    written = "".join(path.read_text("utf-8-sig") for path in (here / "out").iterdir())
    assert "03817310086" not in written
    left = {row["Liste"]: row for row in table(here / "out" / "apne.csv")}
    assert left["B"]["Nøkkel"] == "2"
    assert left["A"]["Nærmest"] == "2"


def test_the_amount_is_what_was_matched_and_the_whole_claim_stands_beside(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = claims(here, **{"Krav beløp": "50 000,00", "Utlignet beløp": "18 518,00"})
    assert match_files(REPORT, path, "nav_refunds", here / "out") == 0
    rows = {row["Liste"]: row for row in table(here / "out" / "treff.csv")}
    assert (rows["A"]["Beløp"], rows["B"]["Beløp"]) == ("31482,00", "31482,00")
    assert rows["B"]["Hele beløpet"] == "50000,00"
    assert "50\u00a0000" not in capsys.readouterr().out


def test_what_was_settled_before_is_listed(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = claims(here, **{"Utlignet beløp": "31 482,00"})
    match_files(REPORT, path, "nav_refunds", here / "out")
    assert [
        (row["Liste"], row["Nøkkel"], row["Fra"], row["Hele beløpet"], row["Oppgjort fra før"])
        for row in table(here / "out" / "tidligere.csv")
    ] == [("B", "K1", "01.09.2026", "31482,00", "31482,00")]
    line = next(s for s in capsys.readouterr().out.splitlines() if "Oppgjort fra før" in s)
    assert line.endswith("1  31\u00a0482,00")


def test_every_refused_row_is_written_however_many(here: Path) -> None:
    bad = "12340512349;05.10.2026;35.10.2026;900,00;KID1;X"
    vouchers = BANK / "same_reference_and_day" / "voucher.csv"
    match_files(bank(here, *[bad] * 1200), vouchers, "bank_vouchers", here / "out")
    assert len(table(here / "out" / "avvist.csv")) == 1200


def test_with_many_open_rows_the_first_are_explained_and_the_rest_said(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [f"12340512349;05.10.2026;05.10.2026;{n},00;KID100017;X" for n in range(2000, 3100)]
    vouchers = BANK / "same_reference_and_day" / "voucher.csv"
    match_files(bank(here, *rows), vouchers, "bank_vouchers", here / "out")
    left = table(here / "out" / "apne.csv")
    assert len(left) == 1102
    assert {row["Skiller på"] for row in left[:1000]} <= {"beløp", ""}
    assert {row["Skiller på"] for row in left[1000:]} == {"ikke undersøkt"}
    assert "for 1000 av 1102 åpne rader" in capsys.readouterr().out


def test_a_suggestion_says_by_how_much_and_in_what_it_differs(here: Path) -> None:
    for example, ore, what in (
        ("a_fee_is_suggested", "-2500", "beløp"),
        ("posted_on_another_account", "0", "enhet eller konto"),
        ("posted_on_another_day", "0", "dager"),
    ):
        folder = BANK / example
        match_files(
            folder / "bank_entry.csv", folder / "voucher.csv", "bank_vouchers", here / "out"
        )
        rows = table(here / "out" / "treff.csv")
        assert {(row["Forskjell i øre"], row["Skiller på"]) for row in rows} == {(ore, what)}


def test_a_damaged_report_leaves_its_faults_and_nothing_of_an_earlier_result(here: Path) -> None:
    path = REFUNDS / "exact_match" / "claims.csv"
    match_files(REPORT, path, "nav_refunds", here / "out")
    assert {each.name for each in (here / "out").iterdir()} == RESULT
    damaged = here / "report.csv"
    damaged.write_bytes(REPORT.read_bytes().replace(b"20260930", b"20260931"))
    with pytest.raises(InputError):
        match_files(damaged, path, "nav_refunds", here / "out")
    assert [each.name for each in (here / "out").iterdir()] == ["avvist.csv"]
    assert [row["Kode"] for row in table(here / "out" / "avvist.csv")] == ["date_invalid"]


def test_a_failed_run_says_that_the_files_are_of_an_earlier_one(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = REFUNDS / "exact_match" / "claims.csv"
    match_files(REPORT, path, "nav_refunds", here / "out")
    with pytest.raises(InputError):
        match_files(here / "none.csv", path, "nav_refunds", here / "out")
    assert "er fra en tidligere kjøring" in capsys.readouterr().err


def test_a_result_that_cannot_be_written_is_said_with_what_to_do(here: Path) -> None:
    path = REFUNDS / "exact_match" / "claims.csv"
    file = here / "file"
    file.write_text("")
    (here / "out" / "treff.csv").mkdir(parents=True)
    for out, code in ((file, "output_not_a_folder"), (here / "out", "output_in_use")):
        with pytest.raises(InputError) as refused:
            match_files(REPORT, path, "nav_refunds", out)
        assert refused.value.code == code


def test_the_same_file_twice_is_no_match(here: Path) -> None:
    copy = here / "copy.csv"
    copy.write_bytes(REPORT.read_bytes())
    with pytest.raises(InputError) as refused:
        match_files(REPORT, copy, "nav_refunds", None)
    assert refused.value.code == "same_file_twice"


def test_without_any_mappings_the_folder_that_was_looked_in_is_said(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "mappings").mkdir()
    monkeypatch.chdir(here)
    with pytest.raises(InputError) as refused:
        match_files(REPORT, REPORT, "nav_refunds", None)
    assert refused.value.code == "matches_missing"
    assert str(here / "mappings") in refused.value.message


@pytest.mark.parametrize("columns", ["80", "200"])
def test_the_table_is_whole_in_a_narrow_terminal_and_in_a_pipe(here: Path, columns: str) -> None:
    folder = BANK / "same_reference_and_day"
    long = here / "kontoutskrift_for_oktober_med_et_langt_navn_som_banken_har_gitt_den.csv"
    long.write_bytes((folder / "bank_entry.csv").read_bytes())
    matched = rutine(
        "match", long, folder / "voucher.csv", "--routine", "bank_vouchers",
        home=here, COLUMNS=columns,
    )  # fmt: skip
    lines = matched.stdout.splitlines()
    assert any(long.name in line for line in lines)
    settled = next(line for line in lines if line.startswith("Gjort opp"))
    assert settled.split("  ")[-1].strip() == "\u22123\u00a0550,50"
    assert len(settled) <= 80
