"""The settings of how people sign in to the review app: `[sign_in]` in rutine.toml."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Final, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from rutine.api_settings import LOOPBACK
from rutine.cases.access import UserRole
from rutine.core.identifiers import OrgNr
from rutine.secret_source import Secret

ALL_UNITS: Final = "*"

_CLIENT = r"^[A-Za-z0-9._-]{8,100}$"
_TENANT = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
_SHORTEST_SECRET = 16
"""Characters. Entra makes secrets of 40; shorter ones were typed by somebody."""


class Level(StrEnum):
    """The weakest electronic id that is let in (eIDAS levels, as Ansattporten names them)."""

    SUBSTANTIAL = "substantial"
    HIGH = "high"


class Entra(BaseModel):
    """Microsoft Entra ID, one tenant: an app registration with app roles."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    tenant: str = Field(
        pattern=_TENANT, description="Directory (tenant) ID. Never `common`: anybody could come."
    )
    client_id: str = Field(pattern=_CLIENT, description="Application (client) ID.")
    client_secret: Secret | None = Field(
        default=None, description="The secret's value; better in a file or a certificate."
    )
    client_secret_file: Path | None = Field(
        default=None, description="A file with the secret's value and nothing else, mode 0600."
    )
    certificate_file: Path | None = Field(
        default=None, description="The certificate registered at Entra (PEM); needs key_file."
    )
    key_file: Path | None = Field(
        default=None, description="The certificate's private key (PEM, 0600)."
    )
    roles: dict[str, UserRole] = Field(
        default_factory=lambda: {role.value: role for role in UserRole},
        description="App role's value -> role here. Default: the same names.",
    )
    units: dict[str, tuple[str, ...]] = Field(
        default_factory=dict,
        description="App role's value -> sub-units whose cases it shows; `*` is all. Without "
        "this, units are given with `rutine user units`.",
    )
    address: str | None = Field(default=None, description="Another address; for practice.")

    @field_validator("tenant", mode="before")
    @classmethod
    def _lower(cls, tenant: object) -> object:
        return tenant.lower() if isinstance(tenant, str) else tenant

    @field_validator("units")
    @classmethod
    def _units_exist(cls, units: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for numbers in units.values():
            for number in numbers:
                if number != ALL_UNITS and not OrgNr.is_valid(number):
                    msg = "units has a sub-unit that is not an organisation number"
                    raise ValueError(msg)
        return units

    @model_validator(mode="after")
    def _one_proof(self) -> Self:
        certificate = self.certificate_file is not None
        proofs = [self.client_secret is not None, self.client_secret_file is not None, certificate]
        if sum(proofs) != 1:
            msg = "set one of client_secret, client_secret_file, or certificate_file with key_file"
            raise ValueError(msg)
        if certificate != (self.key_file is not None):
            msg = "certificate_file and key_file come together"
            raise ValueError(msg)
        checked_secret(self.client_secret)
        _checked_practice(self.address)
        return self

    @property
    def issuer(self) -> str:
        """What Entra calls itself in tokens of this tenant."""
        return f"{self.address or 'https://login.microsoftonline.com'}/{self.tenant}/v2.0"


class Ansattporten(BaseModel):
    """Ansattporten: a client in Samarbeidsportalen that proves itself with a key."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    client_id: str = Field(pattern=_CLIENT, description="The client's id.")
    key_id: str = Field(min_length=1, max_length=200, description="`kid` of its key.")
    key_file: Path = Field(description="The private key (PEM, 0600).")
    level: Level = Field(
        default=Level.HIGH, description="The weakest electronic id that is let in."
    )
    test: bool = Field(default=False, description="Ansattporten's test world; synthetic people.")
    address: str | None = Field(default=None, description="Another address; for practice.")

    @model_validator(mode="after")
    def _near(self) -> Self:
        _checked_practice(self.address)
        return self

    @property
    def issuer(self) -> str:
        """What Ansattporten calls itself in tokens."""
        if self.address is not None:
            return self.address
        return "https://test.ansattporten.no" if self.test else "https://ansattporten.no"


class SignIn(BaseModel):
    """Which ways to sign in are on."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    local: bool = Field(
        default=True, description="Accounts with a password here. May be off where another is on."
    )
    local_code: bool = Field(
        default=False,
        description="A local account must set up a one-time code before anything else.",
    )
    entra: Entra | None = None
    ansattporten: Ansattporten | None = None

    @model_validator(mode="after")
    def _some_way(self) -> Self:
        if not self.local and not self.has_provider:
            msg = "local is off and no provider is set: nobody could sign in"
            raise ValueError(msg)
        return self

    @property
    def has_provider(self) -> bool:
        """Whether people may sign in somewhere else than here."""
        return self.entra is not None or self.ansattporten is not None


def checked_secret(secret: SecretStr | None) -> None:
    """Refuse a secret that is none, such as one copied from an example.

    Raises:
        ValueError: it is too short, or the same character again and again.
    """
    if secret is None:
        return
    value = secret.get_secret_value()
    if len(value) < _SHORTEST_SECRET or len(set(value)) < _SHORTEST_SECRET // 2:
        msg = "the client secret is no secret: copy the value that Entra shows once"
        raise ValueError(msg)


def _checked_practice(address: str | None) -> None:
    """Another address is for a stand-in on this machine only."""
    if address is not None and urlsplit(address).hostname not in LOOPBACK:
        msg = "address is for practice on this machine only"
        raise ValueError(msg)
