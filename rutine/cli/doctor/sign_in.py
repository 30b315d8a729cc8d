"""What `rutine doctor` looks at where people come in: the door, its certificate, each way in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from rutine.cases.accounts.sign_in import SignInStopped, Stop, Way
from rutine.cli.doctor.examination import Finding, Health
from rutine.cli.doorway import doorway, providers, redirect_address, signed_out_address
from rutine.connectors.oidc import OidcProvider
from rutine.connectors.oidc.id_token import LEEWAY_SECONDS
from rutine.connectors.oidc.proof import read_certificate
from rutine.core import clock
from rutine.core.errors import RutineError
from rutine.settings import Settings

WARN_DAYS = 30
"""So many days before a certificate runs out the warning begins."""

_NAMES = {Way.ENTRA: "Entra ID", Way.ANSATTPORTEN: "Ansattporten"}


def examine_sign_in(settings: Settings) -> list[Finding]:
    """The door, the certificates, and one or two findings for each way to sign in."""
    findings = [_door(settings)]
    if settings.review_certificate is not None:
        findings.append(certificate_days("TLS certificate", settings.review_certificate))
    sign_in = settings.sign_in
    findings.append(_local(settings))
    if sign_in.entra is not None and sign_in.entra.certificate_file is not None:
        findings.append(certificate_days("Certificate at Entra ID", sign_in.entra.certificate_file))
    try:
        found = providers(settings)
    except RutineError as error:
        return [*findings, Finding("Sign-in", Health.BAD, error.message, error.remedy)]
    for way, provider in found.items():
        findings += _provider(settings, way, provider)
    return findings


def certificate_days(what: str, path: Path) -> Finding:
    """How many days a certificate has left."""
    try:
        ends = read_certificate(path).not_valid_after_utc
    except RutineError as error:
        return Finding(what, Health.BAD, error.message, error.remedy)
    days = (ends - clock.now()).days
    remedy = "Renew it; afterwards, start `rutine review` again."
    if days < 0:
        return Finding(what, Health.BAD, f"ran out {-days} days ago", remedy)
    if days <= WARN_DAYS:
        return Finding(what, Health.REMARK, f"{days} days left", remedy)
    return Finding(what, Health.GOOD, f"{days} days left")


def _door(settings: Settings) -> Finding:
    door = doorway(settings)
    try:
        door.check()
    except RutineError as error:
        return Finding("Door", Health.BAD, error.message, error.remedy)
    if door.proxies:
        found = f"{door.address}, through the proxy at {', '.join(sorted(door.proxies))}"
    elif door.secure:
        found = f"{door.address}, with TLS of its own"
    else:
        found = "this machine only"
    return Finding("Door", Health.GOOD, found)


def _local(settings: Settings) -> Finding:
    if not settings.sign_in.local:
        return Finding("Local accounts", Health.GOOD, "off")
    found = "on, with one-time codes" if settings.sign_in.local_code else "on"
    if settings.sign_in.has_provider and not settings.sign_in.local_code:
        return Finding(
            "Local accounts",
            Health.REMARK,
            "on, with a password alone, though there is another way in",
            "Set RUTINE_SIGN_IN__LOCAL=false when everybody signs in the other way.",
        )
    return Finding("Local accounts", Health.GOOD, found)


def _provider(settings: Settings, way: Way, provider: OidcProvider) -> list[Finding]:
    what = _NAMES[way]
    register = Finding(
        f"{what}, to register",
        Health.GOOD,
        f"redirect address {redirect_address(settings, way)}\n"
        f"after signing out {signed_out_address(settings)}",
    )
    try:
        provider.directory.metadata()
        theirs = provider.directory.server_time()
    except SignInStopped as error:
        return [_unreachable(what, provider.directory.issuer, error), register]
    found = f"{provider.directory.issuer} answers"
    if theirs is None:
        return [Finding(what, Health.GOOD, found), register]
    return [_clock(what, found, theirs), register]


def _unreachable(what: str, issuer: str, error: SignInStopped) -> Finding:
    if error.detail in {"issuer", "metadata", "json"}:
        return Finding(
            what,
            Health.BAD,
            f"what answers at {issuer} is not {what} ({error.detail})",
            "Check tenant and address under [sign_in], and what stands between (a proxy?).",
        )
    gone = error.stop is Stop.UNREACHABLE and error.detail == "http_404"
    return Finding(
        what,
        Health.BAD,
        f"{issuer} does not answer ({error.detail})",
        "Check the tenant under [sign_in.entra]."
        if gone
        else "Let this machine reach it over https; HTTPS_PROXY is obeyed.",
    )


def _clock(what: str, found: str, theirs: datetime) -> Finding:
    seconds = round((clock.now() - theirs.astimezone(UTC)).total_seconds())
    if abs(seconds) <= LEEWAY_SECONDS:
        return Finding(what, Health.GOOD, f"{found}; our clock is {seconds:+d} s beside its own")
    return Finding(
        what,
        Health.BAD,
        f"{found}, but our clock is {seconds:+d} s beside its own: nobody could sign in",
        "Let the machine set its clock by NTP.",
    )
