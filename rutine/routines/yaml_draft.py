"""A YAML text under change: edited line by line, so that comments and layout stay as they were.

Each line remembers which line of the file it came from, so that a fault found in the changed
text is told where the file's author sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import yaml

from rutine.formats.yaml_source import compose

_BREAK: Final = re.compile("(?<=\n)|(?<=\r)(?!\n)|(?<=[\x85\u2028\u2029])")
"""Where YAML begins a new line."""


@dataclass(slots=True)
class _Row:
    text: str
    origin: int


class YamlDraft:
    """The lines of a text that is plain YAML, and the edits that migrations are made of.

    Positions are those of the tree (`root`), which is read anew after each edit.
    """

    def __init__(self, text: str) -> None:
        rows = [row for row in _BREAK.split(text) if row]
        self._rows = [_Row(row, n) for n, row in enumerate(rows, start=1)]
        self._newline = "\r\n" if "\r\n" in text else "\n"

    @property
    def text(self) -> str:
        """The text as it is now."""
        return "".join(row.text for row in self._rows)

    @property
    def origins(self) -> list[int]:
        """For each line, and one past the last, the line of the original it came from."""
        last = self._rows[-1].origin if self._rows else 1
        return [*(row.origin for row in self._rows), last]

    def pairs(self, *path: str) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
        """The keys and values of the group at a path; none where there is no group."""
        node = self.value(*path)
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if isinstance(key, yaml.ScalarNode):
                    yield key, value

    def value(self, *path: str) -> yaml.Node | None:
        """What stands at a path."""
        node = compose(self.text)
        for step in path:
            if not isinstance(node, yaml.MappingNode):
                return None
            found = (v for k, v in node.value if k.value == step)
            node = next(found, None)
        return node

    def key(self, *path: str) -> yaml.ScalarNode | None:
        """The key at the end of a path."""
        pairs = self.pairs(*path[:-1])
        return next((key for key, _ in pairs if key.value == path[-1]), None)

    def replace(self, start: yaml.Mark, end: yaml.Mark, text: str) -> None:
        """Put a text in place of what stands between two places of one line."""
        row = self._rows[start.line]
        row.text = row.text[: start.column] + text + row.text[end.column :]

    def insert(self, at: yaml.Mark, text: str) -> None:
        """Put a text into a line."""
        self.replace(at, at, text)

    def insert_lines(self, before: int, *lines: str) -> None:
        """Put whole lines before a line, counted from 0; they come from where they stand."""
        self._end_last_line()
        origin = self.origins[min(before, len(self._rows))]
        rows = [_Row(line + self._newline, origin) for line in lines]
        self._rows[before:before] = rows

    def indent(self, first: int, last: int, by: int) -> None:
        """Move the lines from first to last to the right; empty lines stay empty."""
        for row in self._rows[first : last + 1]:
            if row.text.strip():
                row.text = " " * by + row.text

    def move(self, first: int, last: int, before: int) -> None:
        """Move whole lines up, to stand before an earlier line."""
        self._end_last_line()
        moved = self._rows[first : last + 1]
        del self._rows[first : last + 1]
        self._rows[before:before] = moved

    def last_line(self, node: yaml.Node) -> int:
        """The last line, from 0, that holds something of a value."""
        first: int = node.start_mark.line
        while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            # A block is said to end where the next token begins: what is last in it knows better.
            inner = node.value[-1]
            node = inner[1] if isinstance(inner, tuple) else inner
        last: int = node.end_mark.line
        if node.end_mark.column == 0 or last >= len(self._rows):
            last = min(last, len(self._rows)) - 1
        while last > first and self._is_idle(last):
            last -= 1
        return last

    def _is_idle(self, line: int) -> bool:
        text = self._rows[line].text.strip()
        return not text or text.startswith("#")

    def _end_last_line(self) -> None:
        if self._rows and not self._rows[-1].text.endswith(("\n", "\r")):
            self._rows[-1].text += self._newline
