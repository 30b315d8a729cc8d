"""Sentences for people, keyed by code: reasons, benefits and decisions in three languages.

They lie in `core` because cases, reports, the command line and the review app must call the
same thing by the same name. A test fails when a code lacks a sentence in any language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from rutine.core.differences import Action
from rutine.core.reason_texts import (
    absences,
    amounts,
    answers,
    claims,
    corrections,
    days,
    duties,
    en,
    nb,
    nn,
    people,
    preferential_rights,
    registers,
    reports,
    requirements,
    respondents,
    service_records,
    settled_before,
    shifts,
)
from rutine.core.reasons import UNEXPLAINED, DeadlineRule, Role


class Language(StrEnum):
    """The languages every text exists in; bokmål is the one to fall back on."""

    NB = "nb"
    NN = "nn"
    EN = "en"


@dataclass(frozen=True, slots=True)
class ReasonText:
    """What a reviewer reads about a reason.

    Attributes:
        title: the cause as one short statement.
        meaning: the answer to "what does it mean?".
        action: the answer to "what do you do?". It never asks the employee for NAV's
            decision: the employer has no right to see it (refund rules §5).
    """

    title: str
    meaning: str
    action: str


@dataclass(frozen=True, slots=True)
class ActionText:
    """What a reviewer reads about a decision: its name, and what follows from it."""

    label: str
    explanation: str


@dataclass(frozen=True, slots=True)
class CodeTexts:
    """Every coded text in one language."""

    reasons: Mapping[str, ReasonText]
    benefits: Mapping[str, str]
    actions: Mapping[str, ActionText]
    unknown_benefit: str


_FAMILIES = (
    *(amounts, days, claims, people, corrections, reports, settled_before),
    *(requirements, absences, shifts, registers, preferential_rights, respondents, answers),
    service_records,
)
"""The reasons by family; a code stands in one of them only."""


def _texts(
    language: Language,
    benefits: dict[str, str],
    actions: dict[str, tuple[str, str]],
    unknown_benefit: str,
) -> CodeTexts:
    reasons = {
        code: ReasonText(*texts[language])
        for family in _FAMILIES
        for code, texts in family.REASONS.items()
    }
    return CodeTexts(
        MappingProxyType(dict(sorted(reasons.items()))),
        MappingProxyType(benefits),
        MappingProxyType({code: ActionText(*text) for code, text in actions.items()}),
        unknown_benefit,
    )


CODE_TEXTS: Mapping[Language, CodeTexts] = MappingProxyType(
    {
        Language.NB: _texts(Language.NB, nb.BENEFITS, nb.ACTIONS, nb.UNKNOWN_BENEFIT),
        Language.NN: _texts(Language.NN, nn.BENEFITS, nn.ACTIONS, nn.UNKNOWN_BENEFIT),
        Language.EN: _texts(Language.EN, en.BENEFITS, en.ACTIONS, en.UNKNOWN_BENEFIT),
    }
)


def reason_text(code: str, language: Language = Language.NB) -> ReasonText:
    """The sentences of a reason; a code this version does not know reads as unexplained."""
    reasons = CODE_TEXTS[language].reasons
    return reasons.get(code, reasons[UNEXPLAINED])


def benefit_name(code: str, language: Language = Language.NB) -> str:
    """The benefit in words; an unknown code is said to be unknown, with the code itself."""
    texts = CODE_TEXTS[language]
    return texts.benefits.get(code) or texts.unknown_benefit.format(code=code)


def action_text(action: Action, language: Language = Language.NB) -> ActionText:
    """The decision in words."""
    return CODE_TEXTS[language].actions[action.value]


def role_name(role: Role, language: Language = Language.NB) -> str:
    """Who acts, in words."""
    return duties.ROLES[role][language]


def deadline_text(rule: DeadlineRule, language: Language = Language.NB) -> str:
    """A deadline rule in words, with `{name}` where a number of the tables goes."""
    return duties.DEADLINES[rule][language]
