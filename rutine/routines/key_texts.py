"""What each key of a routine file is for, in bokmål and nynorsk; English stands in the models.

The texts lie in `texts/keys_{nb,nn}.toml`: a table for each group of keys, a line for each key.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from rutine.formats.sentences import Language


@cache
def key_texts(language: Language) -> dict[str, dict[str, str]]:
    """A language's texts: group -> key -> what it is for; nothing in English."""
    if language == "en":
        return {}
    file = resources.files(__package__) / "texts" / f"keys_{language}.toml"
    return tomllib.loads(file.read_text("utf-8"))


def key_text(group: str, key: str, language: Language) -> str | None:
    """What a key is for, or None where the catalogue has no text for it."""
    texts = key_texts(language)
    return texts.get(group, {}).get(key) or texts.get("common", {}).get(key)
