"""The timetable in the app: seen by all who see runs, steered by some, and every wish noted."""

from __future__ import annotations

import pytest

from rutine.cases.tables import AuditEntry
from rutine.core.errors import ConnectorError
from rutine.review.operation.timetable_desk import TimetableLine, TimetableView


class Desk:
    """A scheduler that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.paused = False
        self.trouble = ""
        self.refusal = ""

    def view(self, _language):
        line = TimetableLine(
            name="nav_refunds",
            title="Refusjoner fra NAV",
            about="Henter og gjør opp.",
            times=["mandag til fredag kl. 06.30"],
            next="tirsdag 1. desember kl. 06.30",
            last="mandag 30. november kl. 06.31: 40 linjer",
            remark="",
            paused=self.paused,
            steerable=True,
        )
        return TimetableView([line], self.trouble)

    def pause(self, name, _language):
        return self._ask("pause", name)

    def resume(self, name, _language):
        return self._ask("resume", name)

    def run(self, name, _language):
        return self._ask("run", name)

    def _ask(self, what, name):
        self.asked.append((what, name))
        self.paused = what == "pause"
        return self.refusal


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def site(store, cases, visitor_of, desk):
    app = cases.create_app(
        store.database, store.archive, store.keys, formats=cases.formats, timetable=desk
    )
    return lambda name: visitor_of(app).sign_in(name)


def test_everybody_who_sees_runs_sees_what_runs_when(site):
    page = site("kari").get("/tidsplan").text
    assert "mandag til fredag kl. 06.30" in page
    assert "tirsdag 1. desember kl. 06.30" in page
    assert "Kjør nå" not in page  # a reviewer does not steer


@pytest.mark.parametrize(
    ("address", "asked"), [("pause", "pause"), ("fortsett", "resume"), ("kjor", "run")]
)
def test_a_wish_is_noted_and_passed_on(site, store, desk, address, asked):
    visitor = site("pia")
    visitor.get("/tidsplan")
    answer = visitor.post(f"/tidsplan/{address}", name="nav_refunds")
    assert (answer.status_code, answer.headers["location"]) == (303, "/tidsplan")
    assert desk.asked == [(asked, "nav_refunds")]
    with store.database.reading() as session:
        entry = session.query(AuditEntry).filter_by(action=f"{asked}_asked").one()
    assert '"routine":"nav_refunds"' in entry.data


def test_what_the_scheduler_refuses_is_said(site, desk):
    desk.refusal = "Prefect-tjeneren svarer ikke."
    visitor = site("gro")
    visitor.get("/tidsplan")
    answer = visitor.post("/tidsplan/kjor", name="nav_refunds")
    assert answer.status_code == 409
    assert "Prefect-tjeneren svarer ikke." in answer.text


def test_without_a_scheduler_nothing_is_offered(site, desk):
    desk.trouble = "Det er ingen Prefect-tjener."
    page = site("pia").get("/tidsplan").text
    assert "Det er ingen Prefect-tjener." in page
    assert "Kjør nå" not in page


def test_what_is_not_in_the_timetable_is_not_asked_for(site, desk):
    visitor = site("pia")
    visitor.get("/tidsplan")
    assert visitor.post("/tidsplan/kjor", name="../alarm").status_code == 404
    assert desk.asked == []


def test_probes_need_no_session_and_no_known_host(store, cases, visitor_of):
    app = cases.create_app(store.database, store.archive, store.keys, formats=cases.formats)
    client = visitor_of(app, "http://10.1.2.3:4455").client
    assert client.get("/om").status_code == 400
    for path in ("/helse", "/klar"):
        answer = client.get(path)
        assert (answer.status_code, answer.text) == (200, "ok\n")
        assert "set-cookie" not in answer.headers
    assert client.post("/helse").status_code == 400


def test_a_store_that_is_away_is_not_ready_but_alive(store, cases, visitor_of, monkeypatch):
    def gone():
        raise ConnectorError("store_unreachable", "Gone.")

    app = cases.create_app(store.database, store.archive, store.keys, formats=cases.formats)
    client = visitor_of(app).client
    monkeypatch.setattr(store.database, "reading", gone)
    assert client.get("/klar").status_code == 503
    assert client.get("/helse").status_code == 200
