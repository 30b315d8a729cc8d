"""A procedure as a chart: lanes, nodes in a row, and the ways past what only some cases take.

A written procedure is a sequence. So the nodes stand in order, each leads to the next, and the
only other ways are bypasses: from a split straight to its join.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from rutine.formats.sentences import Language
from rutine.routines.procedure import Becomes

TaskKind = Literal["user", "manual", "service", "rule"]
Kind = Literal["start", "end", "split", "join", "wait"] | TaskKind

TASKS: Final[frozenset[Kind]] = frozenset({"user", "manual", "service", "rule"})
"""What somebody does: a person in a system or by hand, the robot, or the robot by rules."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Who does what stands in it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Node:
    """One step, event or gateway.

    Attributes:
        id: stable while the routine file names the step the same; an XML name.
        lane: the id of the lane it stands in.
        label: what is written in or at it.
        number: what a reader finds a step by in the tables; empty for all but steps.
        fate: what becomes of the step, None where that is not told.
        note: lines under it: minutes, waiting, system, waste.
        told: everything the file says of it, in whole sentences.
        hours: how long a `wait` lasts.
    """

    id: str
    kind: Kind
    lane: str
    label: str = ""
    number: str = ""
    fate: Becomes | None = None
    note: tuple[str, ...] = ()
    told: str = ""
    hours: float = 0

    @property
    def is_task(self) -> bool:
        """Whether somebody does something here."""
        return self.kind in TASKS


@dataclass(frozen=True, slots=True)
class Bypass:
    """A way past the nodes between a split and its join.

    Attributes:
        taken: written where a case goes on to the next node.
        skipped: written where it goes past.
        needs: a name for the question, for engines: true where the case goes on.
    """

    split: str
    join: str
    taken: str
    skipped: str
    needs: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A step that nobody does any more: told of, and no part of the flow."""

    id: str
    label: str
    note: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A procedure that can be drawn.

    Attributes:
        id: an XML name that no other chart of the routine has.
        title: the routine's, and whether it is today's or to be.
        process: the name of the process.
        summary: the totals, a line each.

    Raises:
        ValueError: it has no steps, or its parts do not fit together.
    """

    id: str
    title: str
    process: str
    language: Language
    lanes: tuple[Lane, ...]
    nodes: tuple[Node, ...]
    bypasses: tuple[Bypass, ...] = ()
    removed: tuple[Removed, ...] = ()
    summary: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        ids = [each.id for each in self.nodes]
        ids += [lane.id for lane in self.lanes] + [gone.id for gone in self.removed]
        if len(set(ids)) != len(ids):
            raise ValueError("two parts of the chart have the same id")
        if not self.nodes or {n.lane for n in self.nodes} != {lane.id for lane in self.lanes}:
            raise ValueError("a node stands in no lane, or a lane is empty")
        if (self.nodes[0].kind, self.nodes[-1].kind) != ("start", "end"):
            raise ValueError("a chart begins with a start and ends with an end")
        self._check_bypasses()

    def _check_bypasses(self) -> None:
        """Every split has its join, in the same lane, and what begins inside ends inside."""
        bypasses = {bypass.split: bypass for bypass in self.bypasses}
        lanes = {node.id: node.lane for node in self.nodes}
        waiting: list[Bypass] = []
        for node in self.nodes:
            if node.kind == "split":
                waiting.append(bypasses[node.id])
            elif node.kind == "join" and (not waiting or waiting.pop().join != node.id):
                raise ValueError("a join stands where its split does not lead")
        if waiting or len(bypasses) != sum(node.kind == "split" for node in self.nodes):
            raise ValueError("a split has no join")
        if any(lanes[bypass.split] != lanes[bypass.join] for bypass in self.bypasses):
            raise ValueError("a join stands in another lane than its split")
