"""A run's own page, served under a policy that allows its own styles and nothing else."""

from __future__ import annotations

import re

import pytest

from rutine.cases.tables import Run
from rutine.review.operation.report_file import policy


@pytest.fixture
def reported(store, cases, visitor_of, tmp_path):
    """A visitor of an app whose only run left a page."""
    file = tmp_path / "report.html"
    file.write_bytes(b"<!doctype html><style>p { color: red }</style><p>Alt stemmer.</p>")
    with store.database.reading() as session:
        (run_id,) = session.query(Run.id).one()
    app = cases.create_app(
        store.database,
        store.archive,
        store.keys,
        formats=cases.formats,
        report=lambda asked: file if asked == run_id else None,
    )
    return visitor_of(app).sign_in()


def test_a_run_links_to_the_page_that_it_left(reported, visitor):
    assert 'href="/kjoringer/1/rapport"' in reported.get("/kjoringer").text
    assert "/rapport" not in visitor.get("/kjoringer").text


def test_the_page_is_served_with_its_own_styles_and_no_more(reported):
    answer = reported.get("/kjoringer/1/rapport")
    assert answer.status_code == 200
    assert "Alt stemmer." in answer.text
    allowed = answer.headers["content-security-policy"]
    assert re.search(r"default-src 'none'; style-src 'sha256-[\w+/=]+';", allowed)
    assert "unsafe-inline" not in allowed
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-frame-options"] == "DENY"


def test_a_page_without_styles_has_none_allowed():
    assert "style-src 'none'" in policy(b"<p></p>")


@pytest.mark.parametrize("number", ["2", "0", "99999999999999999999"])
def test_a_run_that_left_no_page_is_not_found(reported, number):
    assert reported.get(f"/kjoringer/{number}/rapport").status_code == 404
