from __future__ import annotations

import importlib.util
import re
import shutil
import sys
import warnings
from pathlib import Path
from types import ModuleType

import pytest
from starlette.applications import Starlette

from rutine.cases.accounts import sessions
from rutine.cases.accounts.sign_in import Way
from rutine.cases.accounts.users import find_user
from rutine.cases.tables import Case
from tests.elsewhere import Elsewhere

with warnings.catch_warnings():
    # Starlette wants the successor of httpx; the project has httpx already.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

_CASES = Path(__file__).parents[2] / "review_cases.py"


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("review_cases", _CASES)
    module = importlib.util.module_from_spec(spec)
    sys.modules["review_cases"] = module
    spec.loader.exec_module(module)
    return module


class Visitor:
    """A browser without a screen: keeps cookies, and sends the token of the page it is on."""

    def __init__(self, store, app, base: str = "http://127.0.0.1") -> None:
        self.store = store
        self.client = TestClient(app, base_url=base, follow_redirects=False)
        self.page = None

    def get(self, address: str):
        self.page = self.client.get(address)
        return self.page

    def token(self) -> str:
        return re.search(r'name="csrf" value="([^"]+)"', self.page.text)[1]

    def post(self, address: str, headers: dict | None = None, **fields):
        if re.search(r"/\d+/(avgjor|godkjenning)\b", address):
            fields = {"tick": self.ticks(), **fields}  # a reader who has looked at everything
        return self.client.post(address, data={"csrf": self.token(), **fields}, headers=headers)

    def ticks(self) -> list[str]:
        """The discrepancies to tick off on the page."""
        return re.findall(r'name="tick" value="([^"]+)"', self.page.text)

    def sign_in(self, name: str = "kari"):
        """Be signed in, without the wait for the password's hash."""
        with self.store.database.writing() as session:
            started = sessions.start(session, find_user(session, name))
        self.client.cookies.set("rutine_session", started.token, domain="127.0.0.1")
        self.get("/om")
        return self

    def number(self, reason: str) -> int:
        """The number of the only case with a reason."""
        with self.store.database.reading() as session:
            return session.query(Case.number).filter(Case.reason == reason).scalar()

    def version(self) -> str:
        """The version in the form that decides; what undoes the last one may stand above it."""
        form = self.page.text.rpartition('id="decision"')[2]
        return re.search(r'name="version" value="(\d+)"', form)[1]

    def search(self, term: str, **fields):
        """The list that a search leads to."""
        self.get("/saker")
        return self.get(self.post("/saker/sok", search=term, **fields).headers["location"])


@pytest.fixture(scope="session")
def cases() -> ModuleType:
    return _load()


@pytest.fixture(scope="session")
def template(cases, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("review") / "home"
    folder.mkdir()
    cases.make_store(folder).database.close()
    return folder


@pytest.fixture
def store(cases, template, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(template, home)
    opened = cases.open_store(home)
    yield opened
    opened.database.close()


@pytest.fixture
def same_app(store) -> Starlette:
    """The app that everybody of a test visits, unless the test makes another."""
    return store.app()


@pytest.fixture
def anyone(store, same_app) -> Visitor:
    return Visitor(store, same_app)


@pytest.fixture
def visitor(anyone) -> Visitor:
    return anyone.sign_in()


@pytest.fixture
def visitor_of(store):
    """A visitor of another app, or under another name."""

    def visit(app, base: str = "http://127.0.0.1") -> Visitor:
        return Visitor(store, app, base)

    return visit


@pytest.fixture
def as_user(store, same_app):
    """Somebody else, in a browser of their own."""

    def sign_in(name: str) -> Visitor:
        return Visitor(store, same_app).sign_in(name)

    return sign_in


@pytest.fixture
def entra() -> Elsewhere:
    """Both providers, in what a test lets them say."""
    return Elsewhere()


@pytest.fixture
def browser(store, visitor_of, entra) -> Visitor:
    """Somebody who has come to an app with both providers."""
    return visitor_of(store.app(providers={Way.ENTRA: entra, Way.ANSATTPORTEN: entra}))
