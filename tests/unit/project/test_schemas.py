"""Schemas and the reference of routine files: current, described, and true to what ships."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from rutine.core.reason_texts import Language
from rutine.routines.key_texts import key_text, key_texts
from rutine.routines.routine_page import PAGES, routine_page
from rutine.routines.schema import SCHEMAS, schema_of, written

ROOT = Path(__file__).parents[3]
FOLDERS = {"routine": "routines", "match": "matches", "format": "formats", "table": "tables"}
SHIPPED = [
    (name, path)
    for name, folder in FOLDERS.items()
    for path in sorted((ROOT / "mappings" / folder).glob("*.yaml"))
]
ROUTINE = ROOT / "mappings" / "routines" / "nav_refunds.yaml"
NORWAY = {True: "on", False: "no"}
"""What YAML 1.1 makes of two of our keys; an editor that reads 1.2 keeps them as they are."""


class _Editor(yaml.SafeLoader):
    """YAML 1.2 as yaml-language-server reads it: yes and no are words, and a day is text."""


_Editor.yaml_implicit_resolvers = {
    first: [
        (tag, pattern) for tag, pattern in resolvers if tag.endswith((":int", ":float", ":null"))
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def as_json(value: Any) -> Any:
    """What was read, as JSON has it."""
    if isinstance(value, dict):
        return {NORWAY.get(key, str(key)): as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_json(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def read(path: Path, loader: type[yaml.SafeLoader]) -> Any:
    return as_json(yaml.load(path.read_text("utf-8"), Loader=loader))  # noqa: S506 - a safe loader


def groups(name: str, language: str = "nb") -> dict[str, Any]:
    schema = schema_of(name, language)  # type: ignore[arg-type]
    model = SCHEMAS[name][1]
    return {getattr(model, "__name__", "TableFile"): schema, **schema["$defs"]}


def keys(name: str, language: str = "nb") -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (group.rsplit("_", 1)[-1], key, part)
        for group, schema in groups(name, language).items()
        for key, part in schema.get("properties", {}).items()
    ]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_not_stale(name: str) -> None:
    path = ROOT / "schemas" / f"{name}.schema.json"
    assert path.read_text("utf-8") == written(name), "run `make docs` and commit what it writes"
    Draft202012Validator.check_schema(json.loads(written(name)))


@pytest.mark.parametrize("language", Language)
def test_the_page_is_not_stale(language: Language) -> None:
    page = ROOT / "docs" / "reference" / PAGES[language]
    assert page.read_text("utf-8") == routine_page(language), (
        "run `make docs` and commit what it writes"
    )


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_says_what_it_is_for_in_three_languages(name: str) -> None:
    for group, key, part in keys(name, "en"):
        assert part["description"].endswith("."), f"{group}.{key}"
        for language in ("nb", "nn"):
            text = key_text(group, key, language)  # type: ignore[arg-type]
            assert text, f"{group}.{key} has no text in {language}"
            assert text.endswith((".", '".')), f"{group}.{key}"


def test_no_text_is_for_a_key_that_is_gone() -> None:
    there = {(group, key) for name in SCHEMAS for group, key, _ in keys(name)}
    common = {key for _, key in there}
    for language in ("nb", "nn"):
        for group, texts in key_texts(language).items():  # type: ignore[arg-type]
            for key in texts:
                known = key in common if group == "common" else (group, key) in there
                assert known, f"{language}: {group}.{key}"


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_group_of_keys_is_closed(name: str) -> None:
    for group, schema in groups(name).items():
        if "properties" in schema:
            assert schema["additionalProperties"] is False, group


@pytest.mark.parametrize("loader", [_Editor, yaml.SafeLoader], ids=["yaml_1_2", "yaml_1_1"])
@pytest.mark.parametrize(("name", "path"), SHIPPED, ids=lambda each: getattr(each, "stem", each))
def test_an_editor_finds_no_fault_in_what_ships(name: str, path: Path, loader) -> None:
    faults = list(Draft202012Validator(schema_of(name)).iter_errors(read(path, loader)))
    assert [(list(each.absolute_path), each.message) for each in faults] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("stage",), "runing"),
        (("colour",), "red"),
        (("identity", "ownr"), "x"),
        (("identity", "legal_duty"), "perhaps"),
        (("volume", "staff"), "three"),
        (("calendar", 0, "at"), "25:00"),
        (("gains", 0, "target", "by"), "31.12.2027"),
        (("match", 0, "method"), "exactly"),
        (("sources", "claims"), {"formats": ["x"]}),
        (("title", "sv"), "x"),
        (("exceptions", 0, "severity"), "grave"),
    ],
)
def test_an_editor_finds_the_fault(path, value) -> None:
    document = read(ROUTINE, _Editor)
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert list(Draft202012Validator(schema_of("routine")).iter_errors(document))


def test_the_editors_settings_name_every_schema_and_folder() -> None:
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))
    assert settings["yaml.schemas"] == {
        f"./schemas/{name}.schema.json": f"mappings/{folder}/*.yaml"
        for name, folder in FOLDERS.items()
    }
    for path in (ROOT / "mappings" / "routines").glob("*.yaml"):
        first = path.read_text("utf-8").splitlines()[0]
        assert first == "# yaml-language-server: $schema=../../schemas/routine.schema.json"
