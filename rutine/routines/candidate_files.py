"""Candidates in the folder of routine files: read into the form, and written by it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from rutine.core.errors import InputError
from rutine.core.whole_file import write_whole
from rutine.formats.yaml_source import load_yaml, parse_model, read_yaml
from rutine.routines.candidate_form import Filled, as_fields, read_form
from rutine.routines.routine_file import RoutineFile


@dataclass(frozen=True, slots=True)
class OpenedCandidate:
    """A candidate in the form: its fields, and the hash of the file they were read from."""

    fields: dict[str, str]
    sha256: str


def open_candidate(folder: Path, name: str) -> OpenedCandidate:
    """The fields of a candidate that the form wrote.

    Raises:
        InputError: `routine_unknown`; or `candidate_by_hand`: the file holds something that the
            form has no field for, and that it would drop.
    """
    path = _path(folder, name)
    if not path.is_file():
        raise InputError(
            "routine_unknown",
            f"There is no routine file named {name!r}.",
            "It may have been renamed.",
        )
    document = load_yaml(path)
    try:
        fields = as_fields(document.data)
    except (AttributeError, TypeError):
        fields = {}
    if not fields or read_form(fields).text != document.text:
        raise InputError(
            "candidate_by_hand",
            f"{path.name} was edited outside the form.",
            "Go on in the file itself, and check it with `rutine check`.",
        )
    return OpenedCandidate(fields, document.sha256)


def check_candidate(folder: Path, filled: Filled) -> str:
    """The text of a candidate without faults in its fields, checked as any routine file.

    Raises:
        InputError: `mapping_invalid`: something is too long, or two parts contradict each other.
    """
    text = filled.text
    path = _path(folder, str(filled.data["name"]))
    document = read_yaml(path, text, hashlib.sha256(text.encode()).hexdigest())
    parse_model(document, RoutineFile)
    return text


def save_candidate(folder: Path, filled: Filled, *, opened: str = "") -> Path:
    """Write a candidate, anew or over the one that was opened; never over anything else.

    Args:
        folder: of the routine files.
        filled: the form, without faults.
        opened: the hash of the file that the form was opened with; empty for a new candidate.

    Raises:
        InputError: as `check_candidate`; `name_taken`: there is such a file, and it is not the
            one that was opened; `candidate_changed`: somebody else changed it meanwhile; or
            `mappings_read_only`.
    """
    text, name = check_candidate(folder, filled), str(filled.data["name"])
    path = _path(folder, name)
    if opened:
        _refuse_changed(folder, name, opened)
    try:
        write_whole(path, text.encode(), replace=bool(opened))
    except FileExistsError:
        raise InputError(
            "name_taken",
            f"There is a routine file named {name!r} already.",
            "Give this one another name.",
        ) from None
    except OSError as error:
        raise InputError(
            "mappings_read_only",
            f"{path.name} can't be written ({error.strerror}).",
            "Fetch the file instead, and give it to those who keep the routine files.",
        ) from None
    return path


def _refuse_changed(folder: Path, name: str, opened: str) -> None:
    if open_candidate(folder, name).sha256 != opened:
        raise InputError(
            "candidate_changed",
            f"Somebody else has changed {name} since you opened it.",
            "Open it again, and write your changes into what it says now.",
        )


def _path(folder: Path, name: str) -> Path:
    return folder / f"{Path(name).name}.yaml"
