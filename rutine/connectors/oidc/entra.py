"""Microsoft Entra ID: one tenant, known by tenant and object, with app roles as roles here.

Source: learn.microsoft.com, ID token claims reference and app roles (general knowledge, not
looked up again; review-app.md §2 pitfall 6). Groups are never asked for: long lists of them
arrive as a link (`_claim_names`), and their names mean nothing here.
"""

from __future__ import annotations

from rutine.cases.access import UserRole
from rutine.cases.accounts.sign_in import Identity, SignInStopped, Stop
from rutine.connectors.oidc.directory import Directory
from rutine.connectors.oidc.proof import Proof, certificate, secret_in_file, shared_secret
from rutine.connectors.oidc.provider import Claims, OidcProvider
from rutine.sign_in_settings import ALL_UNITS, Entra


def entra(settings: Entra, directory: Directory | None = None) -> OidcProvider:
    """The provider as it is set up.

    Raises:
        InputError: the secret, certificate or key can't be used.
    """
    return OidcProvider(
        directory or Directory(settings.issuer),
        client_id=settings.client_id,
        proof=_proof(settings),
        read=lambda claims: person(claims, settings),
        asked={"scope": "openid profile"},
        choose="select_account",
    )


def person(claims: Claims, settings: Entra) -> Identity:
    """Who the claims are about.

    Raises:
        SignInStopped: OTHER_TENANT, or TOKEN_REFUSED (`oid`, `roles`).
    """
    if claims.get("tid") != settings.tenant:
        raise SignInStopped(Stop.OTHER_TENANT, "tid")
    object_id, name, told = claims.get("oid"), claims.get("name"), claims.get("roles", [])
    if not isinstance(object_id, str) or not object_id:
        raise SignInStopped(Stop.TOKEN_REFUSED, "oid")
    if not isinstance(told, list) or not all(isinstance(each, str) for each in told):
        raise SignInStopped(Stop.TOKEN_REFUSED, "roles")
    return Identity(
        key=f"{settings.tenant}\0{object_id}",
        name=name if isinstance(name, str) else "",
        roles=_roles(told, settings),
        units=_units(told, settings),
        tells_units=bool(settings.units),
    )


def _roles(told: list[str], settings: Entra) -> frozenset[UserRole]:
    """Roles that mean nothing here are for other programs."""
    return frozenset(settings.roles[each] for each in told if each in settings.roles)


def _units(told: list[str], settings: Entra) -> frozenset[str] | None:
    """The units of all the person's app roles; none where no role names one."""
    if not settings.units:
        return None
    units = {unit for each in told for unit in settings.units.get(each, ())}
    return None if ALL_UNITS in units else frozenset(units)


def _proof(settings: Entra) -> Proof:
    if settings.certificate_file is not None and settings.key_file is not None:
        return certificate(settings.certificate_file, settings.key_file)
    if settings.client_secret_file is not None:
        return secret_in_file(settings.client_secret_file)
    assert settings.client_secret is not None  # noqa: S101 - the settings have exactly one
    return shared_secret(settings.client_secret)
