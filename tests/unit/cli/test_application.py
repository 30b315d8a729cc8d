"""What the command line says and answers, without running anything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.command_line import ROOT, rutine


def test_help_names_every_command_and_the_exit_codes(tmp_path: Path) -> None:
    shown = rutine("--help", home=tmp_path)
    assert shown.returncode == 0
    for command in (
        "demo",
        "run",
        "fetch",
        "portal",
        "match",
        "expected",
        "reasons",
        "check",
        "review",
        "doctor",
        "user",
        "verify",
        "anchor",
        "cases",
        "risk",
        "undo",
        "close-period",
        "format",
        "keys",
        "metrics",
    ):
        assert f" {command} " in shown.stdout
    assert "0 clean, 1 cases are waiting for a person, 2 error" in shown.stdout


def test_the_projects_own_mappings_are_right(tmp_path: Path) -> None:
    checked = rutine("check", home=tmp_path)
    assert checked.returncode == 0, checked.stdout
    assert "nav_refunds.yaml" in checked.stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [("vouchers_csv", "skriver ikke voucher_line"), ("voucher_csw", "ingen formatfil som heter")],
)
def test_a_format_that_can_not_write_postings_is_named(
    tmp_path: Path, name: str, said: str
) -> None:
    wrong = tmp_path / "nav_refunds.yaml"
    text = (ROOT / "mappings" / "routines" / "nav_refunds.yaml").read_text()
    wrong.write_text(text.replace("voucher: voucher_csv", f"voucher: {name}"))
    checked = rutine("check", str(wrong), home=tmp_path)
    assert checked.returncode == 2
    assert said in checked.stdout


def test_a_wrong_mapping_is_named_with_its_line(tmp_path: Path) -> None:
    wrong = tmp_path / "nav_refunds.yaml"
    text = (ROOT / "mappings" / "routines" / "nav_refunds.yaml").read_text()
    wrong.write_text(text.replace("legal_basis:", "legal_bassis:"))
    checked = rutine("check", str(wrong), home=tmp_path)
    assert checked.returncode == 2
    assert "nav_refunds.yaml" in checked.stdout
    line = text[: text.index("legal_basis:")].count("\n") + 1
    assert f"linje {line}: " in checked.stdout
    assert "legal_basis" in checked.stdout


def test_an_unknown_routine_is_answered_with_those_there_are(tmp_path: Path) -> None:
    answered = rutine("run", "nav_refund", home=tmp_path)
    assert answered.returncode == 2
    assert "nav_refunds" in answered.stderr
    assert "Traceback" not in answered.stderr


def test_without_an_employer_it_says_what_to_do(tmp_path: Path) -> None:
    answered = rutine("run", "nav_refunds", home=tmp_path)
    assert answered.returncode == 2
    assert "Ingen slik virksomhet er satt opp" in answered.stderr
    assert "[[employers]]" in answered.stderr


def test_a_month_that_is_none_is_refused(tmp_path: Path) -> None:
    answered = rutine("run", "nav_refunds", "--period", "2026-13", home=tmp_path)
    assert answered.returncode == 2
    assert "ÅÅÅÅ-MM" in answered.stderr


def test_a_report_that_is_not_there_is_said(tmp_path: Path) -> None:
    answered = rutine("run", "nav_refunds", "--report", str(tmp_path / "none.csv"), home=tmp_path)
    assert answered.returncode == 2
    assert "none.csv kan ikke leses" in answered.stderr


def test_claims_need_a_report(tmp_path: Path) -> None:
    claims = tmp_path / "claims.csv"
    claims.write_text("x")
    answered = rutine("run", "nav_refunds", "--claims", str(claims), home=tmp_path)
    assert answered.returncode == 2
    assert "--report" in answered.stderr


@pytest.mark.skipif(
    os.geteuid() == 0 and not Path("/proc").is_dir(), reason="root may write anywhere"
)
def test_a_home_that_is_a_file_is_said(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    answered = rutine("demo", "--exit", home=blocked)
    assert answered.returncode == 2
    assert "RUTINE_HOME" in answered.stderr
    assert "Traceback" not in answered.stderr


def test_a_wrong_setting_is_named_without_its_value(tmp_path: Path) -> None:
    answered = rutine("doctor", home=tmp_path, RUTINE_MODE="prodcution")
    assert answered.returncode == 2
    assert "mode" in answered.stderr
    assert "prodcution" not in answered.stderr


def test_the_review_app_asks_for_an_account_first(tmp_path: Path) -> None:
    answered = rutine("review", home=tmp_path)
    assert answered.returncode == 2
    assert "rutine user add" in answered.stderr


def test_an_account_is_made_and_the_password_not_shown(tmp_path: Path) -> None:
    made = rutine(
        "user",
        "add",
        "kari",
        "--display-name",
        "Kari Øvelse",
        home=tmp_path,
        stdin="et langt passord 17\n",
    )
    assert made.returncode == 0, made.stderr
    assert "et langt passord" not in made.stdout + made.stderr
    again = rutine(
        "user",
        "add",
        "kari",
        "--display-name",
        "Kari Øvelse",
        home=tmp_path,
        stdin="et langt passord 17\n",
    )
    assert again.returncode == 2


def test_an_unknown_role_is_answered_with_those_there_are(tmp_path: Path) -> None:
    answered = rutine(
        "user", "add", "kari", "--display-name", "K", "--role", "boss", home=tmp_path, stdin="x\n"
    )
    assert answered.returncode == 2
    assert "reviewer" in answered.stderr


def test_an_anchor_kept_elsewhere_shows_that_the_trail_was_exchanged(tmp_path: Path) -> None:
    home, other, file = tmp_path / "home", tmp_path / "other", tmp_path / "anchors.txt"
    for place in (home, other):
        words = ("user", "add", "kari", "--display-name", "K")
        assert rutine(*words, home=place, stdin="et langt passord\n").returncode == 0
    assert rutine("anchor", file, home=home).returncode == 0
    assert rutine("anchor", file, home=home).returncode == 0
    assert rutine("anchor", home=home).stdout.startswith('{"seq":1,"hash":"')
    verified = rutine("verify", "--anchor", file, home=home)
    assert verified.returncode == 0
    assert "all 2 anchors" in verified.stdout
    refused = rutine("verify", "--anchor", file, home=other)
    assert refused.returncode == 2
    assert "from entry 1 on it is not the one that was anchored" in refused.stdout
    for text in ("", "{}", '{"seq":1,"hash":"x","at":"2026-11-30T00:00:00Z"}'):
        file.write_text(text)
        assert rutine("verify", "--anchor", file, home=home).returncode == 2


def test_verify_says_that_a_new_home_is_whole(tmp_path: Path) -> None:
    verified = rutine("verify", home=tmp_path)
    assert verified.returncode == 0, verified.stderr
    assert "0 lines accounted for" in verified.stdout


def test_production_refuses_a_home_with_practice_data(tmp_path: Path) -> None:
    assert rutine("verify", home=tmp_path).returncode == 0
    refused = rutine("verify", home=tmp_path, RUTINE_MODE="production")
    assert refused.returncode == 2
    assert "øvelse eller virkelige" in refused.stderr


def test_the_demo_is_refused_where_real_data_lives(tmp_path: Path) -> None:
    refused = rutine("demo", "--exit", home=tmp_path, RUTINE_MODE="production")
    assert refused.returncode == 2
    assert "bare for øvelse" in refused.stderr


def test_whatever_fails_is_an_error_and_never_looks_like_open_cases(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    for words in (("verify",), ("review", "--port", "99999")):
        failed = rutine(*words, home=blocked)
        assert failed.returncode == 2, failed.stderr
        assert "Traceback" not in failed.stderr


def test_the_expected_refund_is_shown_day_by_day(tmp_path: Path) -> None:
    case = ROOT / "mappings" / "examples" / "expected_refund" / "half_grade_over_6g" / "input.yaml"
    shown = rutine("expected", str(case), home=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "10 800,00" in shown.stdout.replace("\u00a0", " ")
    assert "01819000049" not in shown.stdout


def test_the_expected_refund_needs_something_to_compute(tmp_path: Path) -> None:
    asked = rutine("expected", home=tmp_path)
    assert asked.returncode == 2
    assert "--absences" in asked.stderr


ABSENCES = "Hovedenhet;Underenhet;Ansattnr;Fødselsnummer;Type;Fra;Til;Grad"
REPORTS = (
    "Hovedenhet;Underenhet;Fødselsnummer;Fravær fra;Beregnet månedslønn;Refusjon per måned;"
    "Refusjon opphører;Sendt dato"
)


def test_a_row_that_cant_be_read_changes_nobodys_amount_silently(tmp_path: Path) -> None:
    absences, reports = tmp_path / "a.csv", tmp_path / "r.csv"
    absences.write_text(
        f"{ABSENCES}\n974600013;933001547;1;01819000049;sick_note;01.01.2018;31.01.2018;110\n"
    )
    reports.write_text(f"{REPORTS}\n")
    asked = rutine(
        "expected",
        *("--absences", str(absences), "--income-reports", str(reports), "--period", "2018-02"),
        home=tmp_path,
    )
    assert asked.returncode == 2
    assert "linje 2" in asked.stdout
    assert "ingen utregning er til å stole på" in asked.stderr


def test_an_output_that_cant_be_written_is_said(tmp_path: Path) -> None:
    case = ROOT / "mappings" / "examples" / "expected_refund" / "half_grade_over_6g" / "input.yaml"
    for out, said in (("none/x.xlsx", "can't be written"), ("x.txt", "verken .json eller .xlsx")):
        asked = rutine("expected", str(case), "--out", str(tmp_path / out), home=tmp_path)
        assert asked.returncode == 2
        assert said in asked.stderr


def test_the_reasons_are_shown_in_the_installations_language(tmp_path: Path) -> None:
    shown = rutine("reasons", home=tmp_path, RUTINE_LANGUAGE="nn")
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout == (ROOT / "docs" / "reference" / "reasons.nn.md").read_text("utf-8")


def test_the_reasons_are_written_in_every_language(tmp_path: Path) -> None:
    out = tmp_path / "pages"
    assert rutine("reasons", "--out", str(out), home=tmp_path).returncode == 0
    assert sorted(p.name for p in out.iterdir()) == ["reasons.en.md", "reasons.md", "reasons.nn.md"]
    taken = tmp_path / "file"
    taken.write_text("in the way")
    refused = rutine("reasons", "--out", str(taken), home=tmp_path)
    assert refused.returncode == 2
    assert "Det går ikke an å skrive i" in refused.stderr


def test_doctor_tells_of_a_folder_that_is_not_there(tmp_path: Path) -> None:
    employer = '[{"orgnr": "974600013", "name": "Øvdal", "folder": {"path": "/nowhere/nav"}}]'
    answered = rutine("doctor", home=tmp_path, RUTINE_EMPLOYERS=employer)
    assert "Øvdal: The folder for reports is gone or can't be read." in answered.stdout
    assert answered.returncode == 2
