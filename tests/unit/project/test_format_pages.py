"""The reference of format files is what the files say now, in every language."""

from __future__ import annotations

from pathlib import Path

import pytest

from rutine.core.reason_texts import Language
from rutine.routines.format_page import PAGES, format_page, load_formats

ROOT = Path(__file__).parents[3]
FORMATS = load_formats(ROOT / "mappings" / "formats")


@pytest.mark.parametrize("language", Language)
def test_the_page_is_not_stale(language: Language) -> None:
    page = ROOT / "docs" / "reference" / PAGES[language]
    assert page.read_text(encoding="utf-8") == format_page(language, FORMATS), (
        "run `make docs` and commit what it writes"
    )


def test_every_format_is_there_with_how_sure_it_is() -> None:
    page = format_page(Language.NB, FORMATS)
    for form in FORMATS:
        assert page.count(f"| `{form.name}` |") == 1
    assert "| gjettet |" in page
    assert "kontrollert mot en ekte fil" not in page, (
        "say which file it was held against in the format's source, and change this test"
    )
