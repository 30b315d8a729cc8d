"""The desk at which the review app reads, checks, simulates and keeps edited routine files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Final, cast

from rutine.cases.access import MODELS, Actor, require
from rutine.cli.modelling.check import surroundings
from rutine.cli.texts.error_texts import said
from rutine.cli.texts.rehearsal_texts import Texts, texts
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.errors import InputError, RutineError
from rutine.core.money import Ore
from rutine.core.reason_texts import Language, action_text
from rutine.formats.sentences import Language as Word
from rutine.formats.yaml_source import MappingInvalid
from rutine.installation import Installation
from rutine.refunds.reconciliation import BY_EXPECTED
from rutine.review.modelling.editor_desk import (
    ChangedLine,
    KeyGroup,
    ListedDraft,
    OpenedFile,
    Remark,
    ShownDraft,
    Simulated,
)
from rutine.routines.check.checker import findings_of
from rutine.routines.check.finding import Finding, Level
from rutine.routines.check.wording import recognised, sentence
from rutine.routines.routine_file import load_routine
from rutine.routines.routine_page import key_groups
from rutine.steps.editing import saving
from rutine.steps.editing.branch import branch_name, place_of
from rutine.steps.editing.differences import differences
from rutine.steps.editing.drafts import Draft, Drafts
from rutine.steps.editing.rehearsal import OfEmployer, Rehearsal, State
from rutine.steps.editing.rehearsing import Rehearsals
from rutine.steps.editing.running import LARGEST, RunningFile, open_running
from rutine.steps.rehearsable import known_routine

_OPEN_CODES: Final = frozenset({"interrupted", "unforeseen"})
"""Why a simulation stopped, where the command line has no sentence of its own for it."""


class DraftsDesk:
    """The edited routine files of an installation."""

    def __init__(self, place: Installation, rehearsals: Rehearsals | None = None) -> None:
        self._place = place
        self._folder = place.settings.mappings / "routines"
        self._drafts = Drafts(place.settings.home_folder)
        self._rehearsals = rehearsals or Rehearsals(place)

    def opened(self, name: str) -> OpenedFile:
        """The file that runs."""
        running = open_running(self._folder, name)
        return OpenedFile(running.text, running.sha256)

    def check(self, name: str, text: str, language: Language) -> Sequence[Remark]:
        """What is wrong with a text, sorted by line."""
        return [
            Remark(
                each.line, each.level is Level.ERROR, sentence(each, cast("Word", str(language)))
            )
            for each in self._findings(name, text)
        ]

    def differences(self, before: str, after: str) -> Sequence[ChangedLine]:
        """Two texts against each other."""
        return [
            ChangedLine(each.kind.value, each.before, each.after, each.text)
            for each in differences(before, after)
        ]

    def simulate(self, actor: Actor, name: str, text: str, base: str) -> str:
        """Keep a sound text as the person's own, and begin to simulate it."""
        require(actor, MODELS)
        running = open_running(self._folder, name)
        if base != running.sha256:
            raise InputError("draft_changed", "The file was changed meanwhile.")
        if text == running.text:
            raise InputError("draft_same", "Nothing is changed.")
        if not self._is_sound(name, text):
            raise InputError("draft_unsound", "The check finds something wrong.")
        try:
            draft = self._drafts.make(actor, name, text, base)
        except OSError:
            raise InputError("drafts_read_only", "Nothing can be written in the home.") from None
        self._rehearsals.begin(draft, self._drafts.file(draft))
        return draft.draft_id

    def again(self, actor: Actor, name: str, draft_id: str) -> None:
        """Simulate a draft once more."""
        draft = self._read(actor, name, draft_id)
        self._rehearsals.begin(draft, self._drafts.file(draft))

    def drafts(self, actor: Actor, name: str) -> Sequence[ListedDraft]:
        """The drafts of a routine that the person may see."""
        require(actor, MODELS)
        return [_listed(each) for each in self._drafts.of(name, actor)]

    def draft(self, actor: Actor, name: str, draft_id: str, language: Language) -> ShownDraft:
        """One draft with its simulation and what it changes."""
        draft = self._read(actor, name, draft_id)
        running = open_running(self._folder, name)
        text, rehearsal = self._drafts.text(draft), self._rehearsal(draft)
        say = texts("simulate", language)
        return ShownDraft(
            listed=_listed(draft),
            text=text,
            sha256=draft.sha256,
            base=draft.base,
            state=State.STOPPED if rehearsal is None else rehearsal.state,
            step="" if rehearsal is None else rehearsal.step,
            why="" if rehearsal is None else self._why(rehearsal, name, language),
            simulated=[
                _simulated(each, say, language)
                for each in (rehearsal.employers if rehearsal else ())
            ],
            hindrance=self._hindrance(draft, running),
            branch_possible=place_of(running.path) is not None,
            branch_name=branch_name(name, draft.sha256),
            changes=self.differences(running.text, text),
        )

    def save(self, actor: Actor, name: str, draft_id: str, about: str) -> None:
        """Keep a draft for others to see."""
        draft = self._read(actor, name, draft_id)
        saving.save_draft(
            self._place.database, self._drafts, draft, actor, ready=self._ready, about=about
        )

    def save_on_branch(
        self, actor: Actor, name: str, draft_id: str, about: str, *, named: bool
    ) -> None:
        """Put a draft on a branch of its own."""
        draft = self._read(actor, name, draft_id)
        running = open_running(self._folder, name)
        saving.save_on_branch(
            *(self._place.database, self._drafts, draft, actor, running),
            ready=self._ready,
            about=about,
            named=named,
        )

    def delete(self, actor: Actor, name: str, draft_id: str) -> None:
        """Take a draft away, and end its simulation."""
        draft = self._read(actor, name, draft_id)
        self._rehearsals.stop(draft)
        saving.delete_draft(self._place.database, self._drafts, draft, actor)

    def keys(self, language: Language) -> Sequence[KeyGroup]:
        """Every key of a routine file."""
        return [
            KeyGroup(place, [astuple(each) for each in keys])
            for place, keys in key_groups(language)
        ]

    def _read(self, actor: Actor, name: str, draft_id: str) -> Draft:
        require(actor, MODELS)
        return self._drafts.read(name, draft_id, actor)

    def _findings(self, name: str, text: str) -> list[Finding]:
        """As `rutine check`, and that it is a routine file."""
        if len(text.encode()) > LARGEST:
            return [Finding((), "too_large", {"size": LARGEST // 1000}, line=1)]
        with tempfile.TemporaryDirectory(prefix="rutine-check-") as folder:
            path = Path(folder) / "routines" / f"{name}.yaml"
            path.parent.mkdir()
            path.write_bytes(text.encode())
            found = findings_of(path, surroundings(self._place.settings))
            if not any(each.level is Level.ERROR for each in found):
                found += _no_routine(path)
        return sorted(found, key=lambda each: each.order)

    def _is_sound(self, name: str, text: str) -> bool:
        return not any(each.level is Level.ERROR for each in self._findings(name, text))

    def _ready(self, draft: Draft) -> str:
        """What keeps a draft from being saved, looked up anew."""
        return self._hindrance(draft, open_running(self._folder, draft.routine))

    def _hindrance(self, draft: Draft, running: RunningFile) -> str:
        code = saving.hindrance(draft, running, self._rehearsal(draft), clock.now())
        if code or self._is_sound(draft.routine, self._drafts.text(draft)):
            return code
        return "draft_unsound"

    def _rehearsal(self, draft: Draft) -> Rehearsal | None:
        return self._rehearsals.of(draft, self._drafts.folder(draft))

    def _why(self, rehearsal: Rehearsal, name: str, language: Language) -> str:
        if not rehearsal.code or rehearsal.code in _OPEN_CODES:
            return ""
        told = RutineError(rehearsal.code, rehearsal.said, "", **rehearsal.words)
        if rehearsal.code == "routine_not_rehearsable":
            try:
                known_routine(name, self._place.settings.mappings)
            except InputError as again:
                told = again
        return said(told, language.value).what


def _no_routine(path: Path) -> Iterator[Finding]:
    """The faults of a text that is sound as something else than a routine file."""
    try:
        load_routine(path)
    except MappingInvalid as fault:
        yield from (recognised(line, what) for line, what in fault.faults)


def _listed(draft: Draft) -> ListedDraft:
    return ListedDraft(
        draft_id=draft.draft_id,
        who=draft.name,
        made=draft.saved or draft.made,
        saved=draft.saved is not None,
        about=draft.about,
        branch=draft.branch,
    )


def _simulated(found: OfEmployer, say: Texts, language: Language) -> Simulated:
    months = " – ".join(dict.fromkeys((found.months[0], found.months[-1]))) if found.months else ""
    runs = say("one_run" if found.runs == 1 else "runs", count=found.runs)
    changed = any(each.groups for each in found.moves)
    refused = [
        say(
            "refused",
            month=each.month,
            case=say("no_case") if each.case is None else say("case", number=each.case),
            rule=_rule(each.rule, say),
            did=say("undone")
            if each.action is None
            else action_text(Action(each.action), language).label,
        )
        for each in found.refused
    ]
    return Simulated(
        heading=f"{found.name}, {months}, {runs}",
        changes=[
            (
                say(f"move_{each.move}"),
                str(each.groups),
                str(each.lines),
                "" if each.paid is None else str(Ore(each.paid)),
            )
            for each in found.moves
            if changed
        ],
        opinions=say(
            "opinions",
            count=found.settled,
            agreed=found.agreed,
            against=found.against,
            none=found.settled - found.agreed - found.against,
        )
        if found.settled
        else "",
        refused=refused,
        more=say("more", count=found.against - len(refused))
        if found.against > len(refused)
        else "",
        rules=list(_rules(found, say)),
        remarks=list(_remarks(found, say)),
    )


def _rules(found: OfEmployer, say: Texts) -> Iterator[tuple[str, ...]]:
    for use in found.uses:
        yield (
            _rule(use.rule, say),
            say("suggests" if use.suggests else "settles"),
            str(use.groups),
            str(use.lines),
            f"{100 * use.lines / found.lines:.0f} %" if found.lines else "",
            str(Ore(use.paid)),
            str(use.refused),
        )


def _remarks(found: OfEmployer, say: Texts) -> Iterator[str]:
    if not any(each.groups for each in found.moves):
        yield say("no_change")
    if found.unused:
        yield say("unused", rules=", ".join(found.unused))
    if found.without_case:
        yield say("without_case", count=found.without_case, done=found.carried_out)
    for word, count in sorted(found.files.items()):
        yield say(word, count=count)


def _rule(name: str, say: Texts) -> str:
    return say("by_expected") if name == BY_EXPECTED else name
