"""A small practice folder, the stand-ins that show it, and one Chromium for all tests here."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from rutine.connectors.browser import BrowserChoice, find_browser, open_browser
from rutine.connectors.fetching import FetchResult
from rutine.connectors.portal import Limits, PracticeSignIn, fetch_with
from rutine.core.identifiers import OrgNr
from rutine.core.periods import Period
from rutine.practice.standins import Faults, StandIns

EMPLOYER, OTHER = "310000019", "310000043"
REPORTS = {
    1120: ("2026-05-04", EMPLOYER, [400_000]),
    1128: ("2026-08-03", EMPLOYER, [13_135_281, 250_000, 250_000]),
    1129: ("2026-08-20", EMPLOYER, [-86_200]),
    1130: ("2026-08-20", OTHER, [500_000]),
    1131: ("2026-09-01", EMPLOYER, [750_000, -50_000]),
}
"""Report id -> value date, employer and the lines' øre."""

PATIENT = Limits(page=30.0, at_once=15.0, download=30.0, sign_in=30.0)
"""Nothing waits so long, but on a machine that has much to do."""
HASTE = {"page": 4.0, "at_once": 2.0, "download": 3.0, "sign_in": 3.0}
"""For tests where the time is meant to run out: what else is done has to be done in it too."""


def write_folder(folder: Path, reports: dict[int, tuple[str, str, list[int]]]) -> Path:
    (folder / "reports").mkdir(parents=True)
    listed = []
    for report_id, (day, employer, amounts) in reports.items():
        lines = "".join(
            f"8020;{employer};310000035;6;01819010001;{day.replace('-', '')};15030100015;"
            f"{'ØVING ÅSE':25};{day.replace('-', '')};{abs(ore):010d}{'-' if ore < 0 else ' '};"
            "0000000000 ;00000000\r\n"
            for ore in amounts
        )
        (folder / "reports" / f"{report_id}.csv").write_bytes(lines.encode("latin-1"))
        total = sum(amounts)
        listed.append(
            {
                "id": report_id,
                "orgnr": employer,
                "orgNavn": "FJORDVIK KOMMUNE" if employer == EMPLOYER else "STRANDA KOMMUNE",
                "type": "ref-arbg",
                "datoValutert": day,
                "bankkonto": "15030100015",
                "belop": f"{'-' if total < 0 else ''}{abs(total) // 100}.{abs(total) % 100:02d}",
                "opprettet": f"{day}T18:01:00Z",
            }
        )
    (folder / "reports.json").write_text(json.dumps(listed))
    return folder


@pytest.fixture(scope="session")
def practice_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_folder(tmp_path_factory.mktemp("portal") / "practice", REPORTS)


@pytest.fixture(scope="session")
def serving(practice_folder: Path) -> Iterator[StandIns]:
    with StandIns(practice_folder) as serving:
        yield serving


@pytest.fixture
def standins(serving: StandIns) -> StandIns:
    serving.forget()
    serving.set_faults(Faults())
    return serving


class Chromium:
    """One browser on a thread of its own: Playwright's loop must not meet another's."""

    def __init__(self, choice: BrowserChoice) -> None:
        self.choice = choice
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="chromium")
        self._open = ExitStack()
        self._browser = self._thread.submit(self._open.enter_context, open_browser(choice)).result()

    def run(self, work: Callable[[Browser], Any]) -> Any:
        return self._thread.submit(work, self._browser).result()

    def elsewhere(self, work: Callable[[], Any]) -> Any:
        """Run what starts a browser itself."""
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(work).result()

    def close(self) -> None:
        self._thread.submit(self._open.close).result()
        self._thread.shutdown()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    chromium = Chromium(find_browser())
    yield chromium
    chromium.close()


class Robot:
    """Fetches from the stand-ins with short waits and the given faults."""

    write_folder = staticmethod(write_folder)

    def __init__(self, chromium: Chromium, standins: StandIns) -> None:
        self.chromium = chromium
        self.standins = standins
        self.told: list[str] = []

    @staticmethod
    def hasty(*what: str) -> Limits:
        """Little time for these, as the fields of `Limits` are named."""
        return replace(PATIENT, **{each: HASTE[each] for each in what})

    def arguments(self, **changes: Any) -> dict[str, Any]:
        arguments: dict[str, Any] = {
            "inbox_url": self.standins.inbox_url,
            "nav_url": self.standins.nav_url,
            "employer": OrgNr(EMPLOYER),
            "period": Period.month("2026-08"),
            "known": [1120],
            "person": PracticeSignIn("Ivrig Lønning"),
            "progress": self.told.append,
            "limits": PATIENT,
        }
        return arguments | changes

    def fetch(self, faults: Faults | None = None, **changes: Any) -> FetchResult:
        self.standins.set_faults(faults or Faults())
        arguments = self.arguments(**changes)
        return self.chromium.run(lambda browser: fetch_with(browser, **arguments))


@pytest.fixture
def robot(chromium: Chromium, standins: StandIns) -> Robot:
    return Robot(chromium, standins)


class Visitor:
    """A person at the stand-ins: signed in, doing one thing after another in a page."""

    def __init__(self, chromium: Chromium, standins: StandIns) -> None:
        self.chromium = chromium
        self.standins = standins

    def visit(self, work: Callable[[Page, StandIns], Any]) -> Any:
        def run(browser: Browser) -> Any:
            context: BrowserContext = browser.new_context(
                locale="nb-NO", timezone_id="Europe/Oslo", accept_downloads=True
            )
            context.set_default_timeout(60_000)
            try:
                page = context.new_page()
                page.goto(f"{self.standins.inbox_url}/api/login")
                page.get_by_role("button", name="Ivrig Lønning").click()
                page.wait_for_url(f"{self.standins.inbox_url}/**")
                return work(page, self.standins)
            finally:
                context.close()

        return self.chromium.run(run)


@pytest.fixture
def visitor(chromium: Chromium, standins: StandIns) -> Visitor:
    return Visitor(chromium, standins)
