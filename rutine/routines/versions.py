"""Versions of the routine file's vocabulary, and the steps from each to the next.

A file of an earlier version is read as if it were written in the latest: each step edits the
text, and faults are told on the lines of the file as it is. `rutine check --migrate` writes
what the steps made, with comments kept. A new version adds one function here, and a test with
a file of the version before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

import yaml

from rutine.core.errors import InputError
from rutine.formats.yaml_source import YamlDocument, load_yaml, mapping_invalid, read_yaml
from rutine.routines.yaml_draft import YamlDraft

LATEST: Final = 2
"""The version that `RoutineFile` describes."""


def load_latest(path: Path) -> YamlDocument:
    """Read a routine file, of whatever version, as a document of the latest one.

    Raises:
        InputError: `mapping_missing` or `mapping_invalid`: no plain YAML, or an unknown version.
    """
    document = load_yaml(path)
    draft = migrated(document)
    return document if draft is None else _read(document, draft)


def migrated(document: YamlDocument) -> YamlDraft | None:
    """The document's text in the latest version; None when it is, or when it says no version.

    Raises:
        InputError: `mapping_invalid`: the version is one that this program does not know, or
            the text is laid out in a way that the steps can't follow.
    """
    version = document.value_at(("version",))
    if not isinstance(version, str) or version.strip() in {"", str(LATEST)}:
        return None
    if version not in _STEPS:
        known = ", ".join([*_STEPS, str(LATEST)])
        what = f"version: this program does not know the version; allowed: {known}"
        raise mapping_invalid(document.path, [(document.line_of(("version",)), what)])
    draft = YamlDraft(document.text)
    try:
        while version in _STEPS:
            _STEPS[version](draft)
            version = str(int(version) + 1)
        _read(document, draft)
    except (yaml.YAMLError, InputError):
        told = f"version {document.data['version']} could not be read as version {LATEST}"
        line = document.line_of(("version",))
        raise mapping_invalid(document.path, [(line, told)]) from None
    return draft


def _read(document: YamlDocument, draft: YamlDraft) -> YamlDocument:
    return read_yaml(document.path, draft.text, document.sha256, draft.origins)


def _from_1(draft: YamlDraft) -> None:
    """Version 2 adds who owns the routine, what is done today, and where the lists come from.

    `legal_basis` and `data_classes` are gathered under `identity`; the steps of `procedure` are
    those to be; each list of formats is part of its source; `before` is called `baseline`.
    """
    _gather_identity(draft)
    _steps_to_be(draft)
    _sources_with_formats(draft)
    _baseline(draft)
    _stage(draft)


def _gather_identity(draft: YamlDraft) -> None:
    names = [k.value for k, _ in draft.pairs() if k.value in {"legal_basis", "data_classes"}]
    if not names or draft.key("identity") is not None:
        return
    place = None
    for name in names:
        key, value = draft.key(name), draft.value(name)
        if key is None or value is None or key.start_mark.column:
            return  # a file in one line: left for the reader to refuse
        first, last = key.start_mark.line, draft.last_line(value)
        if place is None:
            draft.indent(first, last, 2)
            draft.insert_lines(first, "identity:")
            place = last + 2
        else:
            draft.indent(first, last, 2)
            draft.move(first, last, place)
            place += last - first + 1


def _steps_to_be(draft: YamlDraft) -> None:
    steps = draft.value("procedure")
    if not isinstance(steps, yaml.SequenceNode):
        return
    for place in reversed(range(len(steps.value))):
        step = steps.value[place]
        if isinstance(step, yaml.MappingNode):
            for key, value in step.value:
                if key.value == "by" and isinstance(value, yaml.ScalarNode):
                    _who(draft, step, key, value)
    steps, key = draft.value("procedure"), draft.key("procedure")
    if steps is None or key is None:
        return
    if getattr(steps, "flow_style", False):
        draft.insert(steps.end_mark, "}")
        draft.insert(steps.start_mark, "{to_be: ")
    else:
        draft.indent(key.start_mark.line + 1, draft.last_line(steps), 2)
        draft.insert_lines(key.start_mark.line + 1, "  to_be:")


def _who(draft: YamlDraft, step: yaml.Node, key: yaml.Node, value: yaml.ScalarNode) -> None:
    if value.value == "robot":
        draft.replace(key.start_mark, value.end_mark, "becomes: automated")
        return
    draft.replace(key.start_mark, key.end_mark, "actor")
    if getattr(step, "flow_style", False):
        draft.insert(key.start_mark, "becomes: by_hand, ")
    elif step.start_mark.line != key.start_mark.line:
        draft.insert_lines(key.start_mark.line, f"{' ' * key.start_mark.column}becomes: by_hand")
    else:  # the first key of its item, behind the dash
        line = key.start_mark.line + 1
        draft.insert_lines(line, f"{' ' * key.start_mark.column}becomes: by_hand")


def _sources_with_formats(draft: YamlDraft) -> None:
    for name in [key.value for key, _ in draft.pairs("sources")]:
        key, formats = draft.key("sources", name), draft.value("sources", name)
        if key is None or not isinstance(formats, yaml.SequenceNode):
            continue
        if getattr(formats, "flow_style", False):
            draft.insert(formats.end_mark, "}")
            draft.insert(formats.start_mark, "{formats: ")
        else:
            inner = max(formats.start_mark.column, key.start_mark.column + 2)
            draft.indent(formats.start_mark.line, draft.last_line(formats), 2)
            draft.insert_lines(formats.start_mark.line, f"{' ' * inner}formats:")


def _baseline(draft: YamlDraft) -> None:
    for path, name in ((("before", "minutes_per_line"), "minutes_per_case"),):
        if (key := draft.key(*path)) is not None:
            draft.replace(key.start_mark, key.end_mark, name)
    if (key := draft.key("before")) is not None:
        draft.replace(key.start_mark, key.end_mark, "baseline")


def _stage(draft: YamlDraft) -> None:
    key, version = draft.key("version"), draft.value("version")
    if key is None or version is None:
        return
    draft.replace(version.start_mark, version.end_mark, "2")
    if draft.key("kind") is None and key.start_mark.column == 0:
        draft.insert_lines(version.end_mark.line + 1, "kind: match", "stage: running")


_STEPS: Final[Mapping[str, Callable[[YamlDraft], None]]] = MappingProxyType({"1": _from_1})
"""From which version, and what it takes to the next."""
