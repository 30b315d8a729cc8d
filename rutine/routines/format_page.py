"""The reference of all format files as a page in Markdown: what each reads, and how sure it is.

The pages under `docs/reference/` are made by `make docs`; a test fails when they are stale.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rutine.core.reason_texts import Language
from rutine.core.records import RECORD_TYPES
from rutine.formats.format_file import FormatFile, load_format

PAGES: Final = {
    Language.NB: "formats.md",
    Language.NN: "formats.nn.md",
    Language.EN: "formats.en.md",
}
"""The page of each language, under `docs/reference/`."""

_ORDER: Final = ("verified", "documentation", "ours", "guessed")
_COLUMNS: Final = ("format", "title", "record", "file", "status", "checked", "source")
_WORDS: Final[dict[Language, dict[str, str]]] = {
    Language.NB: {
        "page": "Filformater",
        "intro": (
            "En formatfil sier hvilken kolonne som er hva. Ingen leverandør av lønnssystemer har "
            "publisert overskriftene i sine eksporter. Et format som er gjettet, er et "
            "utgangspunkt: er overskriftene andre, nektes filen, og ingenting blir lest feil. Lag "
            "da et eget med `rutine format new`, se [Et nytt filformat](../how-to/new-format.md)."
        ),
        "made": "Siden er laget av `make docs` fra filene i `mappings/formats`.",
        "format": "Format",
        "title": "Hva",
        "record": "Blir til",
        "file": "Fil",
        "status": "Hvor sikkert",
        "checked": "Sett på",
        "source": "Kilde",
        "verified": "kontrollert mot en ekte fil",
        "documentation": "fra dokumentasjon",
        "ours": "rutines eget oppsett",
        "guessed": "gjettet",
    },
    Language.NN: {
        "page": "Filformat",
        "intro": (
            "Ei formatfil seier kva kolonne som er kva. Ingen leverandør av lønnssystem har "
            "publisert overskriftene i eksportane sine. Eit format som er gjetta, er eit "
            "utgangspunkt: er overskriftene andre, blir fila nekta, og ingenting blir lese feil. "
            "Lag då eit eige med `rutine format new`, sjå "
            "[Eit nytt filformat](../how-to/new-format.md)."
        ),
        "made": "Sida er laga av `make docs` frå filene i `mappings/formats`.",
        "format": "Format",
        "title": "Kva",
        "record": "Blir til",
        "file": "Fil",
        "status": "Kor sikkert",
        "checked": "Sett på",
        "source": "Kjelde",
        "verified": "kontrollert mot ei ekte fil",
        "documentation": "frå dokumentasjon",
        "ours": "eige oppsett i rutine",
        "guessed": "gjetta",
    },
    Language.EN: {
        "page": "File formats",
        "intro": (
            "A format file says which column is what. No vendor of payroll systems has published "
            "the headings of its exports. A guessed format is a place to start: when the headings "
            "are others, the file is refused, and nothing is read wrongly. Then make your own "
            "with `rutine format new`, see [A new file format](../how-to/new-format.md)."
        ),
        "made": "This page is made by `make docs` from the files in `mappings/formats`.",
        "format": "Format",
        "title": "What",
        "record": "Becomes",
        "file": "File",
        "status": "How sure",
        "checked": "Looked at",
        "source": "Source",
        "verified": "verified against a real file",
        "documentation": "from documentation",
        "ours": "rutine's own layout",
        "guessed": "guessed",
    },
}


def load_formats(folder: Path) -> list[FormatFile]:
    """Every format file of a folder: by record, then the surest first.

    Raises:
        InputError: one of them is wrong.
    """
    records = list(RECORD_TYPES)
    formats = [load_format(path) for path in sorted(folder.glob("*.yaml"))]
    return sorted(formats, key=lambda f: (records.index(f.record), _ORDER.index(f.status), f.name))


def format_page(language: Language, formats: Sequence[FormatFile]) -> str:
    """The whole page: one row for each format."""
    words = _WORDS[language]
    lines = [
        f"# {words['page']}",
        "",
        words["intro"],
        words["made"],
        "",
        f"| {' | '.join(words[column] for column in _COLUMNS)} |",
        "|---" * len(_COLUMNS) + "|",
        *(f"| {' | '.join(_cells(form, words))} |" for form in formats),
    ]
    return "\n".join(lines) + "\n"


def _cells(form: FormatFile, words: dict[str, str]) -> tuple[str, ...]:
    stored = form.kind if form.kind in {"xlsx", "xml"} else f"{form.kind}, {form.encoding}"
    return (
        f"`{form.name}`",
        _plain(form.title),
        f"`{form.record}`",
        stored,
        words[form.status],
        f"{form.checked:%d.%m.%Y}",
        _plain(form.source),
    )


def _plain(text: str) -> str:
    """A text inside a table's cell."""
    return text.replace("|", "/")
