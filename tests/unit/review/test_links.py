"""No page leads its reader to one that is not there, or that the role does not allow."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

_LINK = re.compile(r'href="(/[^"]*)"')
FOLLOWED = {"kari": 20, "gro": 20, "siv": 15, "rune": 15, "pia": 8, "arne": 8, "ragna": 20}
"""Who follows every link, and how many pages that comes to at least."""


def links(html: str) -> set[str]:
    """The addresses a page leads to, each in one state only."""
    found = (urlsplit(each).path for each in _LINK.findall(html))
    return {path for path in found if not path.startswith("/static/")}


@pytest.mark.parametrize("name", sorted(FOLLOWED))
def test_every_link_leads_to_a_page_that_the_reader_may_see(as_user, name):
    reader = as_user(name)
    left, seen, shut = {"/"}, set(), {}
    while left - seen:
        path = min(left - seen)
        seen.add(path)
        answer = reader.client.get(path, follow_redirects=True)
        if answer.status_code != 200:
            shut[path] = answer.status_code
        elif answer.headers["content-type"].startswith("text/html"):
            left |= links(answer.text)
    assert shut == {}
    assert len(seen) >= FOLLOWED[name]


@pytest.mark.parametrize(("name", "way"), [("kari", "Til sakene"), ("pia", "Kjøringer")])
def test_a_page_that_is_not_there_leads_on_to_what_the_reader_may_see(as_user, name, way):
    page = as_user(name).client.get("/rutiner/ingen").text
    assert re.search(rf'class="ds-button" href="/"[^>]*>{way}</a>', page)
