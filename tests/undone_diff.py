"""A unified diff taken back, as `patch -R` does it: a second reading of what the diff says."""

from __future__ import annotations

import re

_PLACE = re.compile(r"@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@")


_CUT = "\ufffe"


def _lines(text: str) -> list[str]:
    return re.findall(rf"[^\n{_CUT}]*[\n{_CUT}]|[^\n{_CUT}]+", text)


def undone(after: str, diff: str) -> str:
    """The text before the change."""
    lines, found, at = _lines(after), [], 0
    text = diff.replace("\n\\ No newline at end of file\n", _CUT)
    for told in _lines(text)[2:]:
        line = told.replace(_CUT, "")
        if place := _PLACE.match(line):
            start = int(place[1]) - (1 if place[2] != "0" else 0)
            found += lines[at:start]
            at = start
        elif line.startswith("+"):
            assert lines[at] == line[1:]
            at += 1
        else:
            if line.startswith(" "):
                assert lines[at] == line[1:]
                at += 1
            found.append(line[1:])
    return "".join([*found, *lines[at:]])
