"""What a change does to the text of a file: the least of it, with comments and layout kept."""

from __future__ import annotations

import difflib
import json
import re
from functools import singledispatch
from typing import Final

import yaml

from rutine.core.errors import InputError
from rutine.routines.proposals.edits import (
    AddPass,
    BankWord,
    Edit,
    FormatWord,
    LetSettle,
    ReasonNote,
    SettleBenefit,
)
from rutine.routines.yaml_draft import YamlDraft

_ENDS: Final = ("\n", "\r")
_BENEFIT: Final = "benefit"
"""The field of a claims format that a word is translated for."""


def patched(edit: Edit, text: str) -> str:
    """The text with the change made, and nothing else touched.

    Raises:
        InputError: `proposal_unpatchable`: what the change is about is not there, is as it should
            be already, or is written in a way that can't be followed.
    """
    draft = YamlDraft(text)
    try:
        _make(edit, draft)
    except yaml.YAMLError:
        raise _impossible() from None
    made = draft.text
    # A file that does not end its last line goes on not doing so.
    return made if text.endswith(_ENDS) else made.removesuffix("\n").removesuffix("\r")


def diff(before: str, after: str, name: str) -> str:
    """The change as a unified diff, as `git diff` and `patch` write it."""
    lines = difflib.unified_diff(
        _lines(before),
        _lines(after),
        fromfile=f"a/{name}",
        tofile=f"b/{name}",
    )
    return "".join(_whole(line) for line in lines)


def _lines(text: str) -> list[str]:
    """The lines with their ends; no other character than a line feed begins a new one."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _whole(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _impossible() -> InputError:
    return InputError(
        "proposal_unpatchable",
        "The file does not say, or does not say any more, what the proposal would change.",
        "Look for proposals again (`rutine proposals`), or write the change into the file by hand.",
    )


@singledispatch
def _make(edit: object, _draft: YamlDraft) -> None:
    raise TypeError(type(edit).__name__)


@_make.register
def _(edit: AddPass, draft: YamlDraft) -> None:
    rules = _block_list(draft, "match")
    outcomes = [_scalar(_pair(rule, "outcome")) for rule in rules]
    names = [_scalar(_pair(rule, "name")) for rule in rules]
    if edit.name in names:
        raise _impossible()
    column = rules[0].start_mark.column - 2
    margin = " " * column
    lines = [
        f"{margin}- name: {edit.name}",
        f"{margin}  method: {edit.method}",
        f"{margin}  outcome: {'suggest' if edit.suggests else 'settle'}",
    ]
    if edit.ore_per_day is not None:
        lines.append(f"{margin}  tolerance: {{ore_per_day: {edit.ore_per_day}}}")
    # Equal rows first; what settles before what suggests.
    place = len(rules)
    if edit.method == "exact":
        place = 0
    elif not edit.suggests and "suggest" in outcomes:
        place = outcomes.index("suggest")
    key = draft.key("match")
    if place == 0 and key is not None:
        draft.insert_lines(key.start_mark.line + 1, *lines)
    else:
        draft.insert_lines(draft.last_line(rules[place - 1]) + 1, *lines)


@_make.register
def _(edit: LetSettle, draft: YamlDraft) -> None:
    for rule in _block_list(draft, "match"):
        if _scalar(_pair(rule, "name")) == edit.name:
            outcome = _pair(rule, "outcome")
            if outcome is None or _scalar(outcome) != "suggest":
                raise _impossible()
            draft.replace(outcome.start_mark, outcome.end_mark, "settle")
            return
    raise _impossible()


@_make.register
def _(edit: SettleBenefit, draft: YamlDraft) -> None:
    _append(draft, json.dumps(edit.code), "settles")


@_make.register
def _(edit: BankWord, draft: YamlDraft) -> None:
    _append(draft, edit.word, "bank", "other")


@_make.register
def _(edit: ReasonNote, draft: YamlDraft) -> None:
    rules = draft.value("exceptions")
    if not isinstance(rules, yaml.SequenceNode):
        raise _impossible()
    for rule in rules.value:
        if _scalar(_pair(rule, "code")) != edit.code:
            continue
        if _pair(rule, "note") is not None:
            break
        note = f"note: {json.dumps(edit.note, ensure_ascii=False)}"
        last = rule.value[-1][1]
        if rule.flow_style:
            draft.insert(last.end_mark, f", {note}")
        else:
            margin = " " * rule.start_mark.column
            draft.insert_lines(draft.last_line(rule) + 1, margin + note)
        return
    raise _impossible()


@_make.register
def _(edit: FormatWord, draft: YamlDraft) -> None:
    fields = draft.value("fields")
    for field in fields.value if isinstance(fields, yaml.SequenceNode) else ():
        if _scalar(_pair(field, "into")) != _BENEFIT:
            continue
        value = _pair(_pair(field, "words"), edit.word)
        if isinstance(value, yaml.ScalarNode) and value.value != edit.benefit:
            draft.replace(value.start_mark, value.end_mark, json.dumps(edit.benefit))
            return
    raise _impossible()


def _append(draft: YamlDraft, item: str, *path: str) -> None:
    """Put one more value at the end of a list, as the list is written."""
    values = draft.value(*path)
    if not isinstance(values, yaml.SequenceNode) or not values.value:
        raise _impossible()
    if yaml.safe_load(item) in [_scalar(each) for each in values.value]:
        raise _impossible()
    last = values.value[-1]
    if values.flow_style:
        draft.insert(last.end_mark, f", {item}")
    else:
        margin = " " * (last.start_mark.column - 2)
        draft.insert_lines(draft.last_line(last) + 1, f"{margin}- {item}")


def _block_list(draft: YamlDraft, key: str) -> list[yaml.MappingNode]:
    """The groups of a list of which each begins on a line of its own."""
    found = draft.value(key)
    if not isinstance(found, yaml.SequenceNode) or found.flow_style or not found.value:
        raise _impossible()
    if any(not isinstance(each, yaml.MappingNode) or each.flow_style for each in found.value):
        raise _impossible()
    return list(found.value)


def _pair(node: yaml.Node | None, key: str) -> yaml.Node | None:
    """The value of a key in a group; None where there is none."""
    if not isinstance(node, yaml.MappingNode):
        return None
    return next(
        (v for k, v in node.value if isinstance(k, yaml.ScalarNode) and k.value == key), None
    )


def _scalar(node: yaml.Node | None) -> str | None:
    return node.value if isinstance(node, yaml.ScalarNode) else None
