"""What `rutine doctor` looks at on the way to NAV's APIs: key, clock, token, proof of access."""

from __future__ import annotations

from datetime import datetime

from rutine.cases.reports.ledger import known_reports
from rutine.cli.doctor.examination import Finding, Health
from rutine.connectors.api_error import ApiError
from rutine.connectors.calls import Calls, Patience
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.fetch_texts import fetch_text
from rutine.connectors.maskinporten import Party
from rutine.connectors.nav_api import SCOPE
from rutine.connectors.signing_key import SigningKey
from rutine.core import clock
from rutine.core.errors import RutineError
from rutine.core.identifiers import OrgNr
from rutine.core.reason_texts import Language
from rutine.installation import open_installation
from rutine.settings import Employer, ReportsFrom, Settings
from rutine.steps.list_access import look_at_lists
from rutine.steps.sources import connection, reports_from

WARN_DAYS = 30
"""So many days before the key expires the warning begins: ordering and registering take time."""

_MOST_SECONDS = 10
"""Maskinporten accepts no more difference (altinn-and-apis §1.3)."""

_ABOUT = "/.well-known/oauth-authorization-server"
_PATIENCE = Patience(seconds=10, whole_seconds=20, tries=2)


def examine_api(settings: Settings) -> list[Finding]:
    """One finding each for the key, the clock, and what every employer has from NAV's APIs."""
    employers = [
        each.orgnr
        for each in settings.employers
        if settings.reports_from(each.orgnr) is ReportsFrom.API
    ]
    with_lists = [each for each in settings.employers if each.nav_lists]
    if not employers and not with_lists:
        return []
    if settings.nav_api.client_id is None or settings.nav_api.key_id is None:
        return [Finding("NAV's API", Health.BAD, "not set up", "Run `rutine connect nav`.")]
    findings = [_key(settings), _clock(settings)]
    if not any(each.health is Health.BAD for each in findings):
        findings += [_access(settings, employer) for employer in employers]
        findings += [_lists(settings, employer) for employer in with_lists]
    return findings


def _key(settings: Settings) -> Finding:
    what, expires = "Key for Maskinporten", settings.nav_api.key_expires
    remedy = "Run `rutine connect nav --new-key` and register the new key."
    try:
        SigningKey.load(settings.signing_key_file)
    except RutineError as error:
        return Finding(what, Health.BAD, error.message, error.remedy)
    if expires is None:
        return Finding(
            what,
            Health.REMARK,
            f"{settings.signing_key_file}; nobody has said when it expires",
            "Write key_expires = YYYY-MM-DD under [nav_api], as Samarbeidsportalen shows it.",
        )
    days = (expires - clock.today()).days
    if days < 0:
        return Finding(what, Health.BAD, f"expired {-days} days ago", remedy)
    health = Health.REMARK if days <= WARN_DAYS else Health.GOOD
    return Finding(what, health, f"{days} days left", remedy if days <= WARN_DAYS else "")


def _clock(settings: Settings) -> Finding:
    """Our clock beside Maskinporten's, to the second."""
    what, language = "Clock", Language(settings.language)
    try:
        calls = Calls(settings.nav_api.maskinporten_url, _PATIENCE)
    except RutineError as error:
        return Finding(what, Health.BAD, error.message, error.remedy)
    try:
        theirs: datetime | None = calls.send("GET", _ABOUT).server_time
    except ApiError as error:
        text = fetch_text(error.reason, language)
        return Finding(what, Health.BAD, text.meaning, text.action)
    finally:
        calls.close()
    if theirs is None:
        return Finding(what, Health.REMARK, "Maskinporten did not tell the time")
    seconds = round((clock.now() - theirs).total_seconds())
    found = f"{seconds:+d} s beside Maskinporten's"
    if abs(seconds) <= _MOST_SECONDS:
        return Finding(what, Health.GOOD, found)
    # Fetching goes by Maskinporten's clock then, but deadlines and the audit trail go by ours.
    text = fetch_text(FetchReason.CLOCK_WRONG, language)
    return Finding(what, Health.REMARK, found, text.action)


def _access(settings: Settings, employer: OrgNr) -> Finding:
    """Whether a report that was fetched before comes back, or any report on a first look."""
    what, language = f"NAV's API, {employer}", Language(settings.language)
    try:
        with connection(settings) as line:
            line.maskinporten.token(SCOPE, Party(employer, settings.nav_api.external_ref))
        place = open_installation(settings)
        try:
            with place.database.reading() as session:
                known = known_reports(session, employer)
            with reports_from(place, employer) as source:
                proof = source.prove_access(employer, known)
        finally:
            place.database.close()
    except ApiError as error:
        text = fetch_text(error.reason, language)
        code = f" ({error.detail})" if error.detail else ""
        return Finding(what, Health.BAD, f"{text.meaning}{code}", text.action)
    except RutineError as error:
        return Finding(what, Health.BAD, error.message, error.remedy)
    if proof.proven:
        return Finding(what, Health.GOOD, f"access proven, {proof.seen} reports shown")
    text = fetch_text(proof.reason or FetchReason.API_NO_ACCESS, language)
    return Finding(what, Health.REMARK, text.meaning, text.action)


def _lists(settings: Settings, employer: Employer) -> Finding:
    """Whether NAV shows the lists of sick leave of every sub-unit that is configured."""
    what, language = f"NAV's lists, {employer.orgnr}", Language(settings.language)
    try:
        seen = look_at_lists(settings, employer, _PATIENCE)
    except ApiError as error:
        text = fetch_text(error.reason, language)
        code = f" ({error.detail})" if error.detail else ""
        return Finding(what, Health.BAD, f"{text.meaning}{code}", text.action)
    except RutineError as error:
        return Finding(what, Health.BAD, error.message, error.remedy)
    found = f"access proven for {len(seen.shown)} of {len(employer.sub_units)} sub-units"
    if not seen.closed and not seen.silent:
        return Finding(what, Health.GOOD, found)
    for said, units in (("refused", seen.closed), ("shows nothing", seen.silent)):
        found += f"; {said}: {', '.join(map(str, units))}" if units else ""
    health = Health.BAD if seen.closed and not seen.shown else Health.REMARK
    return Finding(what, health, found, fetch_text(FetchReason.LISTS_NO_ACCESS, language).action)
