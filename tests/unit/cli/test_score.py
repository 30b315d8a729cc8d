"""`rutine score` as a consultant types it."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path
from string import Formatter

import openpyxl
import pytest

from tests.command_line import CANDIDATE, rutine, with_candidate

TEXTS = Path("rutine/routines/texts")


def test_all_routines_are_ranked_on_a_line_each(tmp_path: Path) -> None:
    said = rutine("score", home=tmp_path)
    assert said.returncode == 0
    lines = said.stdout.splitlines()
    assert lines[0] == "Rutiner etter egnethet for automatisering"
    assert re.match(r"nav_refunds +\d+ .*krevende, 500 t +[\d,]+ md\.$", lines[3].rstrip())
    assert all(len(line) <= 80 for line in lines[:5])
    assert "Frigjorte timer er ikke en gevinst" in said.stdout
    assert "Tall merket som eksempel er ikke målt" in said.stdout


def test_a_wrong_file_is_named_and_the_others_are_ranked(tmp_path: Path) -> None:
    (tmp_path / "prefect.yaml").touch()
    mappings = tmp_path / "mappings"
    shutil.copytree("mappings/routines", mappings / "routines")
    shutil.copytree("mappings/tables", mappings / "tables")
    shutil.copy(CANDIDATE, mappings / "routines")
    wrong = mappings / "routines" / "service_records.yaml"
    wrong.write_text(wrong.read_text("utf-8").replace("stage: candidate", "stage: x"), "utf-8")
    book = tmp_path / "rangering.xlsx"
    said = rutine("score", "--xlsx", book, home=tmp_path / "home", RUTINE_PROJECT=str(tmp_path))
    assert said.returncode == 2
    assert "nav_refunds" in said.stdout
    assert "service_records.yaml er ikke med" in said.stdout
    assert "linje 5: stage: 'x' er ikke tillatt" in said.stdout
    assert book.is_file()


def test_one_routine_is_told_with_what_is_not_known_and_where_to_write_it(tmp_path: Path) -> None:
    said = rutine("score", CANDIDATE, home=tmp_path)
    assert said.returncode == 0
    assert "Tjenestebevis til tidligere ansatte: 69–79 poeng" in said.stdout
    assert "Ikke kjent: pålagt i lov. Fyll inn:\n  – skriv legal_duty under identity" in said.stdout


def test_a_misspelt_name_is_answered_with_the_near_one(tmp_path: Path) -> None:
    said = rutine("score", "service_records", home=tmp_path)
    assert said.returncode == 2
    assert "service_record" in said.stderr


def test_the_workbook_has_every_routine_and_every_grade(tmp_path: Path) -> None:
    written = tmp_path / "rangering.xlsx"
    project = with_candidate(tmp_path / "project")
    assert rutine("score", "--xlsx", written, home=tmp_path, **project).returncode == 0
    ranking, grades = openpyxl.load_workbook(written).worksheets
    routines = 1 + len(list(Path("mappings/routines").glob("*.yaml")))
    assert ranking.max_row == 1 + routines
    assert grades.max_row == 1 + 8 * routines
    assert isinstance(ranking["E2"].value, int | float)
    freed = {row[1].value: row[5].value for row in ranking.iter_rows(min_row=2)}
    assert freed["Avstemming av refusjoner fra NAV"] > 0
    assert freed["Tjenestebevis til tidligere ansatte"] is None  # no procedure to be: not nought


def test_a_workbook_that_is_none_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    said = rutine("score", "--xlsx", tmp_path / "rangering.csv", home=tmp_path)
    assert said.returncode == 2
    assert not (tmp_path / "rangering.csv").exists()


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_ranking_fits_a_narrow_terminal_with_no_word_cut_short(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUTINE_LANGUAGE", language)
    lines = rutine("score", home=tmp_path).stdout.splitlines()[1:5]
    assert "…" not in "".join(lines)
    assert [line.split()[0] for line in lines[1:]] == [
        "service_record",
        "nav_refunds",
        "survey_respondents",
    ]


def test_a_figure_that_nothing_tells_has_no_unit(tmp_path: Path) -> None:
    said = rutine("score", CANDIDATE, home=tmp_path).stdout
    assert re.search(r"Frigjøres +–\s*\n", said)


def test_a_file_is_graded_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "mappe med æøå" / "card_orders.yaml"
    path.parent.mkdir()
    path.write_text("version: 2\nname: card_orders\ntitle: {nb: Adgangskort}\n", "utf-8")
    assert "Adgangskort: 0–100 poeng" in rutine("score", path, home=tmp_path).stdout


@pytest.mark.parametrize("language", ["nn", "en"])
def test_every_text_is_there_in_every_language_with_the_same_places(language: str) -> None:
    def places(name: str) -> dict[str, set[str | None]]:
        families = tomllib.loads((TEXTS / f"score_{name}.toml").read_text("utf-8"))
        return {
            f"{family}.{key}": {field for _, field, _, _ in Formatter().parse(text)} - {None}
            for family, texts in families.items()
            for key, text in texts.items()
        }

    assert places(language) == places("nb")
    assert rutine("score", home=Path("/nonexistent"), RUTINE_LANGUAGE=language).returncode == 0
