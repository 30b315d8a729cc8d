"""Routines that run from their file alone, from the lists to a decided case, in a real browser."""

from __future__ import annotations

import os
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
from rutine.review import ReviewServer
from tests.browser.review.axe import faults_of
from tests.shape_home import ShapeHome

pytestmark = pytest.mark.browser

PASSWORD = "et langt og fint passord"
ROUTINES = {
    "competence_renewal": ("nothing_is_registered", "O02", Action.HANDLED, CaseStatus.WAITING),
    "shift_cover": ("two_shifts_at_once", "C06", Action.ACKNOWLEDGE, CaseStatus.DONE),
    "redeployment": ("facts_exclude_nobody", "R01", Action.NO_OFFER, CaseStatus.DONE),
    "sick_leave_follow_up": (
        *("back_but_registered_as_away", "O11"),
        *(Action.ACKNOWLEDGE, CaseStatus.DONE),
    ),
    "bank_vouchers": ("a_fee_is_suggested", "M01", Action.BELONGS_TOGETHER, CaseStatus.DONE),
    "survey_respondents": ("in_another_unit", "U07", Action.CORRECT_LIST, CaseStatus.DONE),
    "survey_follow_up": ("nothing_is_done", "O02", Action.HANDLED, CaseStatus.WAITING),
    "hr_registers": ("away_after_the_end", "H06", Action.ACKNOWLEDGE, CaseStatus.DONE),
}
"""Routine -> an example, the reason of a case of it, what is decided, and how the case is then."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The app over a home in which these routines have run, and a browser that is signed in."""

    home: ShapeHome
    url: str
    page: Page

    def case(self, routine: str, reason: str) -> Case:
        return next(c for c in self.home.cases() if (c.routine, c.reason) == (routine, reason))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Desk]:
    home = ShapeHome(tmp_path_factory.mktemp("shapes") / "home")
    for routine, (example, *_) in ROUTINES.items():
        home.put(routine, example)
        home.run(routine)
    roles = [UserRole.REVIEWER, UserRole.FOLLOW_UP]
    with home.place.database.writing() as session:
        user = add_user(session, "kari", "Kari Leder", PASSWORD, roles, actor=COMMAND_LINE)
        token = sessions.start(session, user).token
    server = ReviewServer(review_app(home.place), "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, args=(lambda _url: None,))
    thread.start()
    context = chromium.new_context(viewport={"width": 1400, "height": 900})
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": "rutine_session", "value": token, "url": server.url}])
    yield Desk(home, server.url, context.new_page())
    context.close()
    server.stop()
    thread.join(10)
    home.place.database.close()


@pytest.mark.parametrize("routine", ROUTINES)
def test_a_case_from_a_list_is_found_understood_and_decided(desk: Desk, routine: str) -> None:
    _, reason, action, status = ROUTINES[routine]
    case, page = desk.case(routine, reason), desk.page
    page.goto(f"{desk.url}/saker?rutine={routine}")
    title = reason_text(reason, Language.NB).title
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    digits = re.findall(r"\d{11}", re.sub(r"\s", "", page.locator("main").inner_text()))
    assert not any(Fnr.is_valid(each) for each in digits)
    assert faults_of(routine, page) == []
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1400, "height": 900})
    if folder := os.environ.get("RUTINE_PICTURES"):
        for width in (1400, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(folder) / f"{routine}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1400, "height": 900})
    page.get_by_label(action_text(action, Language.NB).label).check()
    comment = page.get_by_label("Kommentar")
    comment.fill("Sett på i dag")
    page.get_by_role("button", name=re.compile("^Lagre")).first.click()
    page.wait_for_url(re.compile("/saker"))
    decided = next(each for each in desk.home.cases() if each.id == case.id)
    assert decided.status == status
