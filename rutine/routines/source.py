"""What the routine reads: a kind of record, the formats it comes in, and where it is fetched."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rutine.routines.vocabulary import Label, Name, Part, Words


class Source(Part):
    """Where one kind of record comes from."""

    formats: tuple[Label, ...] = Field(
        min_length=1, description="The format files it may come in, tried in this order."
    )
    system: Name | None = Field(
        default=None, description="The system it comes from: an id under identity, systems."
    )
    fetched_by: Literal["api", "portal", "folder", "upload"] | None = Field(
        default=None,
        description="How it gets here: an API, the robot in a browser, a file in a folder, or a "
        "person in the app.",
    )
    required: bool = Field(
        default=True,
        description="no when a run may go without it, as where nobody is exempt.",
    )
    shared: bool = Field(
        default=False,
        description="yes when the list may be the one that the routine hr_registers keeps: it is "
        "read where the routine's own folder has none.",
    )
    where: Words | None = Field(
        default=None, description="Where a person finds it: the report's name, menu or address."
    )
