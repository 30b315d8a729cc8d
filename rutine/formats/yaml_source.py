"""Strict YAML for the files people edit: every scalar is text, and every key has its line.

Plain YAML turns the account `02470305404` into an octal number, `no` into False and the key
`on` into True. Here nothing is guessed: pydantic gives each value its type afterwards.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from rutine.core.errors import InputError

_Model = TypeVar("_Model", bound=BaseModel)
_Found = TypeVar("_Found")
_Step = str | int

_MAX_BYTES = 1_000_000
_MAX_DEPTH = 40
_READ_OTHERWISE = re.compile(r"[\t?\ufeff]|[|>][-+\d]*#")
"""What libyaml lets pass, or counts, otherwise than PyYAML's own reader."""
_TEXT_TAGS = {None, "!", "tag:yaml.org,2002:str"}
_SHOWN = 40  # characters of a wrong value that a message repeats
_LOOKS_PERSONAL = re.compile(r"\d{6}")
_REMEDY = "Correct the file and check it again with `rutine check`."


class YamlDocument:
    """One YAML file as text values, with the line of every key and list item.

    Attributes:
        path: where it was read from.
        data: nested dicts, lists and strings; an empty file is an empty dict.
        sha256: of the file's bytes, hexadecimal.
        text: the file's text, without its mark (BOM).
    """

    __slots__ = ("_lines", "data", "path", "sha256", "text")

    def __init__(
        self, path: Path, data: Any, sha256: str, lines: dict[tuple[_Step, ...], int], text: str
    ) -> None:
        self.path = path
        self.data = data
        self.sha256 = sha256
        self.text = text
        self._lines = lines

    def line_of(self, path: Sequence[_Step]) -> int:
        """The line, from 1, where a key or item stands; its nearest parent's if it is missing."""
        steps = tuple(path)
        while steps and steps not in self._lines:
            steps = steps[:-1]
        return self._lines.get(steps, 1)

    def value_at(self, path: Sequence[_Step]) -> Any:
        """The value at a path, or None where there is none."""
        value = self.data
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value


class MappingInvalid(InputError):  # noqa: N818 - names the state, as `StaleVersion` does
    """A file that people edit is wrong.

    Attributes:
        path: the file.
        faults: every fault with its line, in order, in English.
    """

    def __init__(self, path: Path, faults: tuple[tuple[int, str], ...]) -> None:
        listed = "\n".join(f"  line {line}: {what}" for line, what in faults)
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__("mapping_invalid", f"{path} has {count}:\n{listed}\n", _REMEDY)
        self.path = path
        self.faults = faults


def mapping_invalid(path: Path, faults: Iterable[tuple[int, str]]) -> MappingInvalid:
    """One error for all faults of a file, each with its line."""
    return MappingInvalid(path, tuple(sorted(set(faults))))


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """`; did you mean 'x'?` when a word is close to an allowed one, else nothing."""
    by_fold = {name.casefold(): name for name in allowed}
    close = difflib.get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return f"; did you mean '{by_fold[close[0]]}'?" if close else ""


def load_yaml(path: Path) -> YamlDocument:
    """Read a YAML file strictly.

    Raises:
        InputError: `mapping_missing` when it can't be read; `mapping_invalid` for anything
            that is not plain YAML in UTF-8: duplicate keys, tags, anchors, several documents.
    """
    return read_yaml(path, *read_text(path))


