"""A new routine beside the project, to be checked and tried before anything is written in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rutine.project import MARKER
from rutine.routines.check.checker import findings_of
from rutine.routines.check.finding import Finding
from rutine.routines.check.surroundings import Surroundings

_MAPPINGS: Final = ("formats", "routines", "matches", "tables")


@contextmanager
def staged(project: Path, mappings: Path, files: Mapping[Path, bytes]) -> Iterator[Path]:
    """A folder with the project's mappings, its deployments and the new files.

    Args:
        project: the folder with `prefect.yaml`.
        mappings: the mappings that apply in it.
        files: path from the project's folder -> what the new file holds.
    """
    with TemporaryDirectory(prefix="rutine-new-") as name:
        folder = Path(name)
        for each in _MAPPINGS:
            if (mappings / each).is_dir():
                shutil.copytree(mappings / each, folder / "mappings" / each)
        if (project / MARKER).is_file():
            shutil.copy(project / MARKER, folder / MARKER)
        add(folder, files)
        yield folder


def add(folder: Path, files: Mapping[Path, bytes]) -> None:
    """Put files into a staged project."""
    for path, data in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def findings_in(folder: Path, files: Mapping[Path, bytes]) -> list[tuple[Path, Finding]]:
    """What `rutine check` says of the new mappings of a staged project."""
    around = Surroundings(mappings=folder / "mappings", project=folder)
    return [
        (path, finding)
        for path in files
        if path.parts[:2] in {("mappings", "routines"), ("mappings", "formats")}
        for finding in findings_of(folder / path, around)
    ]
