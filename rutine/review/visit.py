"""One request: who asks, in which language, and with which form."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from rutine.cases.access import AUDITS, SEES_CASES, Actor
from rutine.cases.accounts import sessions
from rutine.cases.accounts.users import User
from rutine.core.errors import AccessDenied
from rutine.core.reason_texts import Language
from rutine.review.catalogue import LANGUAGE_NAMES, Catalogue, catalogue
from rutine.review.configuration import Site
from rutine.review.guards import forgery

SESSION: Final = "session"
VISITOR: Final = "visitor"
LANGUAGE: Final = "language"
BLUR: Final = "blur"
WAITING: Final = "waiting"
_YEAR = 31_536_000
_OWN_PAGE = re.compile(r"/(?:[a-z0-9][a-z0-9/-]*)?(?:\?[\w=&.%+*~-]*)?")


@dataclass(frozen=True, slots=True, repr=False)
class Visit:
    """A request with everything its page needs.

    Attributes:
        session: the live web session, None for one who has not signed in.
        visitor: a secret in a cookie, for the forms of one who has not signed in.
        form: what was posted; empty for a GET.
    """

    site: Site
    request: Request
    form: FormData
    session: sessions.WebSession | None
    visitor: str
    t: Catalogue

    @property
    def user(self) -> User | None:
        """Who has signed in."""
        return self.session.user if self.session else None

    @property
    def actor(self) -> Actor:
        """Who acts.

        Raises:
            AccessDenied: `not_a_person`: nobody has signed in.
        """
        if self.session is None:
            raise AccessDenied("not_a_person", "Nobody has signed in.")
        return self.session.user.actor

    @property
    def token(self) -> str:
        """The secret of the browser's session; empty without one."""
        return self.request.cookies.get(self.site.cookie(SESSION), "")

    @property
    def csrf(self) -> str:
        """The token that this visitor's forms carry."""
        if self.session is not None:
            return self.session.csrf
        return forgery.visitor_token(self.site.keys, self.visitor)

    @property
    def origin(self) -> str:
        """The app's own address: as it is set, or this machine's loopback as it was asked for.

        The name asked for is one of ours: `Hardening` answers no other.
        """
        return self.site.address or str(self.request.base_url).rstrip("/")

    def must_wait(self) -> int:
        """Count an attempt to sign in; seconds to wait before another, 0 when it may go on.

        Only where addresses tell people apart: on loopback all have the same.
        """
        client = self.request.client
        if self.site.pace is None or client is None:
            return 0
        return self.site.pace.wait(client.host)

    @property
    def blurs(self) -> bool:
        """Whether personal data are blurred on this browser's screen."""
        return self.request.cookies.get(self.site.cookie(BLUR)) == "on"

    @property
    def here(self) -> str:
        """This page's own address, to come back to; a page that is only posted to has none."""
        if self.request.method != "GET":
            return own_page(self.field("back"))
        query = self.request.url.query
        return own_page(f"{self.request.url.path}?{query}" if query else self.request.url.path)

    def field(self, name: str) -> str:
        """A posted field, without spaces around it; empty when it is missing.

        Without NUL too: nobody types it, and PostgreSQL can't store it.
        """
        value = self.form.get(name, "")
        return value.replace("\0", "").strip() if isinstance(value, str) else ""

    def secret(self, name: str) -> str:
        """A posted password, exactly as it was typed."""
        value = self.form.get(name, "")
        return value if isinstance(value, str) else ""

    def file(self, name: str) -> tuple[str, bytes]:
        """A posted file's name and bytes; empty when none was chosen."""
        value = self.form.get(name)
        if not isinstance(value, UploadFile):
            return "", b""
        return value.filename or "", value.file.read()

    def files(self, name: str) -> list[tuple[str, bytes]]:
        """The names and bytes of the files posted in one field."""
        return [
            (value.filename or "", value.file.read())
            for value in self.form.getlist(name)
            if isinstance(value, UploadFile)
        ]

    def routine_name(self, name: str) -> str:
        """What people call a routine, in the reader's language."""
        return self.site.routine_name(name, self.t)

    def render(
        self, template: str, status: int = 200, *, cookies: bool = True, **context: object
    ) -> Response:
        """A page, with what every page shows; without `cookies` its forms carry no token."""
        html = self.site.templates.get_template(template).render(
            t=self.t,
            language=self.t.language.value,
            languages=[(code.value, name) for code, name in LANGUAGE_NAMES.items()],
            app_title=self.site.title,
            practice=self.site.database.mode == "practice",
            user=self.user,
            sees_cases=self.user is not None and self.user.actor.may(SEES_CASES),
            audits=self.user is not None and self.user.actor.may(AUDITS),
            blurs=self.blurs,
            here=self.here,
            shortcuts=self.user is not None and self.user.shortcuts,
            csrf_field=Markup('<input type="hidden" name="{}" value="{}">').format(
                forgery.FIELD, self.csrf
            ),
            **context,
        )
        response = HTMLResponse(html, status)
        response.headers["Content-Language"] = self.t.language.value
        if self.session is None and cookies:
            self.set_cookie(response, VISITOR, self.visitor)
        return response

    def enter(self, response: Response, started: sessions.StartedSession) -> Response:
        """Let the browser have a session that was started, instead of what it had before."""
        self.set_cookie(response, SESSION, started.token)
        self.drop_cookie(response, VISITOR)
        return response

    def go(self, address: str) -> Response:
        """Send the browser on, with GET."""
        return RedirectResponse(address, 303)

    def set_cookie(self, response: Response, name: str, value: str, *, keep: bool = False) -> None:
        """Give the browser a cookie; without `keep` it ends with the browser."""
        response.set_cookie(
            self.site.cookie(name),
            value,
            max_age=_YEAR if keep else None,
            path="/",
            secure=self.site.secure,
            httponly=True,
            samesite="lax",
        )

    def drop_cookie(self, response: Response, name: str) -> None:
        """Take a cookie back."""
        response.delete_cookie(
            self.site.cookie(name),
            path="/",
            secure=self.site.secure,
            httponly=True,
            samesite="lax",
        )


def arrive(site: Site, request: Request, form: FormData) -> Visit:
    """Find out who asks. Reads (and keeps alive) the session."""
    token = request.cookies.get(site.cookie(SESSION), "")
    session = sessions.visit(site.database, token) if token else None
    if session is not None and not site.lets_in(session.user.way):
        session = None  # that way has been closed since
    return _visit(site, request, form, session)


def nobody(site: Site, request: Request) -> Visit:
    """The same without asking the store: whoever it is has not signed in."""
    return _visit(site, request, FormData(), None)


def _visit(
    site: Site, request: Request, form: FormData, session: sessions.WebSession | None
) -> Visit:
    visitor = request.cookies.get(site.cookie(VISITOR)) or secrets.token_urlsafe(32)
    return Visit(
        site, request, form, session, visitor, catalogue(_language(site, request, session))
    )


def _language(site: Site, request: Request, session: sessions.WebSession | None) -> Language:
    chosen = (session.user.language if session else None) or request.cookies.get(
        site.cookie(LANGUAGE)
    )
    return Language(chosen) if chosen in set(Language) else site.language


def own_page(address: str) -> str:
    """The address, when it is one of our own pages; otherwise the first page.

    An address from a form must not lead anywhere else after signing in.
    """
    return address if _OWN_PAGE.fullmatch(address) else "/"
