"""Names that a new routine can't have, since something of the project has them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rutine.core.errors import InputError
from rutine.formats.yaml_source import load_yaml
from rutine.routines.new_routine.reading import Fault


class Taken:
    """What has a name in a project.

    Args:
        mappings: the folder of mappings.
        project: the folder with flows, deployments and docs.
        candidate: the candidate that is gone on with: its own file is no hindrance.
    """

    def __init__(self, mappings: Path, project: Path, candidate: str | None = None) -> None:
        self._mappings, self._project = mappings, project
        self._candidate = candidate

    def refuse(self, name: str) -> None:
        """See to it that a name is free.

        Raises:
            Fault: `name_taken`, with what has it.
        """
        for what in self._holders(name):
            raise Fault("name_taken", {"name": name, "what": what})

    def _holders(self, name: str) -> Iterator[str]:
        places = {
            "routine": self._mappings / "routines" / f"{name}.yaml",
            "match": self._mappings / "matches" / f"{name}.yaml",
            "flow": self._project / "flows" / f"{name}.py",
            "examples": self._mappings / "examples" / name,
            "page": self._project / "docs" / "reference" / f"{name}.md",
        }
        if name == self._candidate:
            del places["routine"]
        yield from (what for what, path in places.items() if path.exists())
        if name in self._deployments():
            yield "deployment"

    def _deployments(self) -> set[str]:
        try:
            held = load_yaml(self._project / "prefect.yaml").value_at(("deployments",))
        except InputError:
            return set()  # told when the new one is to be put in
        return {str(each.get("name")) for each in held or () if isinstance(each, dict)}
