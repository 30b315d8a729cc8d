"""How people reach the app, and what must be in place before anybody outside this machine may.

The app answers loopback, or it is guarded: TLS of its own, or a proxy that does TLS. Whoever
is let in from outside needs more than a password: an identity provider, or one-time codes.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from rutine.core.errors import InputError
from rutine.review.serving import is_loopback


@dataclass(frozen=True, slots=True)
class Doorway:
    """Where the app listens, what people type, and which ways to sign in are open.

    Attributes:
        host: the address it listens on.
        address: what people type to open it; None where nobody has said.
        certificate: with which the app does TLS itself; its chain is in the same file.
        key: the certificate's private key.
        proxies: the addresses that a proxy which does TLS calls from.
        local: accounts with a password may sign in.
        local_code: they must have a one-time code.
    """

    host: str
    address: str | None = None
    certificate: Path | None = None
    key: Path | None = None
    proxies: frozenset[str] = frozenset()
    local: bool = True
    local_code: bool = False

    @property
    def secure(self) -> bool:
        """Whether what people see comes over TLS."""
        return self.certificate is not None or bool(self.proxies)

    @property
    def is_open(self) -> bool:
        """Whether others than this machine reach the app."""
        return not is_loopback(self.host) or bool(self.proxies)

    def check(self) -> None:
        """Refuse to open a door that is not guarded, naming what to set.

        Raises:
            InputError: `review_not_loopback`, `review_certificate_half`,
                `review_certificate_unusable`, `review_address_missing`,
                `review_address_unserved` or `review_needs_second_factor`.
        """
        if (self.certificate is None) != (self.key is None):
            raise InputError(
                "review_certificate_half",
                "The review app's certificate and its key come together.",
                "Set both RUTINE_REVIEW_CERTIFICATE and RUTINE_REVIEW_CERTIFICATE_KEY.",
            )
        if not is_loopback(self.host) and not self.secure:
            raise InputError(
                "review_not_loopback",
                f"The review app would answer on {self.host} without TLS.",
                "Use 127.0.0.1. Or set RUTINE_REVIEW_CERTIFICATE and "
                "RUTINE_REVIEW_CERTIFICATE_KEY, or RUTINE_REVIEW_PROXIES to the address of the "
                "proxy that does TLS.",
            )
        self._check_address()
        if self.is_open and self.local and not self.local_code:
            raise InputError(
                "review_needs_second_factor",
                "Others than this machine would sign in with a password alone.",
                "Set RUTINE_SIGN_IN__LOCAL_CODE=true so that everybody sets up a one-time code, "
                "or set up Entra ID or Ansattporten and RUTINE_SIGN_IN__LOCAL=false.",
            )
        if self.certificate is not None and self.key is not None:
            _loadable(self.certificate, self.key)

    def _check_address(self) -> None:
        parts = urlsplit(self.address or "")
        over_tls = parts.scheme == "https" and bool(parts.hostname)
        if self.secure and not over_tls:
            raise InputError(
                "review_address_missing",
                "The review app does not know the address that people type.",
                "Set RUTINE_REVIEW_ADDRESS, such as https://rutine.kommune.no; no other name is "
                "answered.",
            )
        if self.address is not None and not self.secure and not is_loopback(parts.hostname or ""):
            raise InputError(
                "review_address_unserved",
                "The review app has an address outside this machine, but nothing does TLS for it.",
                "Set RUTINE_REVIEW_PROXIES to the address of the proxy that does TLS (127.0.0.1 "
                "on the same machine), or RUTINE_REVIEW_CERTIFICATE and "
                "RUTINE_REVIEW_CERTIFICATE_KEY.",
            )


def _loadable(certificate: Path, key: Path) -> None:
    try:
        # Without a password callback OpenSSL would ask on the terminal, and wait for ever.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(
            certificate, key, password=lambda: b""
        )
    except (OSError, ValueError) as error:
        raise InputError(
            "review_certificate_unusable",
            f"The certificate {certificate} can't be used with the key {key} "
            f"({type(error).__name__}).",
            "Both are PEM files, the key belongs to the certificate and has no password; the "
            "user that runs rutine may read them.",
        ) from None
