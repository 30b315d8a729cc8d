"""What a case may wait for is what its routine's own file says, in the reader's language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rutine.cases.deciding.control import Limits
from rutine.routines.review_terms import RoutineTerms


@pytest.fixture
def reviewer(store, visitor_of):
    terms = RoutineTerms(Path("mappings"))
    return visitor_of(store.app(limits=Limits(terms=terms))).sign_in("kari")


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_files_reasons_are_offered_and_stand_in_the_history(reviewer):
    number = reviewer.number("D43")
    page = words(reviewer.get(f"/saker/{number}").text)
    assert "Venter på NAV (tilbake etter 14 dager)" in page
    assert "Svar fra lederen" not in page
    assert re.search(r"Rutinens egen frist var \d+\.\d+\.\d+, 10 virkedager etter", page)
    answer = reviewer.post(
        f"/saker/{number}/avgjor",
        version=reviewer.version(),
        action="wait_until",
        hold_reason="waiting_for_nav",
    )
    assert answer.status_code == 303
    page = words(reviewer.get(f"/saker/{number}").text)
    assert "Venter på NAV." in page
    assert "(venter på NAV, " in page


@pytest.mark.parametrize("reason", ["nav", "noe"])
def test_a_reason_that_the_file_does_not_have_is_asked_for_again(reviewer, reason):
    number = reviewer.number("D43")
    reviewer.get(f"/saker/{number}")
    answer = reviewer.post(
        f"/saker/{number}/avgjor",
        version=reviewer.version(),
        action="wait_until",
        hold_reason=reason,
        until="1.12.2099",
    )
    assert answer.status_code == 422
    assert "Rutinen har ikke denne grunnen til å vente lenger." in answer.text