def read_text(path: Path) -> tuple[str, str]:
    """A file's text without its mark (BOM), and the hash of its bytes.

    Raises:
        InputError: `mapping_missing` when it can't be read; `mapping_invalid` when it is too
            large or not UTF-8.
    """
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise InputError(
            "mapping_missing",
            f"{path} can't be read: {fault.strerror}.",
            "Check the file's name and that you may read it.",
            path=str(path),
            why=fault.strerror or type(fault).__name__,
        ) from None
    if len(content) > _MAX_BYTES:
        raise mapping_invalid(path, [(1, f"larger than {_MAX_BYTES // 1000} kB")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise mapping_invalid(path, [(line, "not UTF-8 text; save the file as UTF-8")]) from None
    return text, hashlib.sha256(content).hexdigest()


def read_yaml(
    path: Path, text: str, sha256: str, origins: Sequence[int] | None = None
) -> YamlDocument:
    """Read a text strictly, as what a file says.

    Args:
        path: the file, for messages.
        text: what it says, or what it says in a later version of its vocabulary.
        sha256: of the file's bytes.
        origins: for each line of the text, the line of the file that it came from; each line
            its own when left out.

    Raises:
        InputError: `mapping_invalid`, as `load_yaml`.
    """
    root, refused = _composed(text)
    faults = list(refused)
    lines: dict[tuple[_Step, ...], int] = {(): 1}
    data = _value(root, (), lines, faults) if root is not None else {}
    if faults:
        raise mapping_invalid(path, faults)
    if origins is not None:
        lines = {step: origins[line - 1] for step, line in lines.items()}
    return YamlDocument(path, data, sha256, lines, text)


@lru_cache(maxsize=64)
def _composed(text: str) -> tuple[yaml.Node | None, tuple[tuple[int, str], ...]]:
    """The tree of a text, or its faults; kept, since parsing is most of what a small run costs.

    Kept by the text itself, so a file that changes is read anew, and the values are made from
    the tree each time, so that nobody gets another's.
    """
    try:
        faults = _refused_events(text)
        root = None if faults else compose(text)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        return None, ((mark.line + 1 if mark else 1, f"not YAML: {fault.problem}"),)
    except yaml.YAMLError as fault:
        # It knows the place among the characters only, without the mark (BOM) that was taken off.
        line = text.count("\n", 0, getattr(fault, "position", 0)) + 1
        return None, ((line, "not YAML: a character that YAML does not allow"),)
    return root, faults


def compose(text: str) -> yaml.Node | None:
    """The tree of a text that is YAML, with the place of everything in it; None of an empty one.

    Raises:
        yaml.YAMLError: the text is not YAML.
    """
    return _quickly(lambda loader: yaml.compose(text, Loader=loader), text)


def _quickly(read: Callable[[Any], _Found], text: str) -> _Found:
    """Read with libyaml, which is ten times as fast; what it refuses, PyYAML's reader judges.

    So a text means the same, and its faults are told in the same words, with and without it.
    """
    if not _READ_OTHERWISE.search(text):
        with suppress(AttributeError, yaml.YAMLError):  # a PyYAML may lack libyaml
            return read(yaml.CSafeLoader)
    return read(yaml.SafeLoader)


def _refused_events(text: str) -> tuple[tuple[int, str], ...]:
    """What YAML allows and we do not, found before anything is built from it."""
    return _quickly(lambda loader: tuple(_refused_by(yaml.parse(text, Loader=loader))), text)


def _refused_by(events: Iterable[yaml.Event]) -> Iterable[tuple[int, str]]:
    depth = 0
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield line, "anchors (&) and aliases (*) are not allowed; write the value out"
        if getattr(event, "tag", None) not in _TEXT_TAGS:
            yield line, "tags (!) are not allowed; every value is read as text"
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _MAX_DEPTH:
                yield line, f"nested deeper than {_MAX_DEPTH} levels"
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _value(
    node: yaml.Node,
    path: tuple[_Step, ...],
    lines: dict[tuple[_Step, ...], int],
    faults: list[tuple[int, str]],
) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, i), lines, faults) for i, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return node.value
    found: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            faults.append((line, "a key must be a word"))
        elif key.value in found:
            first = lines[(*path, key.value)]
            faults.append((line, f"the key {shown(key.value)} is already on line {first}"))
        else:
            lines[(*path, key.value)] = line
            found[key.value] = _value(value, (*path, key.value), lines, faults)
    return found


