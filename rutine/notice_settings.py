"""The settings of what is sent to people: `[notices]` in rutine.toml."""

from __future__ import annotations

from enum import StrEnum
from typing import Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rutine.api_settings import LOOPBACK
from rutine.secret_source import Secret


class Guard(StrEnum):
    """How the way to the mail server is guarded."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"
    """Nothing: for a server on this machine only."""


class Notices(BaseModel):
    """Where letters and messages go out. Without `host` and `webhook` nothing is ever sent."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    host: str | None = Field(default=None, description="The mail server (SMTP).")
    port: int = Field(default=587, ge=1, le=65535)
    guard: Guard = Guard.STARTTLS
    user: str | None = Field(default=None, description="Who signs in to the mail server.")
    password: Secret | None = None
    sender: str | None = Field(
        default=None, pattern=r"^[^@\s<>,;]+@[^@\s<>,;]+$", description="Whom the letters are from."
    )
    alarms_to: str | None = Field(
        default=None,
        pattern=r"^[^@\s<>,;]+@[^@\s<>,;]+$",
        description="Who is told by letter when a run failed or did not start, a fetch could not "
        "see everything, or a report is missing: a shared mailbox, as a rule.",
    )
    webhook: Secret | None = Field(
        default=None,
        description="Is posted counts as JSON. Whoever knows the address may post there, so it "
        "is kept as a secret.",
    )

    @model_validator(mode="after")
    def _guarded(self) -> Self:
        """Neither a password nor counts travel unencrypted."""
        if self.host is not None and self.sender is None:
            msg = "host needs sender: whom the letters are from"
            raise ValueError(msg)
        if self.alarms_to is not None and self.host is None:
            msg = "alarms_to needs host: the mail server"
            raise ValueError(msg)
        if self.host is not None and self.guard is Guard.NONE and self.host not in LOOPBACK:
            msg = "guard = none is for a mail server on this machine only"
            raise ValueError(msg)
        if self.webhook is not None:
            parts = urlsplit(self.webhook.get_secret_value())
            near = parts.scheme == "http" and parts.hostname in LOOPBACK
            if not near and (parts.scheme != "https" or not parts.hostname):
                msg = "webhook must begin with https://"
                raise ValueError(msg)
        return self
