"""Sentences for people about fetching: reasons, refused files and progress, by code.

A test fails when a code lacks a sentence in any language.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType

from rutine.connectors.content import ContentFault, ContentFinding
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.fetch_texts import en, nb, nn
from rutine.core.reason_texts import Language

_CATALOGUES: dict[Language, ModuleType] = {
    Language.NB: nb,
    Language.NN: nn,
    Language.EN: en,
}


_REMEDIES: dict[ContentFault, str] = {
    ContentFault.LOGIN_PAGE: "sign_in",
    ContentFault.MEDIA_TYPE: "csv",
    ContentFault.FIELDS: "excel",
    ContentFault.WIDTH: "excel",
    ContentFault.AMOUNT: "excel",
    ContentFault.OTHER_EMPLOYER: "employer",
    ContentFault.OVERLAPS: "compare",
}
"""What to do about a file; for every other fault: download it again."""


@dataclass(frozen=True, slots=True)
class FetchText:
    """What a person reads about a reason: what it means, and what to do."""

    meaning: str
    action: str


def fetch_text(reason: FetchReason, language: Language = Language.NB) -> FetchText:
    """The two sentences of a reason."""
    return FetchText(*_CATALOGUES[language].REASONS[reason.value])


def refusal_text(finding: ContentFinding, language: Language = Language.NB) -> str:
    """One sentence saying why a downloaded file was not accepted, and in which line."""
    catalogue = _CATALOGUES[language]
    sentence: str = catalogue.CONTENT[finding.fault.value]
    return sentence if finding.line is None else f"{sentence} ({catalogue.LINE} {finding.line})"


def refusal_remedy(fault: ContentFault, language: Language = Language.NB) -> str:
    """One sentence saying what a person who has the file does now."""
    sentence: str = _CATALOGUES[language].REMEDIES[_REMEDIES.get(fault, "again")]
    return sentence


def progress_text(step: str, number: int, language: Language = Language.NB) -> str:
    """One sentence about a step; `number` is a count or a report id."""
    template: str = _CATALOGUES[language].PROGRESS[step]
    return template.format(number=number)


__all__ = ["FetchText", "fetch_text", "progress_text", "refusal_remedy", "refusal_text"]
