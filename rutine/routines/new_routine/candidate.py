"""A candidate that a new routine goes on from: its file's text, and what it answers already."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rutine.core.errors import InputError
from rutine.formats.yaml_source import load_yaml
from rutine.routines.routine_file import load_routine
from rutine.routines.versions import migrated


@dataclass(frozen=True, slots=True)
class Candidate:
    """A routine that is described, and not automated.

    Attributes:
        path: its file.
        text: what the file says, in the latest version of its vocabulary.
        data: the file's bytes.
        known: the questions that it answers, each as somebody would have typed the answer.
    """

    path: Path
    text: str
    data: bytes
    known: dict[str, str]


def open_candidate(path: Path) -> Candidate:
    """Read a candidate's file.

    Raises:
        InputError: as `load_routine`; or `not_a_candidate`: it is automated already.
    """
    routine = load_routine(path)
    if routine.stage != "candidate":
        raise InputError(
            "not_a_candidate",
            f"{routine.name} is no candidate: its stage is {routine.stage}.",
            "Change its file by hand, and check it with `rutine check`.",
            name=routine.name,
            stage=routine.stage,
        )
    document = load_yaml(path)
    draft = migrated(document)
    identity = routine.identity
    told = {
        "title": routine.title.get("nb"),
        "name": routine.name,
        "kind": routine.kind,
        "owner": identity.owner,
        "purpose": identity.purpose,
        "legal_basis": identity.legal_basis,
        "team": identity.units[0] if identity.units else None,
    }
    known = {key: value for key, value in told.items() if value}
    return Candidate(path, draft.text if draft else document.text, path.read_bytes(), known)
