"""Proposals in words, in bokmål, nynorsk and English, from `texts/proposals_*.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache, singledispatch
from importlib import resources

from rutine.core.clock import OSLO
from rutine.core.differences import Action
from rutine.core.reason_texts import Language, action_text, benefit_name, reason_text
from rutine.routines.proposals.edits import (
    AddPass,
    BankWord,
    Edit,
    FormatWord,
    LetSettle,
    ReasonNote,
    SettleBenefit,
)
from rutine.routines.proposals.weighing import Evidence
from rutine.steps.learning.accepting import Shown
from rutine.steps.learning.rehearsal import Rehearsal


@cache
def _texts(language: Language) -> dict[str, dict[str, str]]:
    file = resources.files(__package__) / "texts" / f"proposals_{language.value}.toml"
    return tomllib.loads(file.read_text("utf-8"))


def word(key: str, language: Language, **values: object) -> str:
    """The text of `family.key`, with the values put in."""
    family, _, name = key.partition(".")
    return _texts(language)[family][name].format(**values)


def title(edit: Edit, language: Language) -> str:
    """What is proposed, in one line."""
    return word(f"title.{_key(edit)}", language, **_values(edit, language))


def effect(edit: Edit, language: Language) -> str:
    """What becomes otherwise when it is accepted."""
    settle = action_text(Action.SETTLE_AS_CLAIMED, language).label
    return word(f"effect.{_key(edit)}", language, settle=settle)


def evidence_said(evidence: Evidence, language: Language) -> Iterator[str]:
    """What it rests on, in sentences; the case numbers last."""
    yield word(
        "evidence.alike",
        language,
        alike=evidence.alike,
        people=evidence.people,
        first=_day(evidence.first),
        last=_day(evidence.last),
    )
    yield word("evidence.otherwise", language)
    if evidence.undecided:
        yield word("evidence.undecided", language, undecided=evidence.undecided)


def rehearsal_said(found: Rehearsal, language: Language) -> Iterator[str]:
    """What playing the months came to, in sentences."""
    values = {"first": found.months[0], "last": found.months[-1], "runs": found.runs}
    yield word("rehearsal.months", language, **values)
    if found.settled:
        yield word(
            "rehearsal.settled",
            language,
            settled=found.settled,
            lines=found.settled_lines,
            agreed=found.agreed,
            unsaid=found.unsaid,
        )
    else:
        yield word("rehearsal.nothing", language)
    for key in ("suggested", "other_case"):
        if count := getattr(found, key):
            yield word(f"rehearsal.{key}", language, **{key: count})
    yield word("rehearsal.passed" if found.passed else "rehearsal.stopped", language)


def stops_said(found: Rehearsal, language: Language) -> list[str]:
    """Why it can't be accepted; nothing when it can."""
    undone = word("answer.undone_case", language)
    against = ", ".join(str(number) if number else undone for number in found.against)
    values = {**found.model_dump(), "against": against}
    return [word(f"stop.{stop.value}", language, **values) for stop in found.stops]


def answer_said(each: Shown, language: Language) -> list[str]:
    """What became of it, and why; that the file has changed, of one that waits."""
    view = each.view
    if view.is_open:
        changed = word("answer.changed", language, file=view.file)
        return [] if each.patch is not None else [changed]
    at = _day(view.at.astimezone(OSLO).date()) if isinstance(view.at, datetime) else ""
    said = [word(f"answer.{view.state.value}", language, by=view.by_name or "", at=at)]
    return [*said, word("answer.why", language, why=view.why)] if view.why else said


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


@singledispatch
def _values(edit: object, language: Language) -> dict[str, object]:
    raise TypeError(type(edit).__name__, language)


@_values.register
def _(edit: AddPass, _language: Language) -> dict[str, object]:
    return {"name": edit.name, "ore": edit.ore_per_day}


@_values.register
def _(edit: LetSettle, _language: Language) -> dict[str, object]:
    return {"name": edit.name}


@_values.register
def _(edit: SettleBenefit, language: Language) -> dict[str, object]:
    return {"code": edit.code, "benefit": benefit_name(edit.code, language)}


@_values.register
def _(edit: BankWord, _language: Language) -> dict[str, object]:
    return {"word": edit.word}


@_values.register
def _(edit: ReasonNote, language: Language) -> dict[str, object]:
    return {"code": edit.code, "reason": reason_text(edit.code, language).title}


@_values.register
def _(edit: FormatWord, language: Language) -> dict[str, object]:
    named = benefit_name(edit.benefit, language)
    return {"word": edit.word, "format": edit.format, "code": edit.benefit, "benefit": named}


def _key(edit: Edit) -> str:
    if not isinstance(edit, AddPass):
        return edit.do
    return "add_tolerance" if edit.suggests else f"add_{edit.method}"
