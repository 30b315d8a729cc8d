"""What service records are made from, and how they are signed."""

from __future__ import annotations

from pydantic import Field, model_validator

from rutine.routines.vocabulary import Day, Label, Name, Part, Titles


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


class AutoIssue(Part):
    """The municipality's own decision that some records need no person."""

    confirmed_by: Label = Field(
        description="The role that decided it, never a name; the document says so.",
        examples=["HR-sjef"],
    )
    confirmed_on: Day = Field(description="The day it was decided; it holds from that day on.")


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

    auto_issue: AutoIssue | None = Field(
        default=None,
        description="Records of one source, and without a remark, are issued without a signature. "
        "Left out, a person signs each: so it is until all drafts have been reviewed for a time.",
    )

    @model_validator(mode="after")
    def _apart(self) -> ServiceRecordRule:
        names = [each.id for each in self.sources]
        if len(set(names)) != len(names):
            raise ValueError("two sources have the same id")
        return self
