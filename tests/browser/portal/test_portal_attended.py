"""The robot with a person beside it: who is asked when, and what is left as it was."""

import json
import stat
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page

from rutine.cases.reports.ledger import known_reports
from rutine.cli.outcome import Exit
from rutine.cli.running.fetch import fetch_reports
from rutine.connectors import browser
from rutine.connectors import portal_texts as texts
from rutine.connectors.browser import BrowserChoice, open_browser
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.fetching import FetchState
from rutine.connectors.pictures import covered, text_picture
from rutine.connectors.portal import PersonSignIn, PortalSource, PracticeSignIn
from rutine.connectors.portal_check import Finding, PortalCheck, check_with
from rutine.connectors.waiting import Limits
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.installation import installation
from rutine.practice.standins import Faults
from rutine.settings import Mode, Settings
from rutine.steps.sources import attended_portal

pytestmark = pytest.mark.browser

DOWNLOAD = "/oppgjorsrapporter/rapport/{}/innhold"


@dataclass(frozen=True)
class Attending(PersonSignIn):
    """Someone at the screen: hears that it is their turn, and signs in."""

    ask: object = None
    asked: list[str] = field(default_factory=list)

    def complete(self, page: Page, limits: Limits) -> None:
        PersonSignIn(lambda: self.asked.append("sign in")).complete(page, limits)
        PracticeSignIn("Ivrig Lønning").complete(page, limits)


@dataclass(frozen=True)
class Away(PersonSignIn):
    """Someone who signed in and left: nothing happens when they are asked again."""

    ask: object = None
    asked: list[str] = field(default_factory=list)

    def complete(self, page: Page, limits: Limits) -> None:
        self.asked.append("sign in")
        if len(self.asked) == 1:
            PracticeSignIn("Ivrig Lønning").complete(page, limits)


def test_the_person_signs_in_once_and_the_robot_does_the_rest(robot) -> None:
    person = Attending()
    result = robot.fetch(person=person)
    assert result.state is FetchState.NEW
    assert [report.report_id for report in result.reports] == [1128, 1129]
    assert person.asked == ["sign in"]


def test_a_session_that_ends_after_each_download_is_asked_for_again_and_nothing_is_lost(
    robot,
) -> None:
    person = Attending()
    result = robot.fetch(Faults(session_downloads=1), person=person, period=None, known=[])
    assert result.state is FetchState.NEW
    assert [report.report_id for report in result.reports] == [1120, 1128, 1129, 1131]
    assert len(person.asked) == 4
    asked = [seen.path for seen in robot.standins.requests]
    assert all(asked.count(DOWNLOAD.format(each)) <= 2 for each in result.seen)


def test_a_session_near_its_end_is_asked_for_before_the_next_report(robot) -> None:
    person = Attending()
    result = robot.fetch(Faults(session_near_end=True, asks_again=True), person=person)
    assert result.state is FetchState.NEW
    # The inbox and NAV's page each ask (`asks_again`); once more in time, and no more.
    assert len(person.asked) == 3


def test_a_person_who_has_left_loses_nothing_that_was_fetched(robot) -> None:
    person = Away()
    result = robot.fetch(Faults(session_downloads=1), person=person, limits=robot.hasty("sign_in"))
    assert (result.state, result.reason) == (FetchState.INCONCLUSIVE, FetchReason.SESSION_ENDED)
    assert [report.report_id for report in result.reports] == [1129]


@pytest.mark.parametrize("mark_read", [False, True])
def test_unread_messages_stay_unread_unless_told_otherwise(robot, mark_read: bool) -> None:
    result = robot.fetch(mark_read=mark_read)
    assert result.state is FetchState.NEW
    asked = [(seen.method, seen.path) for seen in robot.standins.requests]
    opened = {path.rpartition("/")[2] for _, path in asked if path.startswith("/inbox/")}
    restored = {path.split("/")[3] for _, path in asked if path.endswith("/unread")}
    assert len(opened) == 2
    assert restored == (set() if mark_read else opened)


