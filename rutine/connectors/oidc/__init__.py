"""Signing in at an identity provider (OpenID Connect): Entra ID and Ansattporten.

Authlib speaks the protocol and joserfc checks signatures, over our own calls (time limits,
sizes, the municipality's proxy). What leaves this package is an
`rutine.cases.accounts.sign_in.Identity`: no token, no e-mail address, and never the national id
that Ansattporten sends along.
"""

from rutine.connectors.oidc.ansattporten import ansattporten
from rutine.connectors.oidc.directory import Directory
from rutine.connectors.oidc.entra import entra
from rutine.connectors.oidc.provider import OidcProvider

__all__ = ["Directory", "OidcProvider", "ansattporten", "entra"]
