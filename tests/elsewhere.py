"""A provider that says what a test lets it say, and the way there and back without a browser."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from rutine.cases.access import UserRole
from rutine.cases.accounts.sign_in import Identity, SignInStopped, Stop

REVIEWER = frozenset({UserRole.REVIEWER})
IDA = Identity("tenant\0objekt-7c1d9e", "Ida Innlogget", REVIEWER)
CODE = "kode-0f9e8d7c"
THERE = "https://login.example.org"


class Elsewhere:
    """A provider that says what a test lets it say."""

    def __init__(self) -> None:
        self.who: Identity | SignInStopped = IDA
        self.silent = False
        self.begun: list[tuple[str, bool]] = []
        self.finished: list[tuple[str, str, str | None]] = []

    def begin(self, journey, back_to, language, *, choose=False):
        if self.silent:
            raise SignInStopped(Stop.UNREACHABLE, "no_answer")
        self.begun.append((back_to, choose))
        return f"{THERE}/authorize?state={journey.state}&ui_locales={language.value}"

    def finish(self, journey, back_to, code, issuer):
        assert len(journey.verifier) > 42
        self.finished.append((back_to, code, issuer))
        if isinstance(self.who, SignInStopped):
            raise self.who
        return self.who

    def end(self, back_to, language):
        return f"{THERE}/logout?back={back_to}&ui_locales={language.value}"


def start(browser, address: str = "/logg-inn/entra") -> str:
    """Begin; the state that is in the provider's address."""
    answer = browser.client.get(address)
    assert answer.status_code == 303
    return parse_qs(urlsplit(answer.headers["location"]).query)["state"][0]


def back(browser, state: str, way: str = "entra", **more):
    query = {"code": CODE, "state": state, **more}
    return browser.client.get(f"/logg-inn/{way}/svar", params=query)
