"""Sentences for whoever connects to NAV's API: Altinn's refusals and each step, by code.

Maskinporten's and NAV's refusals are in `fetch_texts`: a fetch may meet them too. A test fails
when a code lacks a sentence in any language.
"""

from __future__ import annotations

from types import ModuleType

from rutine.connectors.altinn_register import RegisterReason
from rutine.connectors.connect_texts import en, nb, nn
from rutine.connectors.fetch_texts import FetchText
from rutine.core.reason_texts import Language

_CATALOGUES: dict[Language, ModuleType] = {Language.NB: nb, Language.NN: nn, Language.EN: en}


def register_text(reason: RegisterReason, language: Language = Language.NB) -> FetchText:
    """What a refusal by Altinn means, and what to do."""
    return FetchText(*_CATALOGUES[language].REASONS[reason.value])


def step_text(step: str, language: Language = Language.NB, **values: object) -> str:
    """What is said at a step of the connecting."""
    template: str = _CATALOGUES[language].STEPS[step]
    return template.format_map(values)


__all__ = ["register_text", "step_text"]
