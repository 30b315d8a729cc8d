"""The settings of the Prefect server and its worker: `[server]` in rutine.toml."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from rutine.secret_source import Secret


class Server(BaseModel):
    """The server that `rutine up` starts, or one that is there already."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    url: str | None = Field(
        default=None,
        pattern=r"^https?://[^?#@]+/api$",
        description="A server that is there already, such as https://prefect.kommune.no/api. "
        "`rutine up` then starts none. PREFECT_API_URL goes before it.",
    )
    auth: Secret | None = Field(
        default=None,
        description="Name and password for that server, as name:password. PREFECT_API_AUTH_STRING "
        "goes before it.",
    )
    port: int = Field(
        default=4200, ge=1, le=65535, description="Where `rutine up` lets its own server listen."
    )
    database_url: Secret | None = Field(
        default=None,
        description="The server's own database, as postgresql+asyncpg://…; a database beside "
        "rutine's, never the same. Default: SQLite in the home.",
    )
    at_once: int = Field(
        default=2, ge=1, le=100, description="Runs that the pool `hr` does at the same time."
    )
