"""`rutine notify`: counts and a link, once a day, to those who asked for it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from rutine.cases import notices
from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.accounts.users import add_user, set_language
from rutine.cases.lifecycle.recording import record_differences
from rutine.cases.runs import open_run
from rutine.cases.tables import AuditEntry, NoticeSent
from rutine.installation import Installation, open_installation
from rutine.settings import Settings
from tests.command_line import Answer, rutine
from tests.letter_box import LetterBox, letter_box
from tests.unit.cases.samples import (
    EMPLOYER,
    FNRS,
    MONTH,
    NAMES,
    ROUTINE,
    claim,
    difference,
    facts_for,
    line,
)

ADDRESS = "https://rutine.example.org"
TO = "kari@example.org"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    """A home with one case, and Kari, who wants letters."""
    opened = open_installation(Settings(home=tmp_path))
    with opened.database.writing() as session:
        run_id = open_run(session, ROUTINE, EMPLOYER, MONTH, {})
        found = difference(line(1), claim(1))
        facts = facts_for(found)
        record_differences(session, opened.keys, run_id, ROUTINE, [found], facts=facts)
        kari = add_user(
            session, "kari", "Kari", "et langt passord", [UserRole.REVIEWER], actor=COMMAND_LINE
        )
        set_language(session, kari.user_id, "en")
        notices.choose(session, opened.keys, kari.actor, TO)
    yield opened
    opened.database.close()


@pytest.fixture
def box() -> Iterator[LetterBox]:
    with letter_box() as opened:
        yield opened


class Hook(BaseHTTPRequestHandler):
    """Keeps what it is posted, and answers what the server says."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.posted.append((self.path, json.loads(body)))
        self.send_response(self.server.status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hook() -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        server.posted, server.status = [], 200
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def notify(place: Installation, box: LetterBox | None = None, **more: str) -> Answer:
    given = {"RUTINE_REVIEW_ADDRESS": ADDRESS, **more}
    if box is not None:
        given |= {
            "RUTINE_NOTICES__HOST": "127.0.0.1",
            "RUTINE_NOTICES__PORT": str(box.port),
            "RUTINE_NOTICES__GUARD": "none",
            "RUTINE_NOTICES__SENDER": "rutine@example.org",
        }
    return rutine("notify", home=place.settings.home_folder, **given)


def notified(place: Installation) -> int:
    with place.database.reading() as session:
        return session.query(AuditEntry).filter(AuditEntry.action == "notified").count()


def test_a_letter_holds_counts_and_a_link_and_comes_once_a_day(
    place: Installation, box: LetterBox
) -> None:
    first, second = notify(place, box), notify(place, box)
    assert (first.returncode, second.returncode) == (0, 0), first.stdout + first.stderr
    assert "1 sent, 0 failed" in first.stdout
    assert "0 sent, 0 failed" in second.stdout
    ((to, letter),) = box.letters
    assert to == TO
    text = letter.get_content()
    assert letter["Subject"] == "Rutine: cases are waiting"
    assert "- 1 new case." in text
    assert f"{ADDRESS}/saker" in text
    assert not any(secret in letter.as_string() for secret in (*FNRS, *NAMES, "10480"))
    assert notified(place) == 1


def test_nothing_to_tell_is_not_told_and_leaves_the_turn(
    place: Installation, box: LetterBox
) -> None:
    with place.database.writing() as session:
        notices.take_turn(session, "webhook")  # somebody else's turn is not Kari's
        session.connection().exec_driver_sql("UPDATE cases SET status = 'done'")
    assert notify(place, box).returncode == 0
    assert box.letters == []
    with place.database.reading() as session:
        assert [each.receiver for each in session.query(NoticeSent)] == ["webhook"]


def test_a_refused_letter_may_be_tried_again_today_and_an_unsure_one_not(
    place: Installation, box: LetterBox
) -> None:
    box.answers["RCPT"] = "550 no"
    refused = notify(place, box)
    assert refused.returncode == 2
    assert TO not in refused.stdout + refused.stderr
    box.answers = {".": "drop"}
    assert notify(place, box).returncode == 2
    box.answers = {}
    assert notify(place, box).returncode == 0
    assert len(box.letters) == 1
    assert notified(place) == 0


def test_a_webhook_is_posted_the_same_counts_once_a_day(
    place: Installation, hook: HTTPServer
) -> None:
    address = f"http://127.0.0.1:{hook.server_port}/services/secret?x=1"
    hook.status = 500
    refused = notify(place, RUTINE_NOTICES__WEBHOOK=address)
    assert refused.returncode == 2
    assert "secret" not in refused.stdout + refused.stderr
    # It answered, badly: nobody knows whether it showed the message.
    assert notify(place, RUTINE_NOTICES__WEBHOOK=address).returncode == 0
    assert len(hook.posted) == 1
    with place.database.writing() as session:
        session.query(NoticeSent).delete()
    hook.status = 204
    assert notify(place, RUTINE_NOTICES__WEBHOOK=address).returncode == 0
    assert notify(place, RUTINE_NOTICES__WEBHOOK=address).returncode == 0
    path, message = hook.posted[-1]
    assert len(hook.posted) == 2
    assert path == "/services/secret?x=1"
    assert {name: message[name] for name in ("new", "due", "overdue", "missing")} == {
        "new": 1,
        "due": 0,
        "overdue": 0,
        "missing": 0,
    }
    assert message["link"] == f"{ADDRESS}/saker"
    assert message["text"] == f"1 ny sak. {ADDRESS}/saker"


@pytest.mark.parametrize(
    "setting",
    [
        {},
        {"RUTINE_NOTICES__WEBHOOK": "http://example.org/secret"},
        {"RUTINE_NOTICES__HOST": "mail.example.org"},
        {
            "RUTINE_NOTICES__HOST": "mail.example.org",
            "RUTINE_NOTICES__SENDER": "a@b.no",
            "RUTINE_NOTICES__GUARD": "none",
        },
    ],
)
def test_nothing_is_sent_where_nothing_is_set_or_the_way_is_open(tmp_path: Path, setting) -> None:
    refused = rutine("notify", home=tmp_path, **setting)
    assert refused.returncode == 2
    assert "secret" not in refused.stderr
