from __future__ import annotations

import re
from pathlib import Path

import pytest

import rutine.review
from rutine.core.errors import ConnectorError
from rutine.review.lists import queue_page

SECRET = "Åse Prøvesen 17 172,00"  # what a careless exception might say


@pytest.fixture
def failing(monkeypatch):
    """Let the queue fail."""

    def fail(error: Exception) -> None:
        def raise_it(*_args, **_kwargs):
            raise error

        monkeypatch.setattr(queue_page.queue, "open_cases", raise_it)

    return fail


def test_an_unforeseen_failure_gives_a_reference_and_logs_no_values(visitor, failing, caplog):
    failing(ValueError(SECRET))
    answer = visitor.get("/saker")
    assert answer.status_code == 500
    reference = re.search(r"Oppgi ([0-9a-f]{8}) hvis du ber om hjelp", answer.text)[1]
    assert reference in caplog.text
    assert "ValueError at raise_it" in caplog.text
    assert SECRET not in caplog.text
    assert SECRET not in answer.text
    assert "Traceback" not in caplog.text
    assert "Kari Behandler" in answer.text  # the menu is still there


def test_a_busy_store_says_try_again(visitor, failing):
    failing(ConnectorError("store_busy", "busy"))
    answer = visitor.get("/saker")
    assert answer.status_code == 503
    assert "Rutine er opptatt" in answer.text


def test_a_store_that_is_gone_still_gets_an_answer_without_values(visitor, monkeypatch, caplog):
    def gone(*_args, **_kwargs):
        raise RuntimeError(SECRET)

    monkeypatch.setattr("rutine.cases.accounts.sessions.visit", gone)
    answer = visitor.get("/saker")
    assert answer.status_code == 500
    assert SECRET not in answer.text + caplog.text


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/finnes-ikke", 404, "Vi finner ikke siden"),
        ("/saker/12345", 404, "Vi finner ikke siden"),
        ("/saker/sok", 405, "Slik kan siden ikke brukes"),
        ("/static/finnes-ikke.css", 404, "Vi finner ikke siden"),
        ("/static/..%2f..%2fapp.py", 404, "Vi finner ikke siden"),
    ],
)
def test_a_wrong_address_is_answered_in_plain_words(visitor, address, status, words):
    answer = visitor.get(address)
    assert answer.status_code == status
    assert words in answer.text
    assert f"Feil {status}" in answer.text


def test_static_files_are_only_what_they_should_be(anyone):
    assert anyone.client.get("/static/").status_code == 404
    assert anyone.client.get("/static/vendor").status_code == 404


def test_vendored_files_carry_their_licences():
    vendor = Path(rutine.review.__file__).parent / "static" / "vendor"
    readme = (vendor / "README.md").read_text()
    for file in vendor.iterdir():
        if file.suffix in {".css", ".txt"}:
            assert file.name in readme
