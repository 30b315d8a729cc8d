"""The bill of materials: what an installation is made of, from the lock, in CycloneDX 1.6.

`make sbom` writes `sbom.cdx.json`. The same lock gives the same bytes on every machine: no clock,
no host, and a serial number that is made of the lock. Versions and hashes stand in the lock itself;
licences in `licences.toml`, since the lock has none.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

ROOT = Path(__file__).parents[2]
LICENCES = Path(__file__).parent / "licences.toml"
BILL = ROOT / "sbom.cdx.json"
_PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)"
    r"(?:\s*;\s*(?P<marker>[^\\\n]+?))?(?:\s*\\)?$",
    re.MULTILINE,
)
_OURS = "rutine"


@dataclass(frozen=True, slots=True)
class Pin:
    """One package of the lock: its version, where it is needed, and what needs it."""

    name: str
    version: str
    marker: str
    needed_by: tuple[str, ...]

    @property
    def ref(self) -> str:
        """The package's address in the language of bills: no host in it."""
        return f"pkg:pypi/{normal(self.name)}@{self.version}"


def normal(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: str) -> list[Pin]:
    """Every package of a lock, in its order."""
    found = list(_PIN.finditer(lock))
    ends = [each.start() for each in found[1:]] + [len(lock)]
    return [
        Pin(each["name"], each["version"], each["marker"] or "", _via(lock[each.end() : end]))
        for each, end in zip(found, ends, strict=True)
    ]


def _via(block: str) -> tuple[str, ...]:
    """What a package is there for, as `# via` says under it."""
    said = block.partition("# via")[2]
    names = (line.strip(" #").partition(" ")[0] for line in said.splitlines())
    return tuple(name for name in names if name)


def licences() -> dict[str, Any]:
    """The licences of packages, those that are allowed, and what lies in the repository."""
    return tomllib.loads(LICENCES.read_text("utf-8"))


def bill(lock: str, table: dict[str, Any], version: str) -> dict[str, Any]:
    """The bill of a lock."""
    packages = pins(lock)
    refs: dict[str, list[str]] = {}
    for each in packages:
        for owner in each.needed_by:
            refs.setdefault(normal(owner), []).append(each.ref)
    us = f"pkg:pypi/{_OURS}@{version}"
    digest = sha256(lock.encode()).hexdigest()
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, digest)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": us,
                "name": _OURS,
                "version": version,
                "purl": us,
                "licenses": [{"license": {"id": "MIT"}}],
            },
            "properties": [{"name": "rutine:lock:sha256", "value": digest}],
        },
        "components": [
            *(_component(each, table["package"].get(normal(each.name), "")) for each in packages),
            *map(_vendored, table["vendored"]),
        ],
        "dependencies": [
            {"ref": us, "dependsOn": sorted(refs.get(_OURS, []))},
            *(
                {"ref": each.ref, "dependsOn": sorted(refs.get(normal(each.name), []))}
                for each in packages
            ),
        ],
    }


def _component(pin: Pin, licence: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": pin.ref,
        "name": pin.name,
        "version": pin.version,
        "purl": pin.ref,
        "licenses": [{"expression": licence}],
    }
    if pin.marker:
        found["properties"] = [{"name": "python:marker", "value": pin.marker}]
    return found


def _vendored(each: dict[str, str]) -> dict[str, Any]:
    """What others made that lies in the repository."""
    ref = f"pkg:npm/{each['name'].replace('@', '%40')}@{each['version']}"
    if each.get("kind") == "generic":
        ref = f"pkg:generic/{each['name']}@{each['version']}"
    return {
        "type": "library",
        "bom-ref": ref,
        "name": each["name"],
        "version": each["version"],
        "purl": ref,
        "licenses": [{"expression": each["licence"]}],
    }


def text() -> str:
    """The bill as it is written."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    made = bill(lock, licences(), project["version"])
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    BILL.write_text(text(), encoding="utf-8")
    sys.stdout.write(f"{BILL.name}: {len(json.loads(text())['components'])} components\n")
