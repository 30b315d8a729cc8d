"""`rutine format new`: written, checked by `rutine check`, and never over somebody's work."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from rutine.cli.modelling.check import check_mappings
from rutine.cli.modelling.format_new import propose_format
from rutine.cli.outcome import Exit
from rutine.cli.texts.format_texts import catalogue
from rutine.core.errors import InputError
from rutine.formats.format_file import load_format
from tests.golden.formats.writers import EMPLOYER, KARI, UNIT

EXAMPLES = Path(__file__).parents[3] / "mappings" / "examples" / "format_new"
CLAIMS = EXAMPLES / "claims_under_a_title_and_over_a_sum" / "export.csv"
REPORTS = EXAMPLES / "income_reports_in_nynorsk_without_employer" / "export.csv"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUTINE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")


def propose(file: Path, out: Path, *, given: list[str] | None = None, force: bool = False) -> int:
    return propose_format(file, None, None, given or [], None, out, force=force)


def test_what_is_written_is_accepted_by_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "krav.yaml"
    assert propose(CLAIMS, out) is Exit.CLEAN
    shown = capsys.readouterr().out
    assert "3 rader kan leses. 0 rader kan ikke leses" in shown
    assert KARI not in shown + out.read_text("utf-8")
    assert "Kåre" not in shown + out.read_text("utf-8")
    assert check_mappings([out]) is Exit.CLEAN
    assert load_format(out).status == "guessed"


def test_a_file_that_is_there_is_never_written_over_without_force(tmp_path: Path) -> None:
    out = tmp_path / "krav.yaml"
    out.write_text("somebody's work")
    with pytest.raises(InputError) as refused:
        propose(CLAIMS, out)
    assert refused.value.code == "output_exists"
    assert out.read_text() == "somebody's work"
    assert propose(CLAIMS, out, force=True) is Exit.CLEAN
    assert load_format(out).record == "claim"


def test_what_lacks_is_told_and_can_be_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert propose(REPORTS, tmp_path / "a.yaml") is Exit.OPEN_CASES
    assert "Disse feltene mangler: employer." in capsys.readouterr().out
    assert propose(REPORTS, tmp_path / "b.yaml", given=[f"employer={EMPLOYER}"]) is Exit.CLEAN


def test_the_only_employer_needs_not_be_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    employers = [{"orgnr": EMPLOYER, "name": "Øvdal"}]
    monkeypatch.setenv("RUTINE_EMPLOYERS", json.dumps(employers))
    assert propose(REPORTS, tmp_path / "a.yaml") is Exit.CLEAN
    assert load_format(tmp_path / "a.yaml").given == {"employer": EMPLOYER}


@pytest.mark.parametrize("given", ["employer", f"sub_unit={UNIT}", "person=x", "nonsense=1"])
def test_only_what_the_file_lacks_can_be_given(tmp_path: Path, given: str) -> None:
    with pytest.raises(InputError) as refused:
        propose(REPORTS, tmp_path / "a.yaml", given=[given])
    assert refused.value.code == "given_invalid"


def test_the_formats_name_is_not_the_files_which_may_hold_a_persons(tmp_path: Path) -> None:
    export = tmp_path / f"Krav {KARI} søk 2026-10.csv"
    export.write_bytes(CLAIMS.read_bytes())
    out = tmp_path / "formats"
    out.mkdir()
    assert propose(export, out) is Exit.CLEAN
    assert [path.name for path in out.iterdir()] == ["claim_export.yaml"]


def test_a_column_that_no_field_takes_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Days that Excel has made into bare numbers are not believed, and not passed over either."""
    export = tmp_path / "export.csv"
    text = CLAIMS.read_bytes().decode("utf-8-sig", "replace")
    export.write_text(re.sub(r"\d{2}\.\d{2}\.\d{4}", "46235", text), encoding="utf-8")
    propose(export, tmp_path / "a.yaml")
    (said,) = [line for line in capsys.readouterr().out.splitlines() if "brukes ikke" in line]
    assert "Fra" in said
    assert "Til" in said


@pytest.mark.parametrize("language", ["nn", "en"])
def test_each_language_says_the_same_things(language: str) -> None:
    assert catalogue(language).keys() == catalogue("nb").keys()
