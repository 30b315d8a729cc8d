"""What an example shows: the comment that its expected outcome begins with."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile
from pathlib import Path


def shown_by(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """For each example that there is, what is said of it; nothing for one without a comment."""
    found = {}
    for name in names:
        path = folder / name / "expected.yaml"
        if path.is_file():
            lines = path.read_text("utf-8").splitlines()
            told = takewhile(lambda line: line.startswith("#"), lines)
            found[name] = " ".join(line.lstrip("#").strip() for line in told)
    return found
