"""Logs hold ids and codes, never a person: what is handed to them by mistake is taken out."""

from __future__ import annotations

import io
import json
import logging

import pytest

from rutine.core import watch
from rutine.core.errors import InputError
from rutine.core.national_ids import MASKED, holds_national_id, without_national_ids
from rutine.logs import Guard, JsonLines, LogWatcher, PlainLines, guard, write_logs
from rutine.watch_settings import LogForm, LogLevel, Watch
from rutine.watching import begin_watching
from tests.unit.cases.samples import FNRS

ONE = FNRS[0]
SPACED = f"{ONE[:6]} {ONE[6:]}"
ACCOUNT = "15061111110"
"""Eleven digits that are no national id: an account number, say, is needed to read a log."""


@pytest.fixture
def said():
    """What our loggers write, as JSON; everything is as before afterwards."""
    ours, factory = logging.getLogger("rutine"), logging.getLogRecordFactory()
    before = (ours.handlers[:], ours.level, ours.propagate)
    written = io.StringIO()
    guard()
    write_logs(LogForm.JSON, LogLevel.DEBUG, written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    watch.listen()
    logging.setLogRecordFactory(factory)
    ours.handlers[:], ours.level, ours.propagate = before


@pytest.mark.parametrize("number", [ONE, SPACED, SPACED.replace(" ", "\u00a0"), f"x{ONE}y"])
def test_a_national_id_is_found_and_taken_out_of_a_text(number: str) -> None:
    assert holds_national_id(f"about {number}.")
    assert number not in without_national_ids(f"about {number}.")
    assert MASKED in without_national_ids(number)


@pytest.mark.parametrize("number", [ACCOUNT, f"{ONE}0", f"1{ONE}", "12345678901", ""])
def test_other_numbers_stay(number: str) -> None:
    assert without_national_ids(f"about {number}.") == f"about {number}."


def test_the_guard_masks_a_message_its_arguments_and_a_traceback(said) -> None:
    before = guard().masked
    log = logging.getLogger("rutine.somewhere")
    log.warning("about %s and %s", SPACED, ACCOUNT)
    try:
        int(f"{ONE}x")
    except ValueError:
        log.exception("failed")
    log.warning("wrong %d placeholder", *(1, ONE))
    first, second, third = said()
    assert first["what"] == f"about {MASKED} and {ACCOUNT}"
    assert f"int() with base 10: '{MASKED}x'" in second["trace"]
    assert third["what"] == f"wrong %d placeholder (1, '{MASKED}')"
    assert guard().masked == before + 3


def test_every_handler_of_every_library_is_behind_the_guard(said, caplog) -> None:
    logging.getLogger("another.library").warning("about %s", ONE)
    assert ONE not in caplog.text
    assert MASKED in caplog.text
    assert isinstance(guard(), Guard)
    assert guard() is guard()


@pytest.mark.parametrize("form", [JsonLines(), PlainLines()])
def test_ids_that_are_handed_along_are_searched_too(form: logging.Formatter) -> None:
    record = logging.makeLogRecord({"msg": "x", "levelname": "INFO", "ids": {"run": ONE}})
    assert ONE not in form.format(record)
    assert MASKED in form.format(record)


def test_a_piece_of_work_is_one_line_with_ids_and_how_it_ended(said) -> None:
    watch.listen(LogWatcher())
    with watch.work("step.fetch", run="r-1"):
        pass
    with pytest.raises(InputError), watch.work("step.read", run="r-1"):
        raise InputError("claims_missing", f"a text about {ONE}")
    with pytest.raises(ZeroDivisionError), watch.work("step.settle", run="r-1"):
        raise ZeroDivisionError(ONE)
    watch.event("run.ended", run="r-1", lines=48)
    assert [
        (each["what"], each.get("ended"), each["level"], each.get("lines")) for each in said()
    ] == [
        ("step.fetch", "ok", "info", None),
        ("step.read", "claims_missing", "warning", None),
        ("step.settle", "ZeroDivisionError", "warning", None),
        ("run.ended", None, "info", 48),
    ]
    assert ONE not in json.dumps(said())
    assert said()[0].keys() == {"at", "level", "from", "what", "run", "ms", "ended"}


def test_nothing_is_told_and_nothing_made_while_nobody_listens() -> None:
    assert not watch.is_watched()
    with watch.work("step.fetch", run="r-1") as nothing:
        assert nothing is None
    watch.event("run.ended", run="r-1")


def test_the_settings_begin_it(said) -> None:
    begin_watching(Watch())
    assert not watch.is_watched()
    begin_watching(Watch(log=LogForm.TEXT))
    assert watch.is_watched()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"metrics_token": "short"}, "24 characters"),
        ({"traces": "http://elsewhere.example/v1/traces"}, "https://"),
        ({"traces": "ftp://127.0.0.1"}, "https://"),
    ],
)
def test_a_guessable_token_and_an_open_way_out_are_refused(wrong: dict, told: str) -> None:
    with pytest.raises(ValueError, match=told) as refused:
        Watch(**wrong)
    assert "short" not in str(refused.value)
