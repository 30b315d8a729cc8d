"""The reference of routine files as a page in Markdown: every key, its values, what it is for.

The pages under `docs/reference/` are made by `make docs`; a test fails when they are stale.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, cast

from rutine.core.reason_texts import Language
from rutine.formats.sentences import Language as Word
from rutine.routines.schema import schema_of

PAGES: Final = {
    Language.NB: "routine-file.md",
    Language.NN: "routine-file.nn.md",
    Language.EN: "routine-file.en.md",
}
"""The page of each language, under `docs/reference/`."""

_WORDS: Final[dict[Language, dict[str, str]]] = {
    Language.NB: {
        "page": "Rutinefilen",
        "intro": (
            "Én fil beskriver én rutine: hvem som eier den, hva som gjøres i dag, hva det blir av "
            "hvert steg, og hva som kan avgjøres hvordan. Den ligger i `mappings/routines/`. "
            "`rutine check` sier hva som er galt, linje for linje. Slik lager du en: "
            "[Modeller en rutine](../how-to/model-a-routine.md)."
        ),
        "made": "Siden er laget av `make docs`.",
        "key": "Nøkkel",
        "values": "Verdi",
        "what": "Hva",
        "must": "må være med",
        "file": "Hele filen",
        "text": "tekst",
        "number": "tall",
        "whole": "helt tall",
        "day": "dag (åååå-mm-dd)",
        "list": "liste: {inner}",
        "group": "nøkler",
    },
    Language.NN: {
        "page": "Rutinefila",
        "intro": (
            "Éi fil skildrar éin rutine: kven som eig han, kva som blir gjort i dag, kva det blir "
            "av kvart steg, og kva som kan avgjerast korleis. Ho ligg i `mappings/routines/`. "
            "`rutine check` seier kva som er gale, linje for linje. Slik lagar du ei: "
            "[Modeller ein rutine](../how-to/model-a-routine.md)."
        ),
        "made": "Sida er laga av `make docs`.",
        "key": "Nøkkel",
        "values": "Verdi",
        "what": "Kva",
        "must": "må vere med",
        "file": "Heile fila",
        "text": "tekst",
        "number": "tal",
        "whole": "heilt tal",
        "day": "dag (åååå-mm-dd)",
        "list": "liste: {inner}",
        "group": "nøklar",
    },
    Language.EN: {
        "page": "The routine file",
        "intro": (
            "One file describes one routine: who owns it, what is done today, what becomes of each "
            "step, and what may be decided how. It lies in `mappings/routines/`. `rutine check` "
            "says what is wrong, line by line. How to write one: "
            "[Model a routine](../how-to/model-a-routine.md)."
        ),
        "made": "This page is made by `make docs`.",
        "key": "Key",
        "values": "Value",
        "what": "What",
        "must": "required",
        "file": "The whole file",
        "text": "text",
        "number": "number",
        "whole": "whole number",
        "day": "day (yyyy-mm-dd)",
        "list": "list: {inner}",
        "group": "keys",
    },
}
_REF = "#/$defs/"


@dataclass(frozen=True, slots=True)
class DescribedKey:
    """A key of a routine file: what may stand behind it, words in backticks, and what it is for."""

    name: str
    required: bool
    values: str
    what: str


def routine_page(language: Language) -> str:
    """The whole page: a table for each group of keys, in the file's order."""
    words = _WORDS[language]
    lines = [f"# {words['page']}", "", words["intro"], words["made"]]
    for place, keys in key_groups(language):
        lines += ["", f"## {f'`{place}`' if place else words['file']}", ""]
        lines += [f"| {words['key']} | {words['values']} | {words['what']} |", "|---|---|---|"]
        for each in keys:
            must = f" **{words['must']}**" if each.required else ""
            lines.append(f"| `{each.name}`{must} | {each.values} | {_plain(each.what)} |")
    return "\n".join(lines) + "\n"


def key_groups(language: Language) -> list[tuple[str, list[DescribedKey]]]:
    """Each group of keys by where it stands, empty for the whole file, in the file's order."""
    words = _WORDS[language]
    schema = schema_of("routine", cast("Word", str(language)))
    return [
        (
            place,
            [
                DescribedKey(
                    key, key in group.get("required", []), _value(part, schema, words),
                    part["description"],
                )
                for key, part in group["properties"].items()
            ],
        )
        for place, group in _groups(schema)
    ]  # fmt: skip


def _groups(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every group with the keys that lead to it, each once, those of a key behind its own."""
    waiting, seen = [("", schema)], set[str]()
    while waiting:
        place, group = waiting.pop(0)
        yield place, group
        inside = []
        for key, part in group["properties"].items():
            for name in _references(part):
                found = schema["$defs"][name]
                if "properties" in found and name not in seen:
                    seen.add(name)
                    inside.append((f"{place}.{key}" if place else key, found))
        waiting = [*inside, *waiting]


def _references(part: Any) -> Iterator[str]:
    """The groups that a key's value may be."""
    if isinstance(part, list):
        for each in part:
            yield from _references(each)
    elif isinstance(part, dict):
        for name, inner in part.items():
            if name == "$ref":
                yield inner.removeprefix(_REF)
            elif name not in {"default", "examples"}:
                yield from _references(inner)


def _value(part: dict[str, Any], schema: dict[str, Any], words: dict[str, str]) -> str:
    """What may stand behind a key, in a few words."""
    if "$ref" in part:
        part = schema["$defs"][part["$ref"].removeprefix(_REF)]
    if "anyOf" in part:
        kinds = [each for each in part["anyOf"] if each.get("type") != "null"]
        return " / ".join(dict.fromkeys(_value(each, schema, words) for each in kinds))
    if "enum" in part:
        named = [f"`{word}`" for word in part["enum"] if isinstance(word, str)]
        return ", ".join(named)
    if part.get("type") == "array":
        return words["list"].format(inner=_value(part.get("items", {}), schema, words))
    return words[_simple(part)]


def _simple(part: dict[str, Any]) -> str:
    types = part.get("type", [])
    if types == "object":
        return "group"
    if "integer" in types:
        return "whole"
    if "number" in types and "boolean" not in types:
        return "number"
    return "day" if types == "string" and "{4}" in part.get("pattern", "") else "text"


def _plain(text: str) -> str:
    """A text inside a table's cell."""
    return text.replace("|", "/").replace("<", "&lt;")
