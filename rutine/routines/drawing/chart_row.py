"""The nodes of a chart as they are added, one after the other."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

from rutine.formats.sentences import Language
from rutine.routines.drawing.chart import Bypass, Chart, Lane, Node, Removed, TaskKind
from rutine.routines.drawing.drawing_texts import DrawingTexts
from rutine.routines.drawing.step_notes import to_be_note, today_note
from rutine.routines.drawing.text_width import shortened
from rutine.routines.procedure import ROBOT, Becomes, ToBeStep, TodayStep
from rutine.routines.routine_file import RoutineFile
from rutine.routines.vocabulary import said

LONGEST_LABEL: Final = 110
"""Characters of a step that stand in its shape; the tables and `Node.told` have all of them."""

ALL: Final = 100
"""The percentage of a step that every case takes."""

_LONGEST_NAME: Final = 70
_LONGEST_NOTE: Final = 90
_SHOWN_WAIT: Final = 1.0
"""Hours from which waiting has an event of its own; less is only said under the step."""


class ChartRow:
    """A chart in the making."""

    def __init__(
        self, routine: RoutineFile, language: Language, which: Literal["today", "to_be"]
    ) -> None:
        self.texts = DrawingTexts(language)
        self._routine = routine
        self._language = language
        self._which = which
        self._systems = {system.id: system.name for system in routine.identity.systems}
        self._actors: dict[str, str] = {}
        self._nodes: list[Node] = []
        self._bypasses: list[Bypass] = []
        self._open: list[Bypass] = []

    def add_today(self, step: TodayStep, fates: tuple[Becomes, ...]) -> None:
        """One of today's steps, the way past it, and the waiting after it."""
        lane, number = self._lane(step.actor), str(step.no)
        if step.share_percent < ALL:
            self.ask_share(number, number, step.share_percent, lane)
        kind: TaskKind = "user" if step.system else "manual"
        note = today_note(step, self._system(step.system), self.texts)
        note += [self.texts.word("fate", fate) for fate in fates]
        told = tuple(each for each in (step.input, step.output) if each)
        fate = fates[0] if fates else None
        node = Node(f"step_{number}", kind, lane, number=number, fate=fate, note=tuple(note))
        self._add_step(node, step, told)
        if step.wait_hours >= _SHOWN_WAIT:
            waits = self.texts("wait", hours=self.texts.hours(step.wait_hours))
            self._nodes.append(Node(f"wait_{number}", "wait", lane, waits, hours=step.wait_hours))
        if step.share_percent < ALL:
            self.join()

    def add_to_be(self, step: ToBeStep, place: int, taken: list[TodayStep]) -> None:
        """One of the steps to be, which takes the place of some of today's."""
        decides = any(each.share_percent < ALL or each.decided_by == "judgement" for each in taken)
        kind: TaskKind = "user" if step.system or self._routine.automated else "manual"
        if step.becomes == "automated":
            kind = "rule" if decides else "service"
        note = to_be_note(step, self._system(step.system), self.texts)
        lane = self._lane(step.done_by or ROBOT)
        id_, number = f"step_{step.step}", str(place)
        node = Node(id_, kind, lane, number=number, fate=step.becomes, note=tuple(note))
        self._add_step(node, step, ())

    def ask_share(self, key: str, number: str, share: float, lane: str | None = None) -> None:
        """A question before a step that only some cases take."""
        taken = self.texts("taken", share=self.texts.share(share))
        skipped = self.texts("skipped", share=self.texts.share(ALL - share))
        self._ask(key, self.texts("needed", number=number), (taken, skipped), lane)

    def ask_certain(self, key: str) -> None:
        """The question what the robot may settle; the rest goes to people."""
        answers = self.texts("to_person"), self.texts("settled")
        self._ask(key, self.texts("certain"), answers, None)

    def join(self) -> None:
        """Where the cases that took the steps meet those that did not."""
        bypass = self._open.pop()
        lane = next(node.lane for node in self._nodes if node.id == bypass.split)
        self._nodes.append(Node(bypass.join, "join", lane))
        self._bypasses.append(bypass)

    def finished(self, removed: tuple[Removed, ...], summary: tuple[str, ...]) -> Chart:
        """The chart, with its start and its end."""
        begins = self.texts("start")
        if self._routine.volume:
            case = said(self._routine.volume.case, self._language)
            begins = self.texts("start_of", case=shortened(case, _LONGEST_NOTE))
        start = Node("start", "start", self._nodes[0].lane, begins)
        end = Node("end", "end", self._nodes[-1].lane, self.texts("end"))
        title = said(self._routine.title, self._language)
        which = self.texts.word("which", self._which)
        return Chart(
            f"{self._routine.name}-{self._which}",
            self.texts("titled", routine=title, which=which),
            title,
            self._language,
            tuple(Lane(id_, self._name(actor)) for actor, id_ in self._actors.items()),
            (start, *self._nodes, end),
            tuple(self._bypasses),
            removed,
            summary,
        )

    def _ask(self, key: str, label: str, answers: tuple[str, str], lane: str | None) -> None:
        """A question stands where the case comes from."""
        before = self._nodes[-1].lane if self._nodes else lane or self._lane(ROBOT)
        self._nodes.append(Node(f"asks_{key}", "split", before, label))
        self._open.append(Bypass(f"asks_{key}", f"meets_{key}", *answers, f"needs_{key}"))

    def _add_step(self, node: Node, step: TodayStep | ToBeStep, more: tuple[str, ...]) -> None:
        words = step.words(self._language)
        node = replace(
            node,
            label=shortened(words, LONGEST_LABEL),
            note=tuple(shortened(each, _LONGEST_NOTE) for each in node.note),
            told="\n".join((words, *node.note, *more)),
        )
        self._nodes.append(node)

    def _lane(self, actor: str) -> str:
        """The lane of an actor, by the order in which they come."""
        return self._actors.setdefault(actor, f"lane_{len(self._actors) + 1}")

    def _name(self, actor: str) -> str:
        return self.texts("robot") if actor == ROBOT else shortened(actor, _LONGEST_NAME)

    def _system(self, system: str | None) -> str | None:
        return None if system is None else self._systems.get(system, system)
