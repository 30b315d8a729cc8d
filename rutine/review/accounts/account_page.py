"""A person's own account: password, second factor, and where it is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from sqlalchemy.orm import Session
from starlette.responses import Response

from rutine.cases import notices
from rutine.cases.accounts import second_factor, sessions, users
from rutine.cases.accounts.sign_in import Way
from rutine.cases.accounts.users import SHORTEST_PASSWORD, User
from rutine.cases.trail.audit import append
from rutine.core.errors import AccessDenied, InputError
from rutine.review import wording
from rutine.review.accounts.sign_in_page import leave
from rutine.review.visit import Visit

_PATH: Final = "/konto"
_DONE: Final = frozenset({"password", "code_on", "code_off", "notices_on", "notices_off"})
_CODE: Final = "code"


@dataclass(frozen=True, slots=True)
class LiveLine:
    """One browser that is signed in, in words."""

    started: str
    seen: str
    is_own: bool


def show(visit: Visit) -> Response:
    """`GET /konto`."""
    return page(visit)


def set_password(visit: Visit) -> Response:
    """`POST /konto/passord`: ends every session but this browser's, which gets a new one."""
    new = visit.secret("new")
    if new != visit.secret("again"):
        return page(visit, error="account.differ", field="again")
    user = _user(visit)
    if user.way is not Way.LOCAL:
        return page(visit, error="account.no_password")
    if not SHORTEST_PASSWORD <= len(new) <= users.LONGEST_PASSWORD:
        return page(visit, error="account.length", field="new")
    if not _confirmed(visit, user):
        return page(visit, error="account.refused", field="password")
    with visit.site.database.writing() as session:
        users.set_password(session, user.name, new, actor=user.actor)
        started = sessions.start(session, user)
    return visit.enter(visit.go(f"{_PATH}?done=password"), started)


def sign_out_everywhere(visit: Visit) -> Response:
    """`POST /konto/logg-ut-overalt`: no browser is signed in any more, this one neither."""
    user = _user(visit)
    with visit.site.database.writing() as session:
        sessions.end_everywhere(session, user.user_id)
        append(session, user.actor, "signed_out_everywhere")
    return leave(visit)


def begin_code(visit: Visit) -> Response:
    """`POST /konto/engangskode`: a new secret, shown in this answer and never again."""
    user = _user(visit)
    if user.way is not Way.LOCAL:
        return page(visit, error="account.no_password")
    if not _confirmed(visit, user):
        return page(visit, error="account.refused", field="code-password")
    try:
        with visit.site.database.writing() as session:
            secret = second_factor.begin(session, visit.site.keys, user.user_id)
    except InputError as error:
        if error.code != "second_factor_on":
            raise
        return page(visit, error="account.code_already")
    return _code_page(visit, secret=secret, link=_app_link(visit.site.title, user, secret))


def confirm_code(visit: Visit) -> Response:
    """`POST /konto/engangskode-bekreft`: the first code turns it on; other browsers end."""
    user = _user(visit)
    with visit.site.database.writing() as session:
        right = second_factor.confirm(session, visit.site.keys, user.user_id, visit.field(_CODE))
        if right:
            append(session, user.actor, "second_factor_on")
            started = _start_anew(session, user)
    if not right:
        return _code_page(visit, error="account.code_wrong")
    return visit.enter(visit.go(f"{_PATH}?done=code_on"), started)


def end_code(visit: Visit) -> Response:
    """`POST /konto/engangskode-av`: needs the password and a code, as signing in does."""
    user = _user(visit)
    if not _confirmed(visit, user):
        return page(visit, error="account.refused", field="code-password")
    with visit.site.database.writing() as session:
        if second_factor.remove(session, user.user_id):
            append(session, user.actor, "second_factor_off")
        started = _start_anew(session, user)
    return visit.enter(visit.go(f"{_PATH}?done=code_off"), started)


def _confirmed(visit: Visit, user: User) -> bool:
    """By password and code. A form without a password is no attempt, and is not counted."""
    password = visit.secret("password")
    return bool(password) and users.confirmed(
        visit.site.database, user, password, visit.field(_CODE)
    )


def _start_anew(session: Session, user: User) -> sessions.StartedSession:
    """What was signed in before the account was guarded otherwise is not trusted any more."""
    sessions.end_everywhere(session, user.user_id)
    return sessions.start(session, user)


def _user(visit: Visit) -> User:
    if visit.user is None:
        raise AccessDenied("not_a_person", "Nobody has signed in.")
    return visit.user


def _app_link(title: str, user: User, secret: str) -> str:
    """What a code app on the same phone opens."""
    label = quote(f"{title}:{user.name}", safe="")
    return f"otpauth://totp/{label}?" + urlencode({"secret": secret, "issuer": title})


def _code_page(visit: Visit, *, secret: str = "", link: str = "", error: str = "") -> Response:
    return visit.render(
        "second_factor.html",
        status=422 if error else 200,
        section="account",
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        link=link,
        error=error,
    )


def page(visit: Visit, *, error: str = "", field: str = "") -> Response:
    """The account; with what was refused, and at which field."""
    user, t = _user(visit), visit.t
    with visit.site.database.reading() as session:
        code_is_on = second_factor.is_on(session, user.user_id)
        live = sessions.live(session, user.user_id, visit.token)
        address = notices.chosen(session, visit.site.keys, user.user_id)
    done = visit.request.query_params.get("done", "")
    return visit.render(
        "account.html",
        status=422 if error else 200,
        section="account",
        error=t(error) if error else "",
        field=field,
        done=t(f"account.done.{done}") if done in _DONE and not error else "",
        roles=", ".join(sorted(t.label("audit_role", role.value) for role in user.roles)),
        code_is_on=code_is_on,
        way=user.way.value,
        local=user.way is Way.LOCAL,
        code_first=visit.site.local_code and user.way is Way.LOCAL and not code_is_on,
        mails=visit.site.mails,
        wanted=address is not None or field == "mail",
        address=visit.field("mail") if field == "mail" else address or "",
        live=[
            LiveLine(
                wording.moment(t, each.started_at), wording.moment(t, each.seen_at), each.is_own
            )
            for each in live
        ],
    )
