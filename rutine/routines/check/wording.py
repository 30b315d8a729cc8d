"""Findings in bokmål, nynorsk and English.

Sentences lie in `texts/`, keyed by code. What the readers of YAML, formats and rules say in
English is recognised by the English sentence, as in a catalogue keyed by its source text; a
sentence that is not in the catalogue is shown as it is.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from rutine.formats.sentences import Language
from rutine.formats.yaml_source import MappingInvalid
from rutine.routines.check.finding import Finding

AS_IT_IS: Final = "as_it_is"
"""The code of a sentence that the catalogue does not have."""

_MEANT = re.compile(r"; did you mean '(?P<meant>[^']*)'\?$")
_ALLOWED = re.compile(r"; allowed: (?P<allowed>.*)$", re.DOTALL)
_WHERE = re.compile(r"(?P<where>[^\W\d][\w-]*(?:\.[\w-]+)*): (?P<rest>.*)", re.DOTALL)
_PLACEHOLDER = re.compile(r"\\?\{([a-z_]+)\\?\}")
_NO_WORD = re.compile(r"\W+")
_THE_FILE = "the file: "
_MOST_ALLOWED = 40
_UNPRINTABLE = "\ufffd"


@cache
def catalogue(language: Language) -> dict[str, dict[str, str]]:
    """A language's tables: `label` and `text`, and in English `pattern`."""
    file = resources.files(__package__) / "texts" / f"check_{language}.toml"
    found: dict[str, dict[str, str]] = tomllib.loads(file.read_text("utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class _Sentence:
    code: str
    pattern: re.Pattern[str]


@cache
def _sentences() -> tuple[_Sentence, ...]:
    """Every English sentence as a pattern, the most telling first."""
    tables = catalogue("en")
    patterns = {code: re.escape(text) for code, text in tables["text"].items()}
    patterns |= tables["pattern"]
    ordered = sorted(patterns, key=lambda code: -len(_PLACEHOLDER.sub("", patterns[code])))
    return tuple(_Sentence(code, _compiled(patterns[code])) for code in ordered)


def _compiled(pattern: str) -> re.Pattern[str]:
    seen: set[str] = set()

    def group(found: re.Match[str]) -> str:
        name = found[1]
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return f"(?P<{name}>.+?)"

    return re.compile(_PLACEHOLDER.sub(group, pattern), re.DOTALL)


def recognised(line: int, english: str) -> Finding:
    """A sentence of another module as a finding on its line, by its code."""
    meant = allowed = ""
    rest = english
    if found := _MEANT.search(rest):
        meant, rest = found["meant"], rest[: found.start()]
    if found := _ALLOWED.search(rest):
        allowed, rest = found["allowed"], rest[: found.start()]
    words = tuple(allowed.split(", ")) if allowed else ()
    for where, said in _splits(rest):
        for sentence in _sentences():
            if match := sentence.pattern.fullmatch(said):
                return Finding((), sentence.code, match.groupdict(), where, words, meant, line=line)
    return Finding((), AS_IT_IS, {"said": rest}, "", words, meant, line=line)


def _splits(text: str) -> list[tuple[str, str]]:
    """The sentence behind the key that it is about, and as a whole."""
    whole = ("", text.removeprefix(_THE_FILE))
    match = _WHERE.fullmatch(text)
    return [(match["where"], match["rest"]), whole] if match else [whole]


def sentence(finding: Finding, language: Language) -> str:
    """What is wrong, what is allowed, and what was probably meant."""
    tables = catalogue(language)
    text, label = tables["text"], tables["label"]
    words: dict[str, Any] = {k: _word(v, label) for k, v in finding.words.items()}
    told = words["said"] if finding.code == AS_IT_IS else text[finding.code].format_map(words)
    if finding.where:
        told = f"{finding.where}: {told}"
    if finding.allowed:
        listed = ", ".join(finding.allowed[:_MOST_ALLOWED])
        more = " …" if len(finding.allowed) > _MOST_ALLOWED else ""
        told += label["allowed"].format(words=f"{listed}{more}")
    if finding.meant:
        told += label["meant"].format(word=finding.meant)
    return "".join(letter if letter.isprintable() else _UNPRINTABLE for letter in told)


def _word(value: str | int, label: dict[str, str]) -> str | int:
    """A value in the reader's words, where it is one that the readers of files write."""
    if isinstance(value, int):
        return value
    return label.get(f"word_{_NO_WORD.sub('_', value).strip('_')}", value)


def placed(finding: Finding, language: Language) -> str:
    """The finding with its line."""
    label = catalogue(language)["label"]
    kind = label["warning"] if finding.level else ""
    return f"{label['line'].format(line=finding.line)}: {kind}{sentence(finding, language)}"


def faults_said(fault: MappingInvalid, language: Language) -> list[str]:
    """Every fault of a file with its line, for those who only wanted to use the file."""
    return [placed(recognised(line, what), language) for line, what in fault.faults]
