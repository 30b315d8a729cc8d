"""Gain cards in words, in bokmål, nynorsk and English, from `texts/gain_*.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from rutine.formats.sentences import Language
from rutine.routines.gain_report import GainShown
from rutine.routines.numerals import numeral
from rutine.routines.vocabulary import said


@dataclass(frozen=True, slots=True)
class CardInWords:
    """One gain card as people read it.

    Attributes:
        facts: what stands on the card: what it is, and what it says.
        progress: how far it has come, in a sentence.
        verdict: whether it counts as a gain; `doubts` says why not.
        months: month as `2026-10`, and its figure, for those months that have one.
    """

    title: str
    indicator: str
    facts: list[tuple[str, str]]
    progress: str
    verdict: str
    counts: bool
    doubts: list[str]
    months: list[tuple[str, str]]


@cache
def _texts(language: Language) -> dict[str, dict[str, str]]:
    file = resources.files(__package__) / "texts" / f"gain_{language}.toml"
    return tomllib.loads(file.read_text("utf-8"))


def gain_word(key: str, language: Language, **values: object) -> str:
    """A text of the family `gain`, or `family.key` of another."""
    family, _, name = key.rpartition(".")
    return _texts(language)[family or "gain"][name].format(**values)


def in_words(shown: GainShown, language: Language) -> CardInWords:
    """A card in a language."""

    def word(key: str, **values: object) -> str:
        return gain_word(key, language, **values)

    card = shown.card
    facts = [
        (word("actual"), _actual(shown, language)),
        (word("baseline"), _baseline(shown, language)),
        (word("target"), _target(shown, language)),
        (word("status"), word(f"status.{card.status}")),
        (word("owner"), card.owner or word("nobody")),
        (word("receiver"), card.receiver or word("nobody")),
        (word("type"), word(f"type.{card.type}")),
        (word("use"), card.use_of_saved_time or ""),
        (word("measured"), card.measured_how or ""),
        (word("risk"), card.risk or ""),
    ]
    return CardInWords(
        title=said(card.title, language),
        indicator=word(f"indicator.{card.indicator}"),
        facts=[(label, text) for label, text in facts if text],
        progress=word(f"progress.{shown.progress}"),
        verdict=word("counts" if shown.counts else "counts_not") if _judged(shown) else "",
        counts=shown.counts,
        doubts=[word(f"doubt.{each}") for each in shown.doubts],
        months=[
            (each.month, figure(each.value, language))
            for each in shown.months
            if each.value is not None
        ],
    )


def _judged(shown: GainShown) -> bool:
    """Whether anything is said of counting: what is not better needs no list of doubts."""
    return shown.counts or bool(shown.doubts)


def figure(value: float, language: Language) -> str:
    """A number with its thousands apart, and a decimal where it has one below a hundred."""
    decimals = 0 if value == round(value) or abs(value) >= 100 else 1  # noqa: PLR2004 - enough
    return numeral(value, language, decimals=decimals)


def day_text(day: date, language: Language) -> str:
    """A day as people write it."""
    return f"{day:%d %B %Y}" if language == "en" else f"{day:%d.%m.%Y}"


def _actual(shown: GainShown, language: Language) -> str:
    if shown.actual is None:
        return gain_word("unknown", language)
    key = "of_month" if shown.as_of else "of_year"
    value = figure(shown.actual, language)
    return gain_word(key, language, value=value, unit=shown.card.unit, month=shown.as_of)


def _baseline(shown: GainShown, language: Language) -> str:
    before = shown.card.baseline
    if before is None:
        return gain_word("unknown", language)
    key = "example_date" if before.figures == "example" else "at_date"
    value, day = figure(before.value, language), day_text(before.date, language)
    return gain_word(key, language, value=value, unit=shown.card.unit, day=day)


def _target(shown: GainShown, language: Language) -> str:
    target = shown.card.target
    if target is None:
        return gain_word("unknown", language)
    value, day = figure(target.value, language), day_text(target.by, language)
    return gain_word("by_date", language, value=value, unit=shown.card.unit, day=day)
