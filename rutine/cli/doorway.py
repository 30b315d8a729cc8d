"""How the settings open the review app: where it is reached, and how people sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rutine.cases.accounts.sign_in import Way
from rutine.review.guards.doorway import Doorway
from rutine.settings import Settings

if TYPE_CHECKING:
    from rutine.connectors.oidc import OidcProvider


def doorway(settings: Settings) -> Doorway:
    """The door, not looked at yet."""
    return Doorway(
        settings.review_host,
        settings.review_address,
        settings.review_certificate,
        settings.review_certificate_key,
        frozenset(map(str, settings.review_proxies)),
        settings.sign_in.local,
        settings.sign_in.local_code,
    )


def providers(settings: Settings) -> dict[Way, OidcProvider]:
    """Where people may sign in beside here; nobody is called yet.

    Raises:
        InputError: a secret, certificate or key can't be used.
    """
    if not settings.sign_in.has_provider:
        return {}
    # Authlib is loaded only where it is needed.
    from rutine.connectors.oidc import ansattporten, entra  # noqa: PLC0415

    found: dict[Way, OidcProvider] = {}
    if settings.sign_in.entra is not None:
        found[Way.ENTRA] = entra(settings.sign_in.entra)
    if settings.sign_in.ansattporten is not None:
        found[Way.ANSATTPORTEN] = ansattporten(settings.sign_in.ansattporten)
    return found


def redirect_address(settings: Settings, way: Way) -> str:
    """What IT registers at the provider: where browsers come back to."""
    return f"{settings.review_url}/logg-inn/{way.value}/svar"


def signed_out_address(settings: Settings) -> str:
    """What IT registers at the provider: where browsers come back to after signing out."""
    return f"{settings.review_url}/logget-ut"
