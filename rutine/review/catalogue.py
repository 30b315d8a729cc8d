"""The app's texts in bokmål, nynorsk and English, read once from `texts/*.toml`.

TOML because it is strict (a key given twice is an error, a text is never taken for a number)
and because a translator can read it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from rutine.core.reason_texts import Language

LANGUAGE_NAMES: Mapping[Language, str] = {
    Language.NB: "Bokmål",
    Language.NN: "Nynorsk",
    Language.EN: "English",
}


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a page that is only words."""

    title: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every text of the app in one language. Call it with a key: `t("queue.title")`."""

    language: Language
    texts: Mapping[str, str]
    pages: Mapping[str, tuple[Section, ...]]

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key, with the values put in.

        Raises:
            KeyError: no such key; the tests look for every key the app uses.
        """
        return self.texts[key].format(**values)

    def label(self, family: str, code: str) -> str:
        """The text of a code that other parts may add to; the bare code when it has none."""
        return self.texts.get(f"{family}.{code}", code.replace("_", " "))

    def counted(self, family: str, count: int) -> str:
        """`family.one` for one, `family.many` with the number for more."""
        return self(f"{family}.one" if count == 1 else f"{family}.many", count=number(count))


def number(count: int) -> str:
    """A count with its thousands apart, by a space that does not break."""
    return f"{count:,}".replace(",", "\u00a0")


@cache
def catalogue(language: Language) -> Catalogue:
    """The catalogue of a language."""
    tree: dict[str, Any] = {}
    for file in sorted((resources.files(__package__) / "texts").iterdir(), key=lambda f: f.name):
        if re.fullmatch(rf"(?:\w+_)?{language.value}\.toml", file.name):
            _join(tree, tomllib.loads(file.read_text("utf-8")))
    pages = {
        page: tuple(
            Section(part["title"], tuple(part.get("paragraphs", ())), tuple(part.get("points", ())))
            for part in content["sections"]
        )
        for page, content in tree.items()
        if "sections" in content
    }
    return Catalogue(language, dict(_flat(tree)), pages)


def _join(tree: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Add the texts of a file; one family may stand in several, one text in one.

    Raises:
        KeyError: the text is there already.
    """
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(tree.get(key, {}), dict):
            _join(tree.setdefault(key, {}), value)
        elif key in tree:
            raise KeyError(key)
        else:
            tree[key] = value


def _flat(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        elif isinstance(value, str):
            yield f"{prefix}{key}", value
