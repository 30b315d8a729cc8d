"""Numbers as a language writes them, in drawings, documents, rankings and gain cards alike."""

from __future__ import annotations

from typing import Final

from babel.numbers import format_decimal

from rutine.formats.sentences import Language

LOCALES: Final[dict[Language, str]] = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}


def numeral(value: float, language: Language, *, decimals: int = 0, at_most: int = 0) -> str:
    """A number with its thousands apart.

    Args:
        value: the number.
        language: whose signs.
        decimals: that are always written.
        at_most: decimals that are written where they are not nought.
    """
    places = max(decimals, at_most)
    shown = "." + "0" * decimals + "#" * (places - decimals) if places else ""
    # Rounded first: what is nought by then has no sign.
    return format_decimal(round(value, places) + 0.0, f"#,##0{shown}", LOCALES[language])
