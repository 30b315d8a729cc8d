"""The reference of reasons is what the catalogue says now, in every language."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from rutine.core.reason_texts import Language, reason_text
from rutine.core.reasons import REASONS
from rutine.routines.reason_page import PAGES, reason_page
from rutine.routines.tables import load_tables

ROOT = Path(__file__).parents[3]
TABLES = load_tables(ROOT / "mappings" / "tables").tables
NEWEST = max(row.first for row in TABLES.numbers)


@pytest.mark.parametrize("language", Language)
def test_the_page_is_not_stale(language: Language) -> None:
    page = ROOT / "docs" / "reference" / PAGES[language]
    assert page.read_text(encoding="utf-8") == reason_page(language, TABLES, NEWEST), (
        "run `make docs` and commit what it writes"
    )


@pytest.mark.parametrize("language", Language)
def test_every_code_has_its_part(language: Language) -> None:
    page = reason_page(language, TABLES, NEWEST)
    assert re.findall(r"^## (\w+)$", page, re.MULTILINE) == list(REASONS)
    for code in REASONS:
        text = reason_text(code, language)
        assert page.count(text.meaning) == 1
        assert text.action in page


def test_a_deadline_shows_the_number_of_the_table_with_its_source() -> None:
    page = reason_page(Language.EN, TABLES, date(2026, 11, 25))
    assert "after 15 weeks its time is over (codes 6 and 7: 4 months)" in page
    assert "by the end of September" in page
    assert "ftrl § 21-12" in page
    assert "{" not in page
