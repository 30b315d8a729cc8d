"""What is held about one person, for an auditor who answers a request for access (GDPR art. 15).

The national id is typed into a form that is posted, and stands in no address; the page that
answers holds it sealed, for the file. Each look, and each file, is in the audit trail.
"""

from __future__ import annotations

from typing import Final

from markupsafe import Markup
from starlette.responses import Response

from rutine.core.errors import AccessDenied, InputError
from rutine.core.identifiers import Fnr
from rutine.review.oversight.access_desk import Form
from rutine.review.visit import Visit

FORMS: Final[dict[Form, str]] = {
    "html": "text/html; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
"""The ending of each kind of file, and its media type."""

SAID: Final = frozenset(
    {
        "person_unknown",
        "reference_invalid",
        "national_id_invalid",
        "restricted_missing",
        "follow_up_missing",
        "all_units_needed",
    }
)
"""What is said beside the form; anything else is a failure like any other."""


def show(visit: Visit) -> Response:
    """`GET /innsyn`."""
    return _page(visit)


def look(visit: Visit) -> Response:
    """`POST /innsyn`: what is held, or what was wrong with what was typed."""
    try:
        person = _typed(visit.field("number"))
        reference = visit.field("reference")
        found = visit.site.access.shown(visit.actor, person, reference, visit.t.language)
    except (AccessDenied, InputError) as error:
        return _refused(visit, error)
    return _page(visit, found=found, sealed=_sealed(visit, person), reference=reference)


def download(visit: Visit) -> Response:
    """`POST /innsyn/fil`: the same as a file.

    Raises:
        InputError: `sealed_unreadable` for a page of another session.
    """
    site, t = visit.site, visit.t
    form: Form = "json" if visit.field("form") == "json" else "html"
    person = _opened(visit, visit.field("sealed"))
    try:
        data = site.access.file(visit.actor, person, visit.field("reference"), t.language, form)
    except (AccessDenied, InputError) as error:
        return _refused(visit, error)
    name = f"{t('told.file_name')}-{site.today().isoformat()}.{form}"
    return Response(
        data,
        media_type=FORMS[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _refused(visit: Visit, error: AccessDenied | InputError) -> Response:
    """Say what is wrong. The number is not given back; the reference is, when it is one."""
    if error.code not in SAID:
        raise error
    given = "" if error.code == "reference_invalid" else visit.field("reference")
    status = 403 if isinstance(error, AccessDenied) else 422
    return _page(visit, status=status, error=error.code, reference=given)


def _page(
    visit: Visit,
    *,
    status: int = 200,
    error: str = "",
    reference: str = "",
    found: Markup | None = None,
    sealed: str = "",
) -> Response:
    return visit.render(
        "access.html",
        status=status,
        section="audit",
        error=error,
        reference=reference,
        found=found,
        sealed=sealed,
    )


def _typed(number: str) -> Fnr:
    """The national id that was typed, with or without a space.

    Raises:
        InputError: `national_id_invalid`; what was typed is not in it.
    """
    digits = "".join(number.split())
    if not Fnr.is_valid(digits):
        raise InputError("national_id_invalid", "That is not a national id.")
    return Fnr(digits)


def _sealed(visit: Visit, person: Fnr) -> str:
    """The number for the page's own form: it opens in this session only."""
    return visit.site.keys.encrypt(person.reveal().encode(), _context(visit)).hex()


def _opened(visit: Visit, sealed: str) -> Fnr:
    try:
        data = bytes.fromhex(sealed)
    except ValueError:
        data = b""
    return Fnr(visit.site.keys.decrypt(data, _context(visit)).decode())


def _context(visit: Visit) -> str:
    return f"told:{visit.csrf}"
