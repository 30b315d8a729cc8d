"""What service records are made from, and how they are signed."""

from __future__ import annotations

from pydantic import Field, model_validator

from rutine.routines.vocabulary import Day, Name, Part, Titles


class RecordSource(Part):
    """A system that tells of positions."""

    id: Name = Field(description="What the lists call it in the field source.")
    title: Titles = Field(description="What people call it.")
    begins: Day | None = Field(
        default=None,
        description="The first day it can tell of, where it was taken into use. What somebody was "
        "before must come from another source, or the record lacks it.",
    )
    own_numbers: bool = Field(
        default=False,
        description="yes where its employee numbers are its own: a row is then somebody's by "
        "national id alone.",
    )


class ServiceRecordRule(Part):
    """How positions become a service record, and who must sign it."""

    sources: tuple[RecordSource, ...] = Field(
        min_length=1,
        description="In the order in which they count: on a day that several tell of, the first "
        "does, and a person looks at it where they disagree.",
    )
    gap_days: int = Field(
        default=0, ge=0, le=366, description="A gap of so many days is not told of."
    )
    two_persons: bool = Field(
        default=False, description="Whether another person must agree before a record is signed."
    )

    @model_validator(mode="after")
    def _apart(self) -> ServiceRecordRule:
        names = [each.id for each in self.sources]
        if len(set(names)) != len(names):
            raise ValueError("two sources have the same id")
        return self