def test_a_message_that_opens_too_slowly_stays_unread_too(robot, monkeypatch) -> None:
    """Its site has counted it as opened, whatever the robot got to see."""
    monkeypatch.setattr(texts, "DIALOG", "main .never")
    result = robot.fetch(limits=robot.hasty("page"), known=[1120, 1129])
    assert [report.report_id for report in result.reports] == [1128]
    assert [step.reason for step in result.steps if step.name == "dialog"] == [
        FetchReason.INBOX_SLOW
    ]
    asked = [(seen.method, seen.path) for seen in robot.standins.requests]
    assert len([path for _, path in asked if path.endswith("/unread")]) == 1


def test_the_employer_is_found_by_its_number_among_more_than_a_hundred_units(robot) -> None:
    result = robot.fetch(Faults(many_units=True))
    assert result.state is FetchState.NEW
    assert (result.steps[0].reason, result.steps[0].count) == (None, 5)


@pytest.fixture
def screen(chromium, tmp_path: Path, monkeypatch) -> None:
    """A screen that nobody sees: Chromium's own, which takes windows as an X server does."""
    program = tmp_path / "chromium"
    path = chromium.choice.path or browser._own_browser()
    program.write_text(f'#!/bin/sh\nexec "{path}" --ozone-platform=headless "$@"\n')
    program.chmod(0o755)
    monkeypatch.setattr(browser, "find_browser", lambda: BrowserChoice(program, ""))
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)


