"""Where the project is: the folder with `prefect.yaml`, and the mappings that apply in it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

MARKER = "prefect.yaml"


def project_folder(start: Path | None = None) -> Path:
    """The folder that holds `prefect.yaml`, from `start` (default: here) upwards; else `start`.

    Without a checkout there are no flows, but mappings can be checked and cases reviewed.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / MARKER).is_file():
            return folder
    return here


def mappings_folder(project: Path) -> Path:
    """The project's own `mappings/`, or the ones that came with the package."""
    own = project / "mappings"
    return own if own.is_dir() else Path(__file__).parent / "_mappings"


def shadowed(project: Path) -> str | None:
    """The name of another installed `flows` or `tasks` that Python would import before ours.

    Two distributions with a top-level `tasks` overwrite each other silently, so this is
    looked at before a flow starts.
    """
    for name in ("flows", "tasks"):
        spec = find_spec(name)
        where = Path(spec.origin).resolve() if spec and spec.origin else None
        if where is not None and project not in where.parents:
            return name
    return None
