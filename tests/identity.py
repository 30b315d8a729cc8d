"""Stand-in identity providers with a client registered at each, and a browser without a screen."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pydantic import SecretStr

from rutine.cases.accounts.sign_in import Journey, Way
from rutine.connectors.calls import Patience
from rutine.connectors.oidc import Directory, OidcProvider, ansattporten, entra
from rutine.core.reason_texts import Language
from rutine.practice.standins.identity import IdentityStandIns
from rutine.practice.standins.identity.server import TENANT
from rutine.practice.standins.identity.site import Registration
from rutine.sign_in_settings import Ansattporten, Entra, Level

SECRET = "q8Q~practice.secret-0123456789abcdef"
CLIENT = {Way.ENTRA: "aaaabbbb-1111-2222-3333-444455556666", Way.ANSATTPORTEN: "practice-client-1"}
PATIENT = Patience(seconds=30, tries=1)
HASTY = Patience(seconds=1, whole_seconds=2, tries=1)
"""For tests where the time is meant to run out."""


@dataclass
class Identities:
    """The stand-ins, and our side of them."""

    standins: IdentityStandIns
    settings: dict[Way, Entra | Ansattporten]
    private: rsa.RSAPrivateKey

    def site(self, way: Way):
        return self.standins.entra if way is Way.ENTRA else self.standins.ansattporten

    def directory(self, way: Way, *, patience: Patience = PATIENT, **more) -> Directory:
        return Directory(self.settings[way].issuer, patience=patience, **more)

    def provider(self, way: Way, directory: Directory | None = None) -> OidcProvider:
        make = {Way.ENTRA: entra, Way.ANSATTPORTEN: ansattporten}[way]
        return make(self.settings[way], directory or self.directory(way))

    def allow(self, origin: str) -> None:
        """Register where browsers may be sent back to."""
        for way in CLIENT:
            self.site(way).registration.redirects.add(f"{origin}/logg-inn/{way.value}/svar")


@contextmanager
def identities(folder: Path):
    """Both stand-ins, each with our client: a secret at Entra, a key at Ansattporten."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    key_file = folder / "sign-in.pem"
    key_file.write_bytes(pem(private))
    key_file.chmod(0o600)
    standins = IdentityStandIns(
        Registration(CLIENT[Way.ENTRA], secret=SECRET),
        Registration(CLIENT[Way.ANSATTPORTEN], public_key=private.public_key()),
    )
    with standins:
        settings = {
            Way.ENTRA: Entra(
                tenant=TENANT,
                client_id=CLIENT[Way.ENTRA],
                client_secret=SecretStr(SECRET),
                address=standins.entra.url,
            ),
            Way.ANSATTPORTEN: Ansattporten(
                client_id=CLIENT[Way.ANSATTPORTEN],
                key_id="our-key",
                key_file=key_file,
                level=Level.SUBSTANTIAL,
                address=standins.ansattporten.url,
            ),
        }
        yield Identities(standins, settings, private)


def pem(private: rsa.RSAPrivateKey) -> bytes:
    return private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def chosen(address: str, person: str) -> str:
    """Where the browser is sent after choosing a person; an empty one says no."""
    with httpx.Client(trust_env=False) as browser:
        shown = browser.get(address)
        if shown.is_redirect:
            return shown.headers["location"]
        assert shown.status_code == 200, shown.text
        assert "Øvingsside" in shown.text
        return browser.post(address, data={"person": person}).headers["location"]


def signed_in(provider: OidcProvider, person: str, back: str, journey: Journey | None = None):
    """The whole way, as a browser goes it."""
    journey = journey or Journey()
    query = parse_qs(urlsplit(chosen(provider.begin(journey, back, Language.NN), person)).query)
    assert query["state"] == [journey.state]
    return provider.finish(journey, back, query["code"][0], query["iss"][0])
