"""From HR's list to an approved answer to one who asks without signing in, in a real browser."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.accounts import sessions
from rutine.cases.accounts.users import add_user
from rutine.cases.views import CaseStatus
from rutine.cli.review import review_app
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.reason_texts import Language, action_text, reason_text
from rutine.question_settings import Questions
from rutine.review import ReviewServer
from rutine.settings import Settings
from tests.browser.review.axe import faults_of
from tests.shape_home import ShapeHome

pytestmark = pytest.mark.browser

ROUTINE = "hr_questions"
QUESTION = "Hvor mye ferie har jeg krav på?"


@dataclass(frozen=True, slots=True)
class Office:
    """The app, opened for everybody; a person of HR who has signed in, and one who has not."""

    home: ShapeHome
    url: str
    hr: Page
    anyone: Page


@pytest.fixture
def office(tmp_path: Path, chromium: Browser) -> Iterator[Office]:
    home = ShapeHome(tmp_path / "home")
    as_they_are = {name: getattr(home.place.settings, name) for name in Settings.model_fields}
    opened = Settings(**{**as_they_are, "questions": Questions(open=True)})
    home.place = replace(home.place, settings=opened)
    home.put(ROUTINE, "a_new_answer")
    home.run(ROUTINE, clock.today())
    with home.place.database.writing() as session:
        user = add_user(
            session, "kari", "Kari HR", "et langt og fint passord", [UserRole.REVIEWER],
            actor=COMMAND_LINE,
        )  # fmt: skip
        token = sessions.start(session, user).token
    server = ReviewServer(review_app(home.place), "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, args=(lambda _url: None,))
    thread.start()
    inside = chromium.new_context(viewport={"width": 1400, "height": 900})
    inside.add_cookies([{"name": "rutine_session", "value": token, "url": server.url}])
    outside = chromium.new_context(viewport={"width": 320, "height": 800})
    for context in (inside, outside):
        context.set_default_timeout(60_000)
    yield Office(home, server.url, inside.new_page(), outside.new_page())
    inside.close()
    outside.close()
    server.stop()
    thread.join(10)
    home.place.database.close()


def test_an_answer_from_the_list_is_approved_and_then_shown_to_one_who_asks(office: Office) -> None:
    page, hr = office.anyone, office.hr
    page.goto(f"{office.url}/sporsmal")
    expect(page.get_by_role("heading", level=1)).to_have_text("Spør om arbeidsforholdet ditt")
    assert faults_of("sporsmal", page) == []
    _ask(page, "Hvor mange feriedager får jeg?")
    expect(page.get_by_role("heading", level=2)).to_have_text("Vi har ikke et svar på dette")

    hr.goto(f"{office.url}/saker?rutine={ROUTINE}")
    title = reason_text("Q01", Language.NB).title
    hr.get_by_role("link", name=title).first.click()
    expect(hr.get_by_role("heading", level=1)).to_have_text(title)
    expect(hr.locator("main")).to_contain_text("Ferieloven gir 25 virkedager.")
    assert faults_of("q01", hr) == []
    hr.get_by_label(action_text(Action.APPROVE_ANSWER, Language.NB).label).check()
    hr.get_by_label("Kommentar").fill("Lest mot loven")
    hr.get_by_role("button", name=re.compile("^Lagre")).first.click()
    hr.wait_for_url(re.compile("/saker"))
    assert [case.status for case in office.home.cases()] == [CaseStatus.DONE]

    _ask(page, "Hvor mange feriedager får jeg?")
    expect(page.get_by_role("heading", level=3)).to_have_text(QUESTION)
    expect(page.locator("main")).to_contain_text("Ferieloven gir 25 virkedager.")
    assert "ferie" not in page.url
    assert faults_of("svar", page) == []
    if folder := os.environ.get("RUTINE_PICTURES"):
        page.screenshot(path=Path(folder) / "sporsmal-320.png", full_page=True)
    page.set_viewport_size({"width": 320, "height": 800})
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert page.evaluate(wide) is False
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Send spørsmålet til HR").click()
    expect(page.get_by_role("status")).to_contain_text("HR får se spørsmålet")
    page.get_by_role("link", name="Nynorsk").click()
    expect(page.get_by_label("Kva lurer du på?")).to_be_visible()
    assert page.context.cookies() == []
    office.home.run(ROUTINE, clock.today(), hour=23)
    (asked,) = [case for case in office.home.cases() if case.reason == "Q07"]
    assert asked.status == CaseStatus.OPEN


def _ask(page: Page, question: str) -> None:
    page.get_by_label("Hva lurer du på?").fill(question)
    page.get_by_role("button", name="Finn svar").click()