def test_the_command_fetches_into_the_ledger_and_says_when_it_is_your_turn(
    robot, tmp_path: Path, monkeypatch, capsys, screen
) -> None:
    portal = {
        "inbox": robot.standins.inbox_url,
        "nav": robot.standins.nav_url,
        "timeout_seconds": 30,
    }
    windows: list[bool] = []
    employer = robot.arguments()["employer"]
    monkeypatch.setenv("RUTINE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("RUTINE_PORTAL", json.dumps(portal))
    monkeypatch.setenv(
        "RUTINE_EMPLOYERS", json.dumps([{"orgnr": employer.reveal(), "name": "Fjordvik"}])
    )

    def complete(person: PersonSignIn, page: Page, limits: Limits) -> None:
        # Only a window has a frame around the page.
        windows.append(page.evaluate("outerHeight > innerHeight"))
        person.ask()
        PracticeSignIn().complete(page, limits)

    monkeypatch.setattr(PersonSignIn, "complete", complete)
    code = robot.chromium.elsewhere(lambda: fetch_reports(None, with_me=True, mark_read=False))
    said = capsys.readouterr().out
    assert code == Exit.CLEAN
    assert windows == [True]
    assert said.count("Din tur") == 1
    assert "4 nye rapporter er hentet og kontrollert" in said
    with installation() as place, place.database.reading() as session:
        assert known_reports(session, employer) == {1120, 1128, 1129, 1131}
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"ovingsporten" not in kept  # no cookie of the sign-in, on disk or in the store
    assert b"wonderwall" not in kept


@pytest.mark.parametrize(
    ("mode", "visible", "shown"),
    [("practice", True, True), ("practice", False, False), ("production", False, True)],
)
def test_a_person_always_gets_a_window_except_in_practice(
    tmp_path: Path, screen, mode: str, visible: bool, shown: bool
) -> None:
    here = "http://127.0.0.1:1"
    portal = {"inbox": here, "nav": here, "visible": visible}
    settings = Settings(home=tmp_path, mode=Mode(mode), portal=portal)
    source = attended_portal(settings, lambda: None, mark_read=False, pictures=None)
    assert (source.visible, source.person.present) == (shown, True)


def test_a_window_without_a_screen_says_where_to_run_it(chromium, monkeypatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)

    def start() -> None:
        with open_browser(chromium.choice, visible=True):
            pass

    with pytest.raises(InputError) as told:
        chromium.elsewhere(start)
    assert told.value.code == "browser_screen"


# --- pictures ---


def test_a_failure_leaves_a_picture_that_only_its_owner_may_read(robot, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    robot.fetch(
        Faults(renamed_buttons=True),
        pictures=folder,
        limits=robot.hasty("at_once"),
        known=[1120, 1129],
    )
    taken = sorted(folder.iterdir())
    assert [path.name.split("-")[2] for path in taken] == ["report.png"]
    assert taken[0].read_bytes().startswith(b"\x89PNG")
    assert stat.S_IMODE(taken[0].stat().st_mode) == 0o600


def test_the_sign_in_site_is_never_pictured(robot, tmp_path: Path) -> None:
    limits = robot.hasty("page", "sign_in")
    robot.fetch(Faults(sign_in_down=True), pictures=tmp_path / "run", limits=limits)
    assert not (tmp_path / "run").exists()


PEOPLE = """
<h1>Sykepenger for Kari Nordmann (f. 01.02.1990)</h1><p id=p>Fnr 01819010001, 131 352,81 kr</p>
<button aria-label="ÅSE ØVING-LIE">Å</button><button>Vis mer</button><a href=#>Last ned CSV</a>
<input value="Ola" placeholder="Kari" aria-label="Søk"><div id=host></div>
<script>host.attachShadow({mode: "open"}).innerHTML = "<p>Per Hansen</p>"</script>
"""


def test_names_and_numbers_are_masked_before_a_picture_and_come_back_after_it(robot) -> None:
    def work(browser):
        page = browser.new_page()
        try:
            page.set_content(PEOPLE)
            lines = text_picture(page)
            before = page.locator("body").inner_text()
            with covered(page):
                page.evaluate("p.insertAdjacentHTML('afterend', '<p>Sent inn av Liv Moe</p>')")
                during = page.locator("body").inner_text()
                shadow = page.locator("#host p").inner_text()
                color = page.locator("input").evaluate("each => getComputedStyle(each).color")
            return lines, before, during, shadow, color, page.locator("body").inner_text()
        finally:
            page.close()

    lines, before, during, shadow, color, after = robot.chromium.run(work)
    hidden = ("Kari", "Nordmann", "Liv", "Moe", "ÅSE", "LIE", "1990", "018190", "131", "Ola")
    said = "\n".join([*lines, during, shadow])
    assert not [each for each in hidden if each in said]
    assert "Per" not in shadow
    assert {"button: Vis mer", "link: Last ned CSV", "input: Søk"} <= set(lines)
    assert color == "rgba(0, 0, 0, 0)"
    assert "Kari Nordmann" in before
    assert "Kari Nordmann" in after


# --- portal check ---


def check(robot, faults: Faults, *hasty: str) -> PortalCheck:
    robot.standins.set_faults(faults)
    source = PortalSource(
        inbox_url=robot.standins.inbox_url,
        nav_url=robot.standins.nav_url,
        browser=robot.chromium.choice,
        person=Attending(),
        limits=robot.hasty(*hasty),
    )
    employer: OrgNr = robot.arguments()["employer"]
    return robot.chromium.run(lambda browser: check_with(browser, source, employer))


def found(result: PortalCheck, finding: Finding) -> set[str]:
    return {landmark.name for landmark, each in result.found.items() if each is finding}


def test_a_check_finds_every_text_and_opens_no_unread_message(robot) -> None:
    first = check(robot, Faults(slow_seconds=0.3))  # rows come after what stands around them
    assert found(first, Finding.NOT_REACHED) == {"DIALOG", "DIALOG_LINK", "MARK_UNREAD"}
    assert found(first, Finding.GONE) == set()
    assert (first.gone, first.unseen, first.pictures) == (False, ("message",), {})
    robot.fetch(mark_read=True)
    after = check(robot, Faults())
    assert found(after, Finding.HOLDS) == {landmark.name for landmark in after.found}
    assert (after.gone, after.unseen) == (False, ())


def test_a_check_names_what_changed_and_shows_what_is_there_instead(robot) -> None:
    robot.fetch(mark_read=True)
    after = check(robot, Faults(renamed_buttons=True, changed_texts=True), "page", "at_once")
    assert {"MARK_UNREAD", "DOWNLOAD_CSV", "LIST_HEADING", "CARD_TOTAL", "CARD_DATE"} == found(
        after, Finding.GONE
    )
    assert found(after, Finding.FALLBACK) == {"DIALOG_LINK"}
    assert "button: Hent CSV" in after.pictures["card"]
    said = json.dumps(after.pictures, ensure_ascii=False)
    assert "FJORDVIK" not in said
    assert not [digits for digits in ("131", "2026", "310") if digits in said]
