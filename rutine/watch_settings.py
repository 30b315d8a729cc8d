"""The settings of how an installation is watched: `[watch]` in rutine.toml."""

from __future__ import annotations

from enum import StrEnum
from typing import Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rutine.api_settings import LOOPBACK
from rutine.secret_source import Secret

_SHORTEST_TOKEN = 24


class LogForm(StrEnum):
    """How a log is written."""

    TEXT = "text"
    """For a person: one line each."""
    JSON = "json"
    """For a program: one JSON object a line."""


class LogLevel(StrEnum):
    """From which gravity something is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Watch(BaseModel):
    """Logs, figures and traces. None of them ever holds personal data."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    log: LogForm | None = Field(
        default=None,
        description="`json` or `text` writes what runs and pages did to standard error; without "
        "it, only what went wrong is said there.",
    )
    log_level: LogLevel = LogLevel.INFO
    metrics_token: Secret | None = Field(
        default=None,
        description=f"Whoever shows it may read /metrics; {_SHORTEST_TOKEN} characters at least. "
        "Without one there is no such page.",
    )
    traces: str | None = Field(
        default=None,
        description="Where traces are sent (OTLP over HTTP), such as "
        "http://127.0.0.1:4318/v1/traces; needs the extra `otel`.",
    )
    quiet_hours: int = Field(
        default=26,
        ge=1,
        le=24 * 31,
        description="Hours after which a routine without a calendar that has not run is said to "
        "be silent.",
    )
    stuck_hours: int = Field(
        default=6,
        ge=1,
        le=24 * 7,
        description="Hours after which a run that has not ended is said to be stuck.",
    )

    @model_validator(mode="after")
    def _guarded(self) -> Self:
        """A guessable token is none, and traces leave this machine encrypted only."""
        token = self.metrics_token
        if token is not None and len(token.get_secret_value()) < _SHORTEST_TOKEN:
            msg = f"metrics_token must have {_SHORTEST_TOKEN} characters at least"
            raise ValueError(msg)
        if self.traces is not None:
            parts = urlsplit(self.traces)
            near = parts.scheme == "http" and parts.hostname in LOOPBACK
            if not near and (parts.scheme != "https" or not parts.hostname):
                msg = "traces must begin with https://, or http:// on this machine"
                raise ValueError(msg)
        return self
