"""The reference of all reasons as a page in Markdown, made from the catalogue and the tables.

The pages under `docs/reference/` are made by `make docs`; a test fails when they are stale.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from rutine.core.reason_texts import Language, reason_text, role_name
from rutine.core.reasons import REASONS, Reason
from rutine.refunds.deadline_words import deadline_rows, deadline_words
from rutine.refunds.expected.tables import Tables

PAGES: Final = {
    Language.NB: "reasons.md",
    Language.NN: "reasons.nn.md",
    Language.EN: "reasons.en.md",
}
"""The page of each language, under `docs/reference/`."""

_WORDS: Final[dict[Language, dict[str, str]]] = {
    Language.NB: {
        "title": "Årsakskoder",
        "intro": (
            "Hver sak har en årsakskode. Koden betyr alltid det samme og blir aldri brukt om "
            "igjen. Uten bevis for en årsak får saken {unexplained}: rutine gjetter ikke."
        ),
        "made": "Siden er laget av `make docs`. Rett teksten i `rutine/core/reason_texts`.",
        "code": "Kode",
        "reason": "Årsak",
        "who": "Hvem",
        "deadline": "Frist",
        "source": "Kilde",
        "settles": "Gjøres opp uten et menneske",
        "two_persons": "To personer",
        "meaning": "Hva det betyr",
        "action": "Hva du gjør",
        "retired": "Ikke lenger i bruk",
        "yes": "ja",
        "no": "nei",
    },
    Language.NN: {
        "title": "Årsakskodar",
        "intro": (
            "Kvar sak har ein årsakskode. Koden tyder alltid det same og blir aldri brukt om att. "
            "Utan prov for ei årsak får saka {unexplained}: rutine gjettar ikkje."
        ),
        "made": "Sida er laga av `make docs`. Rett teksten i `rutine/core/reason_texts`.",
        "code": "Kode",
        "reason": "Årsak",
        "who": "Kven",
        "deadline": "Frist",
        "source": "Kjelde",
        "settles": "Blir gjord opp utan eit menneske",
        "two_persons": "To personar",
        "meaning": "Kva det tyder",
        "action": "Kva du gjer",
        "retired": "Ikkje lenger i bruk",
        "yes": "ja",
        "no": "nei",
    },
    Language.EN: {
        "title": "Reason codes",
        "intro": (
            "Every case has a reason code. A code always means the same and is never used again. "
            "Without evidence for a cause the case gets {unexplained}: rutine does not guess."
        ),
        "made": "This page is made by `make docs`. Correct the text in `rutine/core/reason_texts`.",
        "code": "Code",
        "reason": "Reason",
        "who": "Who",
        "deadline": "Deadline",
        "source": "Source",
        "settles": "Settled without a person",
        "two_persons": "Two persons",
        "meaning": "What it means",
        "action": "What you do",
        "retired": "No longer in use",
        "yes": "yes",
        "no": "no",
    },
}
_UNEXPLAINED: Final = "D00"


def reason_page(language: Language, tables: Tables, day: date) -> str:
    """The whole page: a table of every code, and a part for each.

    Args:
        language: the reader's.
        tables: where the numbers of the deadlines stand.
        day: the numbers that hold on this day are shown.
    """
    words = _WORDS[language]
    lines = [
        f"# {words['title']}",
        "",
        words["intro"].format(unexplained=f"[{_UNEXPLAINED}](#{_UNEXPLAINED.lower()})"),
        words["made"],
        "",
        *_overview(language),
    ]
    for reason in REASONS.values():
        lines += ["", *_part(reason, language, tables, day)]
    return "\n".join(lines) + "\n"


def _overview(language: Language) -> Iterator[str]:
    words = _WORDS[language]
    columns = ("code", "reason", "who", "settles", "two_persons")
    yield f"| {' | '.join(words[column] for column in columns)} |"
    yield "|---" * len(columns) + "|"
    for reason in REASONS.values():
        cells = (
            f"[{reason.code}](#{reason.code.lower()})",
            reason_text(reason.code, language).title,
            role_name(reason.who, language),
            words["yes"] if reason.settles else "",
            words["yes"] if reason.two_persons else "",
        )
        yield f"| {' | '.join(cells)} |"


def _part(reason: Reason, language: Language, tables: Tables, day: date) -> Iterator[str]:
    """One reason under a heading of its code alone, so that `#d14` finds it in any language."""
    words, text = _WORDS[language], reason_text(reason.code, language)
    yield f"## {reason.code}"
    yield ""
    yield f"**{text.title}**" + (f" ({words['retired'].lower()})" if reason.retired else "")
    yield ""
    yield f"{words['meaning']}: {text.meaning}"
    yield ""
    yield f"{words['action']}: {text.action}"
    yield ""
    yield f"- {words['who']}: {role_name(reason.who, language)}"
    yield f"- {words['deadline']}: {deadline_words(reason.deadline, language, tables, day)}"
    sources = dict.fromkeys(row.source for row in deadline_rows(reason.deadline, tables, day))
    if sources:
        yield f"- {words['source']}: {'; '.join(sources)}"
    yield f"- {words['settles']}: {words['yes' if reason.settles else 'no']}"
    yield f"- {words['two_persons']}: {words['yes' if reason.two_persons else 'no']}"
