"""The keys of a stand-in provider: published, changed, and misused when a fault says so."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from rutine.practice.standins.identity.faults import IdentityFaults

_SHARED = "en hemmelighet som alle har fått se"


class SigningKeys:
    """One key at a time signs; `change` makes another and forgets it."""

    def __init__(self) -> None:
        self.change()

    def change(self) -> None:
        """Sign with a new key from now on."""
        self._private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._key_id = secrets.token_hex(8)

    def published(self, faults: IdentityFaults) -> dict[str, Any]:
        """The public keys, among others that no sign-in should trip over."""
        public = json.loads(RSAAlgorithm.to_jwk(self._private.public_key()))
        keys = [
            {"kty": "unheard-of", "kid": "of-tomorrow"},
            {**public, "kid": "for-encryption", "use": "enc"},
            {**public, "kid": self._key_id, "use": "sig", "x5t": self._key_id},
        ]
        if faults.symmetric_key_published:
            keys.append({"kty": "oct", "kid": "shared", "k": _encoded(_SHARED.encode())})
        return {"keys": keys}

    def signed(self, claims: dict[str, Any], faults: IdentityFaults) -> str:
        """A token of these claims, right or as the faults say."""
        headers = {"kid": "nobody-has-this" if faults.unknown_key else self._key_id}
        if faults.no_key_id:
            headers = {}
        if faults.unsigned:
            return jwt.encode(claims, "", algorithm="none", headers=headers)
        if faults.public_key_as_secret:
            pem = self._private.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
            return _by_hand(claims, headers, pem)
        if faults.symmetric_key_published:
            return _by_hand(claims, {"kid": "shared"}, _SHARED.encode())
        key = self._private
        if faults.foreign_key:
            key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        token = jwt.encode(claims, key, algorithm="RS256", headers=headers)
        if not faults.tampered:
            return token
        header, _claims, signature = token.split(".")
        changed = _encoded(json.dumps({**claims, "roles": ["approver", "restricted"]}).encode())
        return f"{header}.{changed}.{signature}"


def _by_hand(claims: dict[str, Any], headers: dict[str, str], secret: bytes) -> str:
    """Signed HS256; libraries refuse a public key as the secret, attackers don't."""
    header = _encoded(json.dumps({"alg": "HS256", "typ": "JWT", **headers}).encode())
    content = f"{header}.{_encoded(json.dumps(claims).encode())}"
    return f"{content}.{_encoded(hmac.new(secret, content.encode(), hashlib.sha256).digest())}"


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
