"""What is under deploy/ holds together: nothing runs as root, or stands open."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"
COMPOSES = sorted(DEPLOY.glob("compose.*.yaml"))
EXAMPLES = {
    "compose.one-server.yaml": ".env.example",
    "compose.several-machines.yaml": ".env.several-machines.example",
}


def services(file: Path) -> dict[str, dict[str, Any]]:
    declared: dict[str, dict[str, Any]] = yaml.safe_load(file.read_text())["services"]
    return declared


@pytest.mark.parametrize("file", COMPOSES, ids=lambda each: each.name)
def test_our_services_cannot_write_or_rise(file: Path) -> None:
    ours = {n: s for n, s in services(file).items() if "rutine" in s["image"].lower()}
    assert {"worker", "events", "review"} <= set(ours)
    for service in ours.values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("file", COMPOSES, ids=lambda each: each.name)
def test_every_variable_is_in_the_example_and_no_password_is_in_a_file(file: Path) -> None:
    wanted = set(re.findall(r"\$\{(\w+)(?::\?|:-[^}]*)?\}", file.read_text()))
    example = (DEPLOY / EXAMPLES[file.name]).read_text()
    known = set(re.findall(r"^(\w+)=", example, re.MULTILINE))
    assert wanted <= known
    assert not re.search(r"password=\w", example, re.IGNORECASE)


@pytest.mark.parametrize("file", COMPOSES, ids=lambda each: each.name)
def test_the_server_has_a_login_and_is_not_shown_to_the_world(file: Path) -> None:
    for service in services(file).values():
        if "rutine.cli.prefect_server" in (service.get("command") or []) and service.get("ports"):
            assert service["environment"]["PREFECT_SERVER_API_AUTH_STRING"]
            assert service["environment"]["PREFECT_SERVER_CSRF_PROTECTION_ENABLED"] == "true"
            assert all(
                port.startswith(("127.0.0.1:", "${PREFECT_LISTEN:-127.0.0.1}"))
                for port in service["ports"]
            )
    for name, service in services(file).items():
        for other in service.get("depends_on", {}):
            assert other in services(file), (name, other)


def test_what_runs_is_the_same_on_one_server_and_on_several_machines() -> None:
    one, several = map(services, COMPOSES)
    for name in ("timetable", "worker", "events", "review"):
        assert one[name]["command"] == several[name]["command"]
        assert one[name].get("healthcheck") == several[name].get("healthcheck")
    assert one["prefect"]["command"] == several["api"]["command"][:-1]
    assert several["api"]["command"][-1] == "--no-services"


PAGES = {
    "compose.one-server.yaml": "install.md",
    "compose.several-machines.yaml": "several-machines.md",
}


@pytest.mark.parametrize("file", COMPOSES, ids=lambda each: each.name)
def test_what_the_page_tells_to_type_is_in_the_file(file: Path) -> None:
    """Services and profiles; and first what others wait for."""
    page = (ROOT / "docs" / "how-to" / PAGES[file.name]).read_text()
    typed = [line.split("#")[0].split() for line in re.findall(r"\brt ((?!=)[^`\n]+)", page)]
    assert any("first-admin" in words for words in typed)
    declared = services(file)
    for words in typed:
        profiles = {words[n + 1] for n, word in enumerate(words) if word == "--profile"}
        known = {each for service in declared.values() for each in service.get("profiles", [])}
        assert profiles <= known
        if "run" in words:
            service = words[words.index("--rm") + 1]
            assert profiles == set(declared[service].get("profiles", []))
    if file.name == "compose.several-machines.yaml":
        told = [words[1] for words in typed if "up" in words]
        assert told == ["api", "api", "services", "worker", "review"]


def test_the_image_runs_as_nobody_in_particular_and_takes_what_is_there() -> None:
    text = (DEPLOY / "Containerfile").read_text()
    assert re.search(r"^USER 10001:10001$", text, re.MULTILINE)
    assert "--require-hashes" in text
    for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE):
        *sources, _ = line.split()
        assert all((ROOT / source).exists() for source in sources), line


def test_the_image_adds_what_the_extra_says() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    (extra,) = map(Requirement, project["optional-dependencies"]["machines"])
    text = (DEPLOY / "requirements-machines.txt").read_text()
    ((name, version),) = re.findall(r"^([\w-]+)==(\S+) \\\n    --hash=sha256:", text, re.MULTILINE)
    assert name == extra.name
    assert extra.specifier.contains(version)
    tested = (ROOT / "requirements-dev.lock").read_text()
    assert f"\n{name}=={version} " in tested


def test_the_container_pools_template_asks_for_what_it_declares_and_lets_nobody_rise() -> None:
    template = json.loads((DEPLOY / "work-pool-container.json").read_text())
    job = template["job_configuration"]
    asked = {found for each in job.values() for found in re.findall(r"{{ (\w+) }}", str(each))}
    assert asked == set(template["variables"]["properties"])
    assert job["privileged"] is False
    held = job["container_create_kwargs"]
    assert (held["read_only"], held["cap_drop"], held["user"]) == (True, ["ALL"], "10001:10001")
