"""`rutine check`: every finding of every file, in the reader's language, and the exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from rutine.cli.modelling.check import check_mappings
from rutine.cli.outcome import Exit
from tests.command_line import CANDIDATE

ROOT = Path(__file__).parents[3]
MAPPINGS = ROOT / "mappings"
FIRST = ROOT / "tests" / "golden" / "routines" / "version_1" / "nav_refunds.yaml"


@pytest.fixture(autouse=True)
def in_the_project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("RUTINE_HOME", str(tmp_path / "home"))


def changed(tmp_path: Path, file: str, *pairs: tuple[str, str]) -> Path:
    text = (MAPPINGS / file).read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / Path(file).name
    path.write_text(text, "utf-8")
    return path


def test_the_scale_of_score_is_checked_too_in_the_readers_language(tmp_path, capsys) -> None:
    scale = MAPPINGS / "tables" / "suitability.yaml"
    assert check_mappings([scale]) is Exit.CLEAN
    path = changed(
        tmp_path,
        "tables/suitability.yaml",
        ("rules: 20", "rules: 25"),
        ("[1, 3, 5, 10, 20]", "[1, 3, 3, 10, 20]"),
    )
    assert check_mappings([path]) is Exit.ERROR
    shown = capsys.readouterr().out
    assert "linje 6: weights: delene blir 105, og skal bli 100" in shown
    assert "linje 19: errors: hvert tall må være høyere enn det foran" in shown


def test_all_findings_come_at_once_sorted_by_line(tmp_path, capsys) -> None:
    path = changed(
        tmp_path,
        "routines/nav_refunds.yaml",
        ("legal_basis:", "legal_bassis:"),
        ("of_today: [1, 2]", "of_today: [1, 200]"),
        ("  - {code: D00, ", "  - {code: D99, "),
    )
    assert check_mappings([path]) is Exit.ERROR
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == f"✗ {path}"
    lines = [int(row.split()[1].rstrip(":")) for row in shown[1:-2]]
    assert lines == sorted(lines)
    assert any("ukjent nøkkel 'legal_bassis'" in row for row in shown)
    assert any("Mente du 'legal_basis'?" in row for row in shown)
    assert any("dagens steg 200, som ikke finnes" in row for row in shown)
    assert any("årsakskode 'D99'" in row for row in shown)
    assert shown[-1].startswith("Filer: 1. Å rette: 3. Å se på: ")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("nb", "linje 4: kind: 'mach' er ikke tillatt. Tillatt: match, obligation, cover,"),
        ("nn", "linje 4: kind: 'mach' er ikkje tillate. Tillate: match, obligation, cover,"),
        ("en", "line 4: kind: 'mach' is not allowed; allowed: match, obligation, cover,"),
    ],
)
def test_the_reader_chooses_the_language(tmp_path, capsys, monkeypatch, language, told) -> None:
    monkeypatch.setenv("RUTINE_LANGUAGE", language)
    text = CANDIDATE.read_text("utf-8")
    path = tmp_path / "service_records.yaml"
    path.write_text(text.replace("version: 2", "version: 2\nkind: mach", 1), "utf-8")
    assert check_mappings([path]) is Exit.ERROR
    assert told in capsys.readouterr().out


def test_what_the_how_to_says_to_write_is_right(tmp_path, capsys) -> None:
    blocks = (ROOT / "docs/how-to/model-a-routine.md").read_text("utf-8").split("```yaml\n")
    path = tmp_path / "card_orders.yaml"
    path.write_text("".join(block.split("```")[0] for block in blocks[1:3]), "utf-8")
    assert check_mappings([path]) is Exit.CLEAN
    assert capsys.readouterr().out == f"✓ {path}\n"


def test_what_is_only_worth_a_look_does_not_fail(tmp_path, capsys) -> None:
    path = changed(tmp_path, str(CANDIDATE), ("  owner: HR-sjef\n", ""))
    assert check_mappings([path]) is Exit.CLEAN
    assert "advarsel: rutinen har ingen eier" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_told_and_the_others_are_checked(tmp_path, capsys) -> None:
    right = CANDIDATE
    assert check_mappings([tmp_path / "none.yaml", right]) is Exit.ERROR
    shown = capsys.readouterr().out
    assert "none.yaml kan ikke leses" in shown
    assert f"✓ {right}" in shown


def test_a_folder_is_told_too(tmp_path, capsys) -> None:
    assert check_mappings([tmp_path]) is Exit.ERROR
    assert "kan ikke leses" in capsys.readouterr().out


def test_a_file_of_version_1_is_written_anew_with_its_comments(tmp_path, capsys) -> None:
    path = tmp_path / FIRST.name
    path.write_bytes(FIRST.read_bytes())
    path.chmod(0o640)
    assert check_mappings([path], migrate=True) is Exit.ERROR  # nobody owns it yet
    text = path.read_text("utf-8")
    assert "version: 2\nkind: match\n" in text
    assert "# Prøves i denne rekkefølgen." in text
    assert path.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []
    assert "skrevet i versjon 2" in capsys.readouterr().out
    before = path.read_bytes()
    check_mappings([path], migrate=True)
    assert path.read_bytes() == before


def test_a_terminal_is_never_told_what_to_do_by_a_file(tmp_path, capsys) -> None:
    path = tmp_path / "service_records.yaml"
    path.write_text('version: 2\n"\\x1b[31mred [red]x[/]": 1\n', "utf-8")
    check_mappings([path])
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "[red]x[/]" in shown
