"""The settings of NAV's APIs and the way to them: `[nav_api]` in rutine.toml."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""This machine, and no other."""


class Environment(StrEnum):
    """Which of the two worlds of Maskinporten, Altinn and NAV."""

    PRODUCTION = "production"
    TEST = "test"
    """Synthetic employers from Tenor; for trying the connection."""


_ADDRESSES = {
    Environment.PRODUCTION: {
        "maskinporten": "https://maskinporten.no",
        "altinn": "https://platform.altinn.no",
        "nav": "https://sokos-oppgjorsrapporter.nav.no",
        "sick_leave": "https://sykepenger-api.nav.no",
    },
    Environment.TEST: {
        "maskinporten": "https://test.maskinporten.no",
        "altinn": "https://platform.tt02.altinn.no",
        "nav": "https://sokos-oppgjorsrapporter.ekstern.dev.nav.no",
        "sick_leave": "https://sykepenger-api.ekstern.dev.nav.no",
    },
}
"""Source: altinn-and-apis §1.1, August 2026."""


class NavApi(BaseModel):
    """NAV's API for settlement reports and the way to it. `rutine connect nav` fills this in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    environment: Environment = Environment.PRODUCTION
    client_id: str | None = Field(default=None, description="The client at Maskinporten.")
    key_id: str | None = Field(default=None, description="`kid` of the key on that client.")
    key_file: Path | None = Field(
        default=None, description="The private key (PEM, 0600); default: in the home."
    )
    key_expires: date | None = Field(
        default=None, description="When Maskinporten stops taking the key; doctor counts down."
    )
    system_id: str | None = Field(default=None, description="Our system in Altinn's register.")
    external_ref: str | None = Field(
        default=None, description="Only when the system user was asked for with one."
    )
    maskinporten: str | None = Field(default=None, description="Another address; for practice.")
    altinn: str | None = Field(default=None, description="Another address; for practice.")
    nav: str | None = Field(default=None, description="Another address; for practice.")
    sick_leave: str | None = Field(default=None, description="Another address; for practice.")
    at_once: int = Field(default=8, ge=1, le=32, description="Downloads side by side.")
    timeout_seconds: float = Field(default=30, gt=0, le=300)

    @property
    def has_synthetic_people(self) -> bool:
        """Whether every address is a stand-in on this machine or in the public test world."""
        return all(map(_is_synthetic, (self.maskinporten_url, self.altinn_url, self.nav_url)))

    @property
    def has_synthetic_lists(self) -> bool:
        """The same of the address that NAV's sick-leave lists come from."""
        return _is_synthetic(self.sick_leave_url)

    @property
    def maskinporten_url(self) -> str:
        """Where tokens come from; with a slash after it, also their audience."""
        return self.maskinporten or _ADDRESSES[self.environment]["maskinporten"]

    @property
    def altinn_url(self) -> str:
        """Where systems and system users are registered."""
        return self.altinn or _ADDRESSES[self.environment]["altinn"]

    @property
    def nav_url(self) -> str:
        """Where the reports are."""
        return self.nav or _ADDRESSES[self.environment]["nav"]

    @property
    def sick_leave_url(self) -> str:
        """Where the lists of sick leave are."""
        return self.sick_leave or _ADDRESSES[self.environment]["sick_leave"]


def _is_synthetic(address: str) -> bool:
    """Whether an address is on this machine, or in the public test world."""
    known = _ADDRESSES[Environment.TEST].values()
    return address in known or urlsplit(address).hostname in LOOPBACK
