"""Only our own forms may change anything: a token in the form, and where the browser was.

Both are needed: the token stops other sites, `Sec-Fetch-Site` stops a leaked token.
"""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from rutine.cases.sealing.keys import KeyRing

FIELD = "csrf"


def visitor_token(keys: KeyRing, visitor: str) -> str:
    """The token of a visitor who has not signed in, made from the secret in their cookie.

    A signed-in session has a token of its own in the store.
    """
    return keys.lookup(visitor, "review-form")


def is_from_here(headers: Headers) -> bool:
    """Whether a POST that nobody has signed in for comes from our own page, or from no page.

    Enough where a form changes nothing for anybody: there is no session that could be misused.
    """
    return _same_origin(headers)


def is_ours(headers: Headers, given: str, expected: str) -> bool:
    """Whether a POST comes from one of our own pages and carries its token."""
    return _same_origin(headers) and secrets.compare_digest(given.encode(), expected.encode())


def _same_origin(headers: Headers) -> bool:
    """By `Sec-Fetch-Site` where the browser sends it, else by `Origin`.

    A request with neither is left to the token: old browsers and command-line tools send none.
    """
    site = headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host", "")
