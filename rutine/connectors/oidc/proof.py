"""How we prove to a provider that we are the client: a secret, a certificate, or a key.

Source: OIDC Core §9; RFC 7523; learn.microsoft.com, certificate credentials (PS256 and
`x5t#S256`); docs.digdir.no, client authentication (`aud` is the issuer, two minutes at most).
Read in August 2026 and before; none was tried against the real services.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from authlib.oauth2.rfc7523 import PrivateKeyJWT
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from joserfc.jwk import RSAKey
from pydantic import SecretStr

from rutine.connectors.signing_key import SigningKey
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.exposure import others_may_read
from rutine.sign_in_settings import checked_secret

_SECONDS: Final = 60

AuthMethod = str | Callable[..., Any]


@dataclass(frozen=True, slots=True, repr=False)
class Proof:
    """What Authlib sends with the code: a shared secret, or something signed anew each time.

    Attributes:
        secret: the shared secret, None where a key is used.
        method: makes Authlib's way of proving who we are, for a token endpoint and an issuer.
    """

    secret: str | None
    method: Callable[[str, str], AuthMethod]


def shared_secret(secret: SecretStr) -> Proof:
    """Prove it with the secret's value, in the form."""
    return Proof(secret.get_secret_value(), lambda _endpoint, _issuer: "client_secret_post")


def secret_in_file(path: Path) -> Proof:
    """Prove it with a secret that lies in a file.

    Raises:
        InputError: `client_secret_missing`, `client_secret_exposed`, `client_secret_invalid`.
    """
    try:
        exposed, text = others_may_read(path), path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise InputError(
            "client_secret_missing",
            f"The client secret can't be read from {path}.",
            "Write the value that Entra showed into the file, and nothing else.",
        ) from None
    if exposed:
        raise InputError(
            "client_secret_exposed",
            f"Others than its owner may read {path}.",
            f"Run: chmod 600 {path}",
        )
    try:
        checked_secret(SecretStr(text))
    except ValueError as error:
        raise InputError("client_secret_invalid", f"In {path}: {error}.") from None
    return shared_secret(SecretStr(text))


def certificate(certificate_file: Path, key_file: Path) -> Proof:
    """Prove it with a certificate that is registered at Entra.

    Raises:
        InputError: `certificate_unreadable` or `sign_in_key_unusable`.
    """
    found = read_certificate(certificate_file)
    digest = urlsafe_b64encode(found.fingerprint(hashes.SHA256())).rstrip(b"=").decode()
    key = _key(key_file)

    def method(endpoint: str, _issuer: str) -> AuthMethod:
        return _signed(key, endpoint, {"x5t#S256": digest, "alg": "PS256"}, "PS256")

    return Proof(None, method)


def registered_key(key_file: Path, key_id: str) -> Proof:
    """Prove it with a key that is registered at Samarbeidsportalen.

    Raises:
        InputError: `sign_in_key_unusable`.
    """
    key = _key(key_file)

    def method(_endpoint: str, issuer: str) -> AuthMethod:
        return _signed(key, issuer, {"kid": key_id, "alg": "RS256"}, "RS256")

    return Proof(None, method)


def read_certificate(path: Path) -> x509.Certificate:
    """The first certificate in a file.

    Raises:
        InputError: `certificate_unreadable`.
    """
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError):
        raise InputError(
            "certificate_unreadable",
            f"There is no certificate in {path} that can be read.",
            "It is a text file that begins with -----BEGIN CERTIFICATE-----.",
        ) from None


_KEY_FAULTS: Final = {
    "signing_key_missing": "is not there or can't be read",
    "signing_key_exposed": "may be read by others than its owner (chmod 600 helps)",
    "signing_key_damaged": "is not an RSA key of 2048 bits or more, without a password",
}


def _key(path: Path) -> RSAKey:
    try:
        private = SigningKey.load(path).private
    except InputError as error:
        raise InputError(
            "sign_in_key_unusable",
            f"The key {path} {_KEY_FAULTS[error.code]}.",
            "Correct key_file under [sign_in], or make a new key and register it.",
        ) from None
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return RSAKey.import_key(pem)


def _signed(key: RSAKey, audience: str, headers: dict[str, Any], algorithm: str) -> AuthMethod:
    """One statement, good for a minute. Authlib changes what it is given, so all is made anew."""
    now = int(clock.now().timestamp())
    statement = PrivateKeyJWT(
        audience, {"iat": now, "nbf": now, "exp": now + _SECONDS}, headers, algorithm
    )

    def attach(client: Any, method: str, uri: str, given: Any, body: str) -> Any:
        client.client_secret = key
        return statement(client, method, uri, given, body)

    return attach
