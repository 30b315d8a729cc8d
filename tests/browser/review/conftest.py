from __future__ import annotations

import importlib.util
import re
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from rutine.review import ReviewServer

expect.set_options(timeout=60_000)  # some pages are made of a simulation, on a busy machine
_CASES = Path(__file__).parents[2] / "review_cases.py"
_BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "google-chrome",
    "chromium-browser",
    "microsoft-edge",
)


@pytest.fixture(scope="session")
def cases() -> ModuleType:
    spec = importlib.util.spec_from_file_location("review_cases", _CASES)
    module = importlib.util.module_from_spec(spec)
    sys.modules["review_cases"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The machine's own browser, else the one Playwright installed.

    Closed after each module: two of Playwright's loops do not live in one thread.
    """
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def template(cases, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("review") / "home"
    folder.mkdir()
    cases.make_store(folder).database.close()
    return folder


class Site:
    """A running app, and browsers that visit it. Remembers everything a browser complained of."""

    def __init__(self, server: ReviewServer, cases: ModuleType, chromium: Browser, store) -> None:
        self.url = server.url
        self.store = store
        self.complaints: list[str] = []
        self.asked: set[str] = set()
        self._cases = cases
        self._chromium = chromium
        self._contexts: list[BrowserContext] = []

    def visit(self, *, width: int = 1400, **options) -> Page:
        """A new browser profile, on the page to sign in."""
        context = self._chromium.new_context(viewport={"width": width, "height": 900}, **options)
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.asked.add(request.url))
        page.goto(f"{self.url}/logg-inn")
        return page

    def sign_in(self, name: str = "kari", **options) -> Page:
        """A new browser profile, signed in, at the queue or else the runs."""
        page = self.visit(**options)
        page.get_by_label("Brukernavn").fill(name)
        page.get_by_label("Passord").fill(self._cases.PASSWORD)
        page.get_by_role("button", name="Logg inn").click()
        page.wait_for_url(re.compile("/(saker|kjoringer)$"))
        return page

    def tick_off(self, page: Page) -> None:
        """Tick off every discrepancy of the case."""
        for box in page.get_by_role("checkbox", name="Sett på").all():
            box.check()

    def _hear(self, kind: str, text: str) -> None:
        # A page that answers 401, 404, 409 or 422 is an answer, not a fault of the page.
        if kind in {"error", "warning"} and "Failed to load resource" not in text:
            self.complaints.append(text)

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def site(cases, template, tmp_path, chromium) -> Iterator[Site]:
    home = tmp_path / "home"
    shutil.copytree(template, home)
    store = cases.open_store(home)
    server = ReviewServer(store.app(), "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, args=(lambda _url: None,))
    thread.start()
    visited = Site(server, cases, chromium, store)
    yield visited
    visited.close()
    server.stop()
    thread.join(10)
    store.database.close()
    assert visited.complaints == []
    assert all(address.startswith((visited.url, "data:")) for address in visited.asked)
