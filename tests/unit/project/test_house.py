"""The house is as drawn: routines pair by stem, files stay small, nothing heavy loads early."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from rutine.routines.routine_file import load_routine

ROOT = Path(__file__).parents[3]
FILES = [load_routine(p) for p in sorted((ROOT / "mappings" / "routines").glob("*.yaml"))]
ROUTINES = [routine.name for routine in FILES if routine.automated]  # a candidate has its file only
FLOWS = sorted(p.stem for p in (ROOT / "flows").glob("[a-z]*.py"))
SOURCES = [
    path
    for folder in ("rutine", "flows", "tasks", "tests", "benchmarks")
    for path in (ROOT / folder).rglob("*.py")
    if not {"vendor", ".environments"} & set(path.parts)
]


def deployments() -> dict[str, dict[str, object]]:
    declared = yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]
    return {each["name"]: each for each in declared}


def test_there_is_a_routine() -> None:
    assert "nav_refunds" in ROUTINES


@pytest.mark.parametrize("name", sorted({*ROUTINES, *FLOWS}))
def test_routine_flow_deployment_examples_and_page_come_together(name: str) -> None:
    assert name in ROUTINES
    assert name in FLOWS
    assert deployments()[name]["entrypoint"] == f"flows.{name}.{name}"
    assert (ROOT / "docs" / "reference" / f"{name}.md").is_file()
    assert list((ROOT / "mappings" / "examples" / name).glob("*/expected.yaml"))


@pytest.mark.parametrize("name", FLOWS)
def test_a_routine_is_one_of_ours_and_its_turn_is_the_employers(name: str) -> None:
    each = deployments()[name]
    assert "rutine" in each["tags"]  # type: ignore[operator]
    assert "concurrency_limit" not in each  # each run takes `employer-<number>`
    assert each["parameters"] == {"employer": "{{ $RUTINE_EMPLOYER }}", "period": "current"}


def test_schedules_run_by_norwegian_time() -> None:
    for each in deployments().values():
        assert [s["timezone"] for s in each["schedules"]] == ["Europe/Oslo"] * len(
            each["schedules"]
        )  # type: ignore[arg-type,attr-defined]


def test_no_file_is_over_four_hundred_lines() -> None:
    long = {
        str(p.relative_to(ROOT)): n for p in SOURCES if (n := len(p.read_text().splitlines())) > 400
    }
    assert long == {}


@pytest.mark.parametrize("command", ["import rutine", "import rutine.cli.application"])
def test_nothing_heavy_is_loaded_before_it_is_needed(command: str) -> None:
    heavy = "{'prefect', 'pandas', 'playwright', 'numpy', 'sqlalchemy', 'starlette'}"
    code = f"{command}; import sys; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_wheel_takes_the_mappings_and_leaves_flows_and_tasks() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"][
        "targets"
    ]["wheel"]
    assert wheel["packages"] == ["rutine"]
    assert wheel["force-include"] == {"mappings": "rutine/_mappings"}