def parse_model(document: YamlDocument, model: type[_Model]) -> _Model:
    """Give a document's text values their types.

    Raises:
        InputError: `mapping_invalid`, listing every fault with its line, what is wrong, what
            is allowed and what was probably meant.
    """
    if not isinstance(document.data, dict):
        raise mapping_invalid(document.path, [(1, "the file must be a list of `key: value`")])
    try:
        return model.model_validate(document.data)
    except ValidationError as invalid:
        told = _without_echoes(document, invalid.errors(include_url=False))
        faults = [_fault(document, model, error) for error in told]
    raise mapping_invalid(document.path, faults)


def _without_echoes(document: YamlDocument, errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """The faults without those that only follow from another one.

    An item that can't be read makes its list too short, and a text that can't be an identifier
    is no instance of one either; neither helps whoever wrote the file.
    """
    places = [_path_in_data(document, error["loc"]) for error in errors]

    def echoes(i: int) -> bool:
        kind, place = errors[i]["type"], places[i]
        others = [other for j, other in enumerate(places) if j != i]
        if kind == "too_short":
            return any(other[: len(place)] == place for other in others)
        return kind == "is_instance_of" and place in others

    return [error for i, error in enumerate(errors) if not echoes(i)]


def _fault(document: YamlDocument, model: type[BaseModel], error: ErrorDetails) -> tuple[int, str]:
    path = _path_in_data(document, error["loc"])
    where = ".".join(str(step + 1 if isinstance(step, int) else step) for step in path)
    line = document.line_of(path)
    value = document.value_at(path)
    kind = error["type"]
    if kind == "extra_forbidden":
        allowed = _keys_at(model, path[:-1])
        last = str(path[-1])
        what = f"unknown key {shown(last)}; allowed: {', '.join(allowed)}"
        return line, f"{what}{did_you_mean(last, allowed)}"
    if kind == "missing":
        return line, f"the key '{where}' is missing"
    if kind in {"literal_error", "enum"}:
        allowed = re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected", "")))
        told = f"; allowed: {', '.join(allowed)}" if allowed else ""
        meant = did_you_mean(value, allowed) if isinstance(value, str) else ""
        return line, f"{where}: {shown(value)} is not allowed{told}{meant}"
    # A validator's own sentence ("Value error, …") is written for people; keep its words.
    message = error["msg"].removeprefix("Value error, ")
    return line, f"{where or 'the file'}: {message[:1].lower()}{message[1:]}"


def _path_in_data(document: YamlDocument, location: tuple[_Step, ...]) -> tuple[_Step, ...]:
    """Pydantic's location without the steps that name a union's branch instead of a key."""
    path: list[_Step] = []
    for i, step in enumerate(location):
        inside = document.value_at(path)
        is_last = i == len(location) - 1
        known = (isinstance(inside, dict) and (step in inside or is_last)) or (
            isinstance(inside, list) and isinstance(step, int)
        )
        if known:
            path.append(step)
    return tuple(path)


def _keys_at(model: type[BaseModel], path: Sequence[_Step]) -> list[str]:
    """The keys a model allows at a path; empty where the path leads out of it."""
    current: Any = model
    for step in path:
        if isinstance(step, int):
            continue
        field = current.model_fields.get(step) if hasattr(current, "model_fields") else None
        current = _model_in(field.annotation) if field is not None else None
    if not hasattr(current, "model_fields"):
        return []
    return [info.alias or name for name, info in current.model_fields.items()]


def _model_in(annotation: Any) -> Any:
    """The model inside an annotation such as `tuple[Field, ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) is Literal:
        return None
    return next((found for arg in get_args(annotation) if (found := _model_in(arg))), None)


def shown(value: Any) -> str:
    """A wrong value for a message, short, and never with a run of digits like a national id."""
    if not isinstance(value, str):
        return "a list" if isinstance(value, list) else "a group of keys"
    if not value:
        return "an empty value"
    if _LOOKS_PERSONAL.search(value):
        return "the value"
    return f"'{value[:_SHOWN]}'" if len(value) <= _SHOWN else f"'{value[:_SHOWN]}…'"
