"""How wide a text is, and where it breaks: what a layout must know before anything is drawn.

The widths are those of Arial and of Liberation Sans, which has the same ones. Drawings name both
first, and leave room for a browser that has neither.
"""

from __future__ import annotations

from typing import Final

FONT_SIZE: Final = 12
"""Of every text in a drawing, in CSS pixels: the size bpmn.io draws with, too."""

LINE: Final = 15
"""From one line of text to the next."""

_SPARE: Final = 1.06
"""Room for fonts that are a little wider."""

_WIDTHS: Final = {
    191: "'",
    222: "ijl‘’",
    278: " !,./:;I[\\]ft\u00a0·Ïï",
    333: "()-`r“”",
    355: '"',
    500: "Jcksvxyzçšž",
    556: "#$0123456789?L_abdeghnopqu§«»àáâãäåèéêëñòóôõöùúûü–đŋ",
    584: "+<=>~",
    611: "FTZø",
    667: "&ABEKPSVXYÀÁÂÄÅÈÉÊËŠ",
    722: "CDHNRUwÇÙÚÛÜ",
    778: "GOQÒÓÔÖØ",
    833: "Mm",
    889: "%æ",
    944: "W",
    1000: "Æ—…→",
}
_OF: Final = {sign: width for width, signs in _WIDTHS.items() for sign in signs}
_UNKNOWN: Final = 1000  # an em: wider than nearly everything


_BOLD: Final = 1.08
"""How much wider bold letters are, at the most, over a whole word."""


def text_width(text: str) -> float:
    """How many pixels a text takes in one line."""
    return sum(_OF.get(sign, _UNKNOWN) for sign in text) * FONT_SIZE * _SPARE / 1000


def wrapped_bold(text: str, width: float, size: int = FONT_SIZE) -> tuple[str, ...]:
    """As `wrapped`, for bold letters, and larger ones."""
    return wrapped(text, width * FONT_SIZE / size / _BOLD)


def wrapped(text: str, width: float) -> tuple[str, ...]:
    """A text broken into lines that are no wider; only words too long for a line are cut."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if text_width(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _cut(word, width)
        lines += whole
    return (*lines, line) if line else tuple(lines)


def _cut(word: str, width: float) -> list[str]:
    """A word in pieces that fit, each but the last with a hyphen."""
    pieces: list[str] = []
    while text_width(word) > width and len(word) > 1:
        count = max(n for n in range(1, len(word)) if n == 1 or text_width(word[:n] + "-") <= width)
        pieces.append(word[:count] + "-")
        word = word[count:]
    return [*pieces, word]


def shortened(text: str, length: int) -> str:
    """A text of at most so many characters in one line, cut between words where there are any."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    kept = text[: length - 1]
    at_word = kept.rsplit(" ", 1)[0]
    return (at_word if len(at_word) > length // 2 else kept).rstrip(" ,.;:") + "…"
