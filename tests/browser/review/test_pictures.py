"""Every page of the app is pictured in `docs/pictures`; `make pictures` draws them anew."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path

import pytest

from rutine.cases.accounts import sessions
from rutine.cases.accounts.sign_in import Way
from rutine.cases.accounts.users import find_user
from rutine.cases.tables import Case
from rutine.core import clock
from rutine.review import ReviewServer
from rutine.review.operation.on_watch import OnWatch
from rutine.review.routes import PAGES
from tests.browser.review import pictures
from tests.browser.review.axe import faults_of
from tests.browser.review.webp import webp
from tests.identity import identities
from tests.shown_proposals import Proposals
from tests.shown_standings import ShownStandings

DOCS = Path(__file__).parents[3] / "docs"
GUIDE = DOCS / "how-to" / "review-app.md"
MOST = 2_500_000
"""Bytes of all pictures together: they are fetched with the code."""


DRAWS = os.environ.get("RUTINE_PICTURES") == "1"


def test_every_page_has_a_picture_or_a_reason_to_have_none():
    shown = {page.path for page in PAGES if page.method == "GET"}
    pictured = {scene.route for scene in pictures.SCENES}
    assert shown - pictured == set(pictures.UNPICTURED)
    assert pictured - shown == set()


def test_the_pictures_are_there_and_are_light():
    files = {file.stem: file.read_bytes() for file in pictures.FOLDER.glob("*.webp")}
    assert files.keys() == {scene.name for scene in pictures.SCENES}
    assert all(data[:4] == b"RIFF" and data[8:12] == b"WEBP" for data in files.values())
    assert sum(map(len, files.values())) < MOST


def test_the_guide_shows_every_picture_with_words_for_those_who_do_not_see_it():
    shown = re.findall(r"!\[([^\]]*)\]\(\.\./pictures/([a-z-]+)\.webp\)", GUIDE.read_text("utf-8"))
    assert {name for _, name in shown} == {scene.name for scene in pictures.SCENES}
    assert [name for words, name in shown if len(words) < 15] == []


@pytest.fixture
def furnished(cases, tmp_path, monkeypatch):
    """The app that is pictured, with its store and the numbers of its cases by reason."""
    moment = [pictures.FOUND]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    monkeypatch.setattr(clock, "today", lambda: moment[0].astimezone(clock.OSLO).date())
    store = pictures.furnish(tmp_path, cases)
    moment[0] = pictures.LOOKED_AT
    with store.database.reading() as session:
        numbers = {each.reason: each.number for each in session.query(Case).order_by(Case.number)}
    with identities(tmp_path) as ids:
        app = store.app(
            today=clock.today,
            report=pictures.write_report(store),
            watch=OnWatch(plan=lambda: pictures.planned(cases)),
            baseline=lambda _routine: pictures.BASELINE,
            proposals=Proposals(),
            standings=ShownStandings(dict.fromkeys(("SYK1", "SYK2", "SKOLE"), cases.HOME.value)),
            providers={way: ids.provider(way) for way in (Way.ENTRA, Way.ANSATTPORTEN)},
        )
        server = ReviewServer(app, "127.0.0.1", 0)
        thread = threading.Thread(target=server.run, args=(lambda _url: None,))
        thread.start()
        yield server.url, store, numbers
        server.stop()
        thread.join(10)
    store.database.close()


@pytest.mark.browser
def test_every_scene_can_be_played_and_breaks_no_rule(chromium, cases, furnished):
    """With `RUTINE_PICTURES=1` each is written. A picture shows no whole national id.

    There is a scene for every page: axe-core sees a page as soon as the app has it.
    """
    url, store, numbers = furnished
    faults: list[str] = []
    looked_at = set()
    ids = [person.reveal() for person in cases.PEOPLE]
    for scene in pictures.SCENES:
        context = chromium.new_context(
            viewport={"width": scene.width, "height": scene.height},
            color_scheme="dark" if scene.dark else "light",
            reduced_motion="reduce",
            locale="nb-NO",
        )
        page = context.new_page()
        page.set_default_timeout(60_000)
        if scene.who:  # without the two pages of signing in: other tests are about these
            with store.database.writing() as session:
                token = sessions.start(session, find_user(session, scene.who)).token
            context.add_cookies([{"name": "rutine_session", "value": token, "url": url}])
        if scene.blurred:
            page.goto(url)
            page.get_by_role("button", name="Slør personopplysninger").click()
        token = pictures.first_admin_token(store) if "{token}" in scene.address else ""
        answer = page.goto(url + scene.address.format(**numbers, token=token))
        assert answer is not None
        assert answer.status == (403 if "stoppet" in scene.route else 200), scene.name
        scene.act(page)
        if scene.at:
            page.locator(scene.at).evaluate("e => e.scrollIntoView()")
        assert page.get_by_role("heading", level=1).inner_text()
        assert not [each for each in ids if each in page.content()], scene.name
        data = webp(page, whole=scene.whole)
        assert len(data) > 4_000, scene.name
        if DRAWS:
            (pictures.FOLDER / f"{scene.name}.webp").write_bytes(data)
        state = (scene.address, scene.act)  # dark and narrow, axe makes it anyway
        # The report has a test of its own, and no scripts.
        if state not in looked_at and scene.route != "/kjoringer/{run:int}/rapport":
            faults += faults_of(scene.name, page)
        looked_at.add(state)
        context.close()
    assert faults == []
