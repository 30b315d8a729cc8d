"""`rutine try` and `rutine simulate` as a person types them: refusals, files, and being stopped."""

from __future__ import annotations

import csv
import os
import shutil
import signal
import string
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl
import pytest

from rutine.cli.texts.rehearsal_texts import COMMANDS, catalogue
from rutine.temporary import PREFIX
from tests.command_line import CANDIDATE, ROOT, rutine, with_candidate
from tests.lived_history import WholeHome, live

EXAMPLES = ROOT / "mappings" / "examples" / "nav_refunds"


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("language", ["nn", "en"])
def test_the_catalogues_say_the_same_things(command: str, language: str) -> None:
    own, bokmaal = catalogue(command, language), catalogue(command, "nb")  # type: ignore[arg-type]
    assert own.keys() == bokmaal.keys()
    for key, text in own.items():
        assert placeholders(text) == placeholders(bokmaal[key]), key


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("try", "nav_refund"), "Mente du nav_refunds?"),
        (("try", "noe_helt_annet"), "Velg blant: nav_refunds"),
        (("try", "nav_refunds", "finnes_ikke"), "ingen slik mappe"),
        (("try", "nav_refunds", "exact_match", "--explain", "K9"), "Ingen fil har en rad K9"),
        (("try", "nav_refunds", "exact_match", "--out", "rader.txt"), "verken .csv eller .xlsx"),
        (("try", "nav_refunds", "--explain", "1"), "gjelder én mappe"),
        (
            ("try", "nav_refunds", "exact_match", "--file", "borte.yaml"),
            "borte.yaml kan ikke leses",
        ),
        (("try", "nav_refunds", "exact_match", "--routine-file", "b.yaml"), "b.yaml kan ikke"),
        (("simulate", "nav_refunds", "--from", "2026-13"), "--from 2026-13 er ingen måned"),
        (("simulate", "nav_refunds", "--from", "2026-10", "--to", "2026-09"), "er etter --to"),
        (("simulate", "nav_refunds"), "ikke noe lager her"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    words: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    answer = rutine(*words, home=tmp_path)
    assert answer.returncode == 2
    assert told in answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_candidate_has_no_steps_to_try(tmp_path: Path) -> None:
    project = with_candidate(tmp_path / "project")
    answer = rutine("try", CANDIDATE.stem, home=tmp_path / "home", **project)
    assert answer.returncode == 2
    assert "ingen steg som kan prøves" in answer.stderr


def test_every_row_goes_to_the_file_that_is_asked_for(tmp_path: Path) -> None:
    example = EXAMPLES / "claim_changed_after_settlement"
    for name in ("rader.csv", "rader.xlsx"):
        answer = rutine(
            *("try", "nav_refunds", example, "--out", tmp_path / name), home=tmp_path / "home"
        )
        assert answer.returncode == 0
        assert (tmp_path / name).stat().st_mode & 0o077 == 0
    with (tmp_path / "rader.csv").open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.reader(file, delimiter=";"))
    sheet = openpyxl.load_workbook(tmp_path / "rader.xlsx").active
    assert sheet is not None
    assert [row[1].value for row in sheet.iter_rows()] == [row[1] for row in written]
    assert [row[1] for row in written[1:]] == ["report-1:1", "report-1:2", "1", "K1", "K2"]
    assert {row[7]: row[8] for row in written[1:]}["gjort opp"] == "exact"
    assert sum(float(row[6].replace(",", ".")) for row in written[1:4]) == 64395.00


def test_files_under_their_own_names_are_known_by_what_is_in_them(tmp_path: Path) -> None:
    folder = tmp_path / "fra nav"
    folder.mkdir()
    example = EXAMPLES / "settled_as_rounding"
    employer = (example / "report.csv").read_text("latin-1").split(";")[1]
    for own, name in (
        ("report.csv", f"{employer}_ref-arbg_2026-10-02.csv"),
        ("claims.csv", "åpne krav.csv"),
        ("absences.csv", "fravær oktober.csv"),
        ("income_reports.csv", "im.csv"),
    ):
        shutil.copyfile(example / own, folder / name)
    answer = rutine("try", "nav_refunds", folder, "--explain", "1", home=tmp_path / "home")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "Gjort opp i 2026-10 av regelen expected" in answer.stdout
    (folder / "brev.csv").write_text("Hei;dette er\net brev;ikke en liste\n", encoding="utf-8")
    refused = rutine("try", "nav_refunds", folder, home=tmp_path / "home")
    assert refused.returncode == 2
    assert "brev.csv" in refused.stderr
    assert "kjenner igjen" in refused.stderr


def test_a_folder_with_cases_says_so_by_its_code(tmp_path: Path) -> None:
    folder = tmp_path / "måned"
    shutil.copytree(EXAMPLES / "paid_more_than_claimed", folder)
    (folder / "expected.yaml").unlink()
    answer = rutine("try", "nav_refunds", folder, home=tmp_path / "home")
    assert answer.returncode == 1
    assert "expected.yaml" not in answer.stdout
    (folder / "report.csv").write_bytes((folder / "report.csv").read_bytes()[:-30])
    damaged = rutine("try", "nav_refunds", folder, home=tmp_path / "home")
    assert damaged.returncode == 1
    assert "Rapporten er stoppet: filen er ikke hel" in damaged.stdout
    assert "Avvist" in damaged.stdout


def test_no_national_id_is_shown(tmp_path: Path) -> None:
    folder = tmp_path / "måned"
    shutil.copytree(EXAMPLES / "paid_more_than_claimed", folder)
    claims = folder / "claims.csv"
    person = (folder / "report.csv").read_text("latin-1").split(";")[4]
    claims.write_text(claims.read_text("utf-8-sig").replace("K1;", f"{person};"), "utf-8-sig")
    (folder / "expected.yaml").unlink()
    out = tmp_path / "rader.csv"
    for words in (("--out", out), ("--explain", "1"), ("--explain", person)):
        answer = rutine("try", "nav_refunds", folder, *words, home=tmp_path / "home")
        assert answer.returncode in {0, 1}
        assert person not in answer.stdout
        assert "***********" in answer.stdout
    assert person not in out.read_text("utf-8-sig")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, str]]:
    home = WholeHome(tmp_path_factory.mktemp("home"))
    live(home)
    return home.path, {"RUTINE_EMPLOYERS": f"[{home.employer.model_dump_json()}]"}


@pytest.fixture
def heard() -> Iterator[None]:
    """A shell that starts something in the background lets it, and all below it, ignore Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize(
    ("words", "number"),
    [
        (("simulate", "nav_refunds"), signal.SIGTERM),
        (("try", "nav_refunds"), signal.SIGINT),
    ],
)
def test_being_stopped_leaves_nothing(
    words: tuple[str, ...],
    number: signal.Signals,
    lived: tuple[Path, Mapping[str, str]],
    tmp_path: Path,
) -> None:
    home, settings = lived
    environment = {**os.environ, **settings, "RUTINE_HOME": str(home), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", "from rutine.cli import main; main()", *words]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:
        deadline = time.monotonic() + 300
        while not list(tmp_path.glob(f"{PREFIX}*/rutine.db")):
            assert process.poll() is None, "it ended before it could be stopped"
            assert time.monotonic() < deadline
            time.sleep(0.02)
        process.send_signal(number)
        assert process.wait(300) == 130
    assert list(tmp_path.iterdir()) == []
