"""Who is signed in where. One cookie per stand-in, as the real sites have."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from enum import StrEnum

from rutine.practice.standins.people import PracticePerson

NAV_SESSION_SECONDS = 6 * 3600
"""Longest session of NAV's login proxy (nais/wonderwall, values.yaml)."""


class Site(StrEnum):
    """The three stand-ins."""

    ID_PORTEN = "idporten"
    INBOX = "inbox"
    NAV = "nav"


COOKIES: dict[Site, str] = {
    Site.ID_PORTEN: "ovingsporten",
    Site.INBOX: "arbeidsflate",
    Site.NAV: "io.nais.wonderwall.session",
}
"""Ports share cookies on one host, so the names must differ."""


@dataclass(slots=True)
class Session:
    """One person signed in at one site."""

    site: Site
    person: PracticePerson
    first: bool = True
    started: float = field(default_factory=time.monotonic)
    requests: int = 0
    downloads: int = 0

    @property
    def seconds_left(self) -> int:
        """Seconds until the session ends by itself."""
        return max(0, NAV_SESSION_SECONDS - int(time.monotonic() - self.started))


class Sessions:
    """Every session and every one-time code in flight."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}
        self._codes: dict[str, PracticePerson] = {}
        self._begun: set[Site] = set()

    def begin(self, site: Site, person: PracticePerson) -> str:
        """Sign the person in and give the cookie's value."""
        token = secrets.token_urlsafe(24)
        self._sessions[token] = Session(site, person, first=site not in self._begun)
        self._begun.add(site)
        return token

    def find(self, site: Site, token: str | None) -> Session | None:
        """The session behind a cookie, or None."""
        session = self._sessions.get(token or "")
        return session if session is not None and session.site is site else None

    def give_code(self, person: PracticePerson) -> str:
        """A one-time code that lets a site sign the person in."""
        code = secrets.token_urlsafe(16)
        self._codes[code] = person
        return code

    def use_code(self, code: str) -> PracticePerson | None:
        """Who the code was given for; it works once."""
        return self._codes.pop(code, None)

    def end_person(self, person: PracticePerson, *sites: Site) -> None:
        """End the person's sessions at the named sites."""
        self._sessions = {
            token: session
            for token, session in self._sessions.items()
            if session.person != person or session.site not in sites
        }

    def clear(self) -> None:
        """Sign everyone out."""
        self._sessions.clear()
        self._codes.clear()
        self._begun.clear()
