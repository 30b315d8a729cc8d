"""The locks hold what pyproject.toml asks for, with hashes and without hosts."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[3]
PIN = re.compile(
    r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)(?:\s*;\s*([^\\]+))?", re.MULTILINE
)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, version, _ in PIN.findall((ROOT / lock).read_text()):
        found.setdefault(normal(name), set()).add(version)
    return found


def asked_for(*extras: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lists = [project["dependencies"], *(project["optional-dependencies"][e] for e in extras)]
    return [Requirement(text) for each in lists for text in each]


@pytest.mark.parametrize(
    ("lock", "extras"),
    [("requirements.lock", ("build",)), ("requirements-dev.lock", ("build", "dev", "machines"))],
)
def test_a_lock_holds_every_dependency_within_its_bound(lock: str, extras: tuple[str, ...]) -> None:
    locked = pins(lock)
    missing = [
        f"{need} (run make lock)"
        for need in asked_for(*extras)
        if not any(
            need.specifier.contains(v, prereleases=True) for v in locked.get(normal(need.name), ())
        )
    ]
    assert not missing


def test_what_runs_is_what_was_tested() -> None:
    tested = pins("requirements-dev.lock")
    assert {name: v for name, v in pins("requirements.lock").items() if tested.get(name) != v} == {}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_no_host_and_every_pin_has_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert "--index-url" not in text
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [b.splitlines()[0] for b in blocks if "--hash=sha256:" not in b] == []


def test_the_prefect_server_starts_only_below_this_fastapi() -> None:
    assert all(Version(v) < Version("0.151") for v in pins("requirements.lock")["fastapi"])
    assert default_environment()["python_version"] >= "3.11"
