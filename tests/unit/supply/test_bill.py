"""What an installation is made of is known: bound, hashed, licensed, and billed."""

from __future__ import annotations

import json
import re
import tomllib

import pytest
from packaging.requirements import Requirement

from tests.supply.bill import BILL, ROOT, bill, licences, normal, pins, text

LOCK = """\
alpha==1.0 \\
    --hash=sha256:00
    # via
    #   rutine (pyproject.toml)
    #   beta-b
beta-b[extra]==2.0 ; python_full_version < '3.12' \\
    --hash=sha256:11
    # via alpha
"""


def parts(expression: str) -> set[str]:
    """The licences that an expression is made of; of a choice, either."""
    return set(re.findall(r"[A-Za-z0-9][A-Za-z0-9.-]*", expression)) - {"AND", "OR"}


def test_the_bill_is_of_the_lock() -> None:
    assert BILL.read_text("utf-8") == text(), "run: make sbom"


def test_a_bill_names_packages_markers_and_what_needs_what() -> None:
    table = {"package": {"alpha": "MIT", "beta-b": "ISC"}, "vendored": []}
    made = bill(LOCK, table, "0.1")
    assert [each["purl"] for each in made["components"]] == [
        "pkg:pypi/alpha@1.0",
        "pkg:pypi/beta-b@2.0",
    ]
    assert made["components"][1]["properties"][0]["value"] == "python_full_version < '3.12'"
    assert made["dependencies"] == [
        {"ref": "pkg:pypi/rutine@0.1", "dependsOn": ["pkg:pypi/alpha@1.0"]},
        {"ref": "pkg:pypi/alpha@1.0", "dependsOn": ["pkg:pypi/beta-b@2.0"]},
        {"ref": "pkg:pypi/beta-b@2.0", "dependsOn": ["pkg:pypi/alpha@1.0"]},
    ]
    assert bill(LOCK, table, "0.1") == made
    assert bill(LOCK.replace("1.0", "1.1"), table, "0.1")["serialNumber"] != made["serialNumber"]


def test_the_bill_is_whole_and_names_no_host() -> None:
    made = json.loads(text())
    refs = [each["bom-ref"] for each in made["components"]]
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert len(pins(lock)) == lock.count("==") - len(re.findall(r"'\s*==|==\s*'", lock))
    assert len(refs) == len(set(refs)) == len(pins(lock)) + len(licences()["vendored"])
    known = {*refs, made["metadata"]["component"]["bom-ref"]}
    assert {each["ref"] for each in made["dependencies"]} <= known
    assert all(set(each["dependsOn"]) <= known for each in made["dependencies"])
    assert re.findall(r"https?://[^\"]+", text()) == [
        "http://cyclonedx.org/schema/bom-1.6.schema.json"
    ]


def test_every_package_has_a_licence_that_is_allowed() -> None:
    table = licences()
    locked = {normal(each.name) for each in pins((ROOT / "requirements.lock").read_text("utf-8"))}
    assert locked - table["package"].keys() == set(), "add them to tests/supply/licences.toml"
    assert table["package"].keys() - locked == set(), "no longer in the lock"
    allowed = set(table["allowed"])
    everything = table["package"] | {each["name"]: each["licence"] for each in table["vendored"]}
    refused = {
        name: licence
        for name, licence in everything.items()
        if not parts(licence) <= allowed
        and not any(parts(each) <= allowed for each in licence.split(" OR "))
    }
    assert refused == {}


def test_every_dependency_of_ours_has_a_bound() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    runs = [*project["dependencies"], *extras["otel"], *extras["keyring"]]
    unbound = [
        need
        for need in runs
        if not any(each.operator in {">=", "=="} for each in Requirement(need).specifier)
    ]
    assert unbound == []


@pytest.mark.parametrize("made", ["requirements.lock", "sbom.cdx.json"])
def test_nothing_tells_where_it_was_made(made: str) -> None:
    assert not re.search(r"/(home|work|root|Users)/|index-url", (ROOT / made).read_text("utf-8"))
