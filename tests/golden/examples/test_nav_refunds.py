"""Every example beside the routine ends as its `expected.yaml` says. Added without Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from rutine.core.errors import InputError
from rutine.formats.yaml_source import load_yaml, parse_model
from rutine.settings import Settings
from rutine.steps import arrivals, scope
from rutine.steps.trial.example_files import EXPECTED, ExampleFiles
from rutine.steps.trial.expected import Outcome, unlike
from rutine.steps.trial.running import run_trial
from tests.golden.examples.stated import FOLDER

EXAMPLES = sorted((FOLDER / "nav_refunds").iterdir())


@cache
def _once(load: Callable[[Path], Any]) -> Callable[[Path], Any]:
    """Hundreds of runs use the same files."""
    return cache(load)


@pytest.fixture(scope="module", autouse=True)
def _each_file_is_read_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for module, name in (
            (scope, "load_format"),
            (scope, "load_refund_routine"),
            (scope, "load_tables"),
            (arrivals, "load_tables"),
        ):
            patch.setattr(module, name, _once(getattr(module, name)))
        yield


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_the_example_ends_as_it_says(folder: Path) -> None:
    told = parse_model(load_yaml(folder / EXPECTED), Outcome)
    files = ExampleFiles.of(folder)
    # The run after the last settles nothing more and finds the same cases.
    after = [
        unlike(told, trial.outcome) for trial in run_trial(Settings(), files, told, again=True)
    ]
    assert after == [[], []]


@pytest.mark.parametrize("code", ["D01", "D02", "D03", "D04"])
def test_every_reason_that_may_settle_is_shown_settling(code: str) -> None:
    stated = [parse_model(load_yaml(folder / EXPECTED), Outcome) for folder in EXAMPLES]
    assert any(
        code in told.example_of and any(each.reason == code for each in told.settled)
        for told in stated
    )


def test_the_how_to_shows_what_is_read(tmp_path: Path) -> None:
    page = (FOLDER.parents[1] / "docs" / "how-to" / "examples.md").read_text(encoding="utf-8")
    (tmp_path / EXPECTED).write_text(page.split("```yaml")[1].split("```")[0], encoding="utf-8")
    shown = load_yaml(tmp_path / EXPECTED)
    assert parse_model(shown, Outcome).settled
    assert shown.data.keys() == Outcome.model_fields.keys()


@pytest.fixture
def example(tmp_path: Path) -> Path:
    for name in ("report.csv", "claims.csv", "report-1.csv", "claims-1.csv", EXPECTED):
        (tmp_path / name).write_bytes(b"")
    return tmp_path


def test_a_file_belongs_to_the_run_that_its_name_says(example: Path) -> None:
    (example / "absences.csv").write_bytes(b"")
    (example / "bank.xml").write_bytes(b"")
    found = ExampleFiles.of(example)
    assert found.runs == 2
    assert found.kinds == {"claims", "absences", "bank"}
    assert (found.report(1), found.report(2)) == (example / "report-1.csv", example / "report.csv")
    assert found.files["claims", 1].name == "claims-1.csv"
    assert found.files["absences", 1].name == "absences.csv"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("absence.csv", "did you mean 'absences'"),
        ("absences.cvs", "absences.csv"),
        ("absences-0.csv", "-1, -2"),
        ("fravaer.csv", "income_reports.csv"),
        ("expected.yml", EXPECTED),
        ("readme", "claims.csv"),
    ],
)
def test_a_misspelt_name_is_refused_and_the_right_ones_told(
    example: Path, name: str, told: str
) -> None:
    (example / name).write_bytes(b"")
    with pytest.raises(InputError, match="Allowed") as refused:
        ExampleFiles.of(example)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda folder: (folder / "report.csv").unlink(), "report of the last run is missing"),
        (lambda folder: (folder / "claims.csv").unlink(), "claims of the last run is missing"),
        (lambda folder: (folder / "report-3.csv").write_bytes(b""), "without a gap"),
        (lambda folder: (folder / "claims.xlsx").write_bytes(b""), "two files of claims"),
        (lambda folder: (folder / "claims-1.xlsx").write_bytes(b""), "two files of claims"),
    ],
)
def test_files_that_do_not_fit_together_are_refused(example: Path, change: Any, told: str) -> None:
    change(example)
    with pytest.raises(InputError, match=told):
        ExampleFiles.of(example)
