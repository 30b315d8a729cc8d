"""A tutorial page as what it tells its reader to do: files to write, commands and their output.

A fenced block headed by `yaml NAME` or `toml NAME` is a file that the reader writes. One headed
by `console` is what stands on the screen: lines that begin with `$ ` are typed, the others are
answered. `…` stands for what may be otherwise each time: within a line for some characters, on
a line of its own for some lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_RUN = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ANY = "…"


@dataclass(frozen=True)
class Written:
    """A file that the reader writes."""

    name: str
    text: str


@dataclass(frozen=True)
class Typed:
    """A command that the reader types, and what the page says comes of it.

    Attributes:
        span: where the output stands in the page.
    """

    command: str
    output: str
    span: tuple[int, int]


def steps_of(text: str) -> Iterator[Written | Typed]:
    """What a page tells its reader to do, in order."""
    for block in _BLOCK.finditer(text):
        kind, name, inside = block.groups()
        if kind == "console":
            yield from _typed(inside, block.start(3))
        elif name:
            yield Written(name, inside)


def _typed(inside: str, at: int) -> Iterator[Typed]:
    starts = [found.start() for found in re.finditer(r"^\$ ", inside, re.MULTILINE)]
    for start, end in zip(starts, [*starts[1:], len(inside)], strict=True):
        head, _, output = inside[start:end].partition("\n")
        first = at + start + len(head) + 1
        yield Typed(head.removeprefix("$ "), output, (first, first + len(output)))


def agrees(told: str, said: str) -> bool:
    """Whether an output is what the page tells."""
    parts = []
    for line in told.splitlines():
        if line.strip() == ANY:
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(".*?".join(map(re.escape, line.rstrip().split(ANY))) + r"\n")
    return re.fullmatch("".join(parts), _plain(said)) is not None


def _plain(said: str) -> str:
    """An output as a page has it: ordinary spaces, and none at the end of a line."""
    return "".join(f"{line.rstrip()}\n" for line in said.replace("\u00a0", " ").splitlines())


def said_again(page: Path, outputs: dict[tuple[int, int], str]) -> None:
    """Write a page's outputs anew; those that agree are left, with what may be otherwise."""
    text = page.read_text("utf-8")
    for (start, end), said in sorted(outputs.items(), reverse=True):
        if not agrees(text[start:end], said):
            text = text[:start] + _RUN.sub(ANY, _plain(said)) + text[end:]
    page.write_text(text, encoding="utf-8")
