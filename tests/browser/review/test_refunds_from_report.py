"""From NAV's report in the folder to a decided case of the refunds, in a real browser."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.accounts import sessions
from rutine.cases.accounts.users import add_user
from rutine.cases.tables import Case
from rutine.cases.views import CaseStatus
from rutine.cli.review import review_app
from rutine.core.differences import Action
from rutine.core.identifiers import Fnr
from rutine.core.reason_texts import Language, action_text, reason_text
from rutine.installation import Installation
from rutine.review import ReviewServer
from tests.browser.review.axe import faults_of
from tests.posting_home import PLAN, cases, run
from tests.practice_home import Home

pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True)
class Desk:
    """The app over a home that has settled its first month, and a browser that is signed in."""

    place: Installation
    url: str
    page: Page


@pytest.fixture
def desk(tmp_path: Path, chromium: Browser) -> Iterator[Desk]:
    home = Home(tmp_path, PLAN)
    place = home.open()
    run(place, home, home.months[0])
    with place.database.writing() as session:
        roles = [UserRole.REVIEWER]
        user = add_user(
            session, "kari", "Kari Behandler", "et langt og fint passord", roles, actor=COMMAND_LINE
        )
        token = sessions.start(session, user).token
    server = ReviewServer(review_app(place), "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, args=(lambda _url: None,))
    thread.start()
    context = chromium.new_context(viewport={"width": 1400, "height": 900})
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": "rutine_session", "value": token, "url": server.url}])
    yield Desk(place, server.url, context.new_page())
    context.close()
    server.stop()
    thread.join(10)
    place.database.close()


def test_what_a_report_leaves_open_is_found_understood_and_put_to_nav(desk: Desk) -> None:
    case: Case = next(each for each in cases(desk.place) if Action.SEND_TO_NAV in each.permitted)
    page = desk.page
    page.goto(f"{desk.url}/saker?rutine=nav_refunds")
    title = reason_text(case.reason, Language.NB).title
    expect(page.get_by_role("link", name=title).first).to_be_visible()
    page.goto(f"{desk.url}/saker/{case.number}")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    digits = re.findall(r"\d{11}", re.sub(r"\s", "", page.locator("main").inner_text()))
    assert not any(Fnr.is_valid(each) for each in digits)
    assert faults_of("nav_refunds", page) == []
    page.get_by_label(action_text(Action.SEND_TO_NAV, Language.NB).label).check()
    page.get_by_label("Kommentar").fill("Spurt NAV i dag")
    page.get_by_role("button", name=re.compile("^Lagre")).first.click()
    page.wait_for_url(re.compile("/saker"))
    (decided,) = [each for each in cases(desk.place, "waiting") if each.id == case.id]
    assert decided.status == CaseStatus.WAITING
