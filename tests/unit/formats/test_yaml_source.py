"""Strict YAML: text stays text, and every fault has its line and a suggestion."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
import yaml
from pydantic import BaseModel, ConfigDict

from rutine.core.errors import InputError
from rutine.formats.yaml_source import YamlDocument, compose, load_yaml, parse_model

ROOT = Path(__file__).parents[3]


class Step(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["fetch", "settle"]
    days: int = 0


class Routine(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    on: bool = False
    steps: tuple[Step, ...] = ()


@pytest.fixture
def load(tmp_path: Path):
    def write(content: str | bytes) -> YamlDocument:
        path = tmp_path / "routine.yaml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return load_yaml(path)

    return write


def refused(call) -> str:
    with pytest.raises(InputError) as error:
        call()
    assert error.value.code == "mapping_invalid"
    assert error.value.remedy
    return error.value.message


def test_every_scalar_is_text(load):
    document = load("account: 02470305404\nanswer: no\non: on\nday: 2026-08-01\nnone:\nn: 1e3\n")
    assert document.data == {
        "account": "02470305404",
        "answer": "no",
        "on": "on",
        "day": "2026-08-01",
        "none": "",
        "n": "1e3",
    }


def test_a_text_is_parsed_once_and_a_changed_file_is_read_anew(load, monkeypatch):
    parsed, parse = [], yaml.compose
    monkeypatch.setattr(
        yaml, "compose", lambda text, **how: parsed.append(text) or parse(text, **how)
    )
    seen = [load(f"kept: {account}\n").data["kept"] for account in ("01", "01", "02", "01")]
    assert seen == ["01", "01", "02", "01"]
    assert parsed == ["kept: 01\n", "kept: 02\n"]


def test_what_one_reader_does_to_the_values_no_other_sees(load):
    load("steps:\n  - kind: fetch\n").data["steps"].append({"kind": "settle"})
    assert load("steps:\n  - kind: fetch\n").data == {"steps": [{"kind": "fetch"}]}


def test_a_faulty_text_is_refused_each_time_with_the_name_of_its_own_file(tmp_path):
    def message(name: str) -> str:
        (tmp_path / name).write_text("name: a\nname: b\n")
        return refused(lambda: load_yaml(tmp_path / name))

    first, second = message("one.yaml"), message("two.yaml")
    assert "one.yaml" in first
    assert second == first.replace("one.yaml", "two.yaml")


def tree(node: yaml.Node) -> tuple[object, ...]:
    """What a text says, and where each thing stands in it."""
    start, end = node.start_mark, node.end_mark
    place = (node.tag, start.line, start.column, end.line, end.column)
    if isinstance(node, yaml.ScalarNode):
        return (*place, node.value)
    if isinstance(node, yaml.SequenceNode):
        return (*place, node.flow_style, [tree(each) for each in node.value])
    return (*place, node.flow_style, [(tree(key), tree(value)) for key, value in node.value])


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="this PyYAML has no libyaml to compare with")
@pytest.mark.parametrize("name", ["routines/nav_refunds", "tables/g", "formats/sap_claims_csv"])
def test_the_quick_reader_sees_what_the_other_sees_where_it_stands(name):
    text = (ROOT / "mappings" / f"{name}.yaml").read_text("utf-8")
    assert type(compose(text).start_mark) is not yaml.Mark  # it was the quick one
    assert tree(compose(text)) == tree(yaml.compose(text, Loader=yaml.SafeLoader))


@pytest.mark.parametrize(
    "text",
    [
        "na\tme: x\n",  # libyaml lets these pass
        "steps: [{kind: fe?tch}]\n",
        "name: |# words\n  x\n",
        "name: >-2# words\n  x\n",
        "a: 1\n  b: 2\n",  # and says these in words of its own
        "a: [1\nb: 2\n",
    ],
)
def test_a_text_is_refused_in_the_same_words_with_and_without_the_quick_reader(load, text):
    with pytest.raises(yaml.MarkedYAMLError) as fault:
        yaml.compose(text, Loader=yaml.SafeLoader)
    assert f"not YAML: {fault.value.problem}" in refused(lambda: load(text))


def test_values_get_their_types_from_the_model(load):
    document = load("name: no\non: yes\nsteps:\n  - {kind: fetch, days: 010}\n")
    routine = parse_model(document, Routine)
    assert routine == Routine(name="no", on=True, steps=(Step(kind="fetch", days=10),))


def test_the_hash_is_of_the_bytes_and_an_empty_file_is_empty(load):
    assert load("").data == {}
    assert load("a: b").sha256 != load("a: b ").sha256


def test_a_key_and_a_list_item_know_their_line(load):
    document = load("name: x\nsteps:\n  - kind: fetch\n\n  - kind: settle\n    days: 3\n")
    assert document.line_of(("steps", 1, "days")) == 6
    assert document.line_of(("steps", 1)) == 5
    assert document.line_of(("steps", 1, "missing")) == 5
    assert document.line_of(("nothing",)) == 1


def test_a_duplicate_key_names_both_lines(load):
    message = refused(lambda: load("name: x\nsteps: []\nname: y\n"))
    assert "line 3: the key 'name' is already on line 1" in message
    assert "routine.yaml" in message


@pytest.mark.parametrize(
    ("content", "line", "told"),
    [
        ("a: &x 1\nb: *x\n", 2, "aliases"),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "tags"),
        ("a: 1\nb: !secret x\n", 2, "tags"),
        ("a: 1\n  b: 2\n", 2, "not YAML"),
        ("a: 1\n---\nb: 2\n", 2, "not YAML"),
        ("a: 1\nb: {c: [1\n", 3, "not YAML"),
        ("a: 1\n? [x, y]\n: 2\n", 2, "a key must be a word"),
        (b"a: 1\nb: \xe6\n", 2, "not UTF-8"),
        (b"a: \x01\n", 1, "not YAML"),
        ("[" * 60, 1, "nested deeper"),
        ("#" * 1_000_001, 1, "larger than"),
    ],
)
def test_anything_but_plain_yaml_is_refused_with_its_line(load, content, line, told):
    message = refused(lambda: load(content))
    assert f"line {line}: " in message
    assert told in message


def test_a_missing_file_says_so(tmp_path: Path):
    with pytest.raises(InputError) as error:
        load_yaml(tmp_path / "none.yaml")
    assert error.value.code == "mapping_missing"


def test_all_faults_are_listed_with_what_is_allowed_and_what_was_meant(load):
    document = load(
        "nam: x\nsteps:\n  - kind: setle\n  - kind: fetch\n    days: many\n    dys: 3\n"
    )
    message = refused(lambda: parse_model(document, Routine))
    assert "has 5 faults" in message
    assert "line 1: unknown key 'nam'; allowed: name, on, steps; did you mean 'name'?" in message
    assert "line 1: the key 'name' is missing" in message
    assert "line 3: steps.1.kind: 'setle' is not allowed; allowed: fetch, settle" in message
    assert "did you mean 'settle'?" in message
    assert "line 5: steps.2.days: " in message
    assert "line 6: unknown key 'dys'; allowed: kind, days; did you mean 'days'?" in message


def test_a_list_at_the_top_and_a_value_that_looks_personal_are_told_without_it(load):
    assert "list of `key: value`" in refused(lambda: parse_model(load("- a\n"), Routine))
    document = load("name: x\nsteps: [{kind: '01028012345'}]\n")
    message = refused(lambda: parse_model(document, Routine))
    assert "01028012345" not in message
    assert "the value is not allowed" in message
