"""Everything that can go wrong at an identity provider, each thing with a switch of its own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IdentityFaults:
    """Which faults are switched on; the default is that everything works.

    Attributes:
        down: the description answers 503.
        slow_seconds: how long the description and the token take.
        described_as_other: the description says that it is another provider's.
        slash_after_name: the provider writes its name with a slash at the end.
        description_no_json: a page for maintenance comes in its place.
        plain_addresses: the description sends people to an address without TLS.
        error: the browser comes back with this error and no code.
        sender: the browser comes back as from this provider (RFC 9207).
        token_error: the code is answered with this error.
        token_down: the code is answered with 503.
        token_no_json: the code is answered with a page.
        no_id_token: the answer has no ID token.
        keys_change: a new key signs from now on; the old one is not published any more.
        unknown_key: the token names a key that is not published.
        no_key_id: the token names no key.
        foreign_key: signed with a key of somebody else, under the id of a published one.
        tampered: the claims were changed after signing.
        unsigned: `alg` is `none`, and there is no signature.
        public_key_as_secret: signed HS256, with the published public key as the secret.
        symmetric_key_published: the published keys have a shared secret, which signs HS256.
        other_issuer: made by somebody else.
        other_audience: made for another client.
        more_audiences: made for another client too.
        other_nonce: made for another journey.
        no_nonce: made for no journey.
        other_access_token: `at_hash` is another token's.
        seconds_off: how wrong the provider's clock is; negative is slow.
        expired: the token's time is over.
        other_tenant: the person belongs to another tenant.
        no_object: no `oid`, or no `sub`.
        no_roles: there is no `roles`, as for a person without app roles.
        roles_as_text: `roles` is no list.
        many_groups: so many groups that a link stands in their place (`_claim_names`).
        weaker: signed in with a weaker electronic id than was asked for.
    """

    down: bool = False
    slow_seconds: float = 0.0
    described_as_other: bool = False
    slash_after_name: bool = False
    description_no_json: bool = False
    plain_addresses: bool = False
    error: str | None = None
    sender: str | None = None
    token_error: str | None = None
    token_down: bool = False
    token_no_json: bool = False
    no_id_token: bool = False
    keys_change: bool = False
    unknown_key: bool = False
    no_key_id: bool = False
    foreign_key: bool = False
    tampered: bool = False
    unsigned: bool = False
    public_key_as_secret: bool = False
    symmetric_key_published: bool = False
    other_issuer: bool = False
    other_audience: bool = False
    more_audiences: bool = False
    other_nonce: bool = False
    no_nonce: bool = False
    other_access_token: bool = False
    seconds_off: int = 0
    expired: bool = False
    other_tenant: bool = False
    no_object: bool = False
    no_roles: bool = False
    roles_as_text: bool = False
    many_groups: bool = False
    weaker: bool = False


def every_identity_fault() -> dict[str, IdentityFaults]:
    """One example of each fault, by name."""
    switches = {
        name: IdentityFaults(**{name: True})  # type: ignore[arg-type]
        for name, each in IdentityFaults.__dataclass_fields__.items()
        if each.type == "bool"
    }
    return {
        **switches,
        "error": IdentityFaults(error="access_denied"),
        "sender": IdentityFaults(sender="https://other.example.org"),
        "token_error": IdentityFaults(token_error="invalid_client"),  # noqa: S106 - a code
        "seconds_off": IdentityFaults(seconds_off=600),
        "slow_seconds": IdentityFaults(slow_seconds=0.3),
    }
