"""Reads the scale that routines are graded on: `mappings/tables/suitability.yaml`."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from rutine.formats.yaml_source import YamlDocument, load_yaml, parse_model
from rutine.routines.suitability import TOP, Criterion, Effort, Scale

FILE: Final = "suitability.yaml"
_WHOLE: Final = 100

_Percent = Annotated[int, Field(ge=0, le=_WHOLE)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Weights(_Part):
    """How much each criterion counts, in parts of a hundred."""

    rules: _Percent = Field(description="How much of the work follows a rule.")
    volume: _Percent = Field(description="Hours a year.")
    input: _Percent = Field(description="Steps that begin with fields in a file or an API.")
    stability: _Percent = Field(description="How seldom rules and systems change.")
    risk: _Percent = Field(description="What must be done again.")
    duty: _Percent = Field(description="Whether the law demands it.")
    systems: _Percent = Field(description="The fewer, the better.")
    reuse: _Percent = Field(description="Others who can use it.")

    @model_validator(mode="after")
    def _are_a_whole(self) -> Weights:
        total = sum(self.model_dump().values())
        if total != _WHOLE:
            raise ValueError(f"the weights sum to {total}, not {_WHOLE}")
        return self


class Stops(_Part):
    """From where a routine is stopped, however high it scores."""

    most_judged: _Percent = Field(description="Per cent of the work that may be judgement.")
    leaves_months: int = Field(
        ge=0, le=120, description="Months that a system must have left before it is replaced."
    )


class Efforts(_Part):
    """Hours of work to automate a routine, by how hard it is."""

    simple: int = Field(gt=0, description="Few systems, few exceptions, little judgement.")
    middle: int = Field(gt=0, description="Between the two.")
    hard: int = Field(gt=0, description="Many systems, many exceptions or much judgement.")


def _rising(bounds: tuple[float, ...]) -> tuple[float, ...]:
    if any(before >= after for before, after in pairwise(bounds)):
        raise ValueError("each number must be higher than the one before")
    return bounds


_Bound = Annotated[float, Field(ge=0, allow_inf_nan=False)]
_Bounds = Annotated[
    tuple[_Bound, ...], Field(min_length=TOP, max_length=TOP), AfterValidator(_rising)
]


class SuitabilityFile(_Part):
    """The scale that `rutine score` grades routines on."""

    table: Literal["suitability"] = Field(description="The table's name, the same as the file's.")
    checked: date = Field(description="The day somebody last went through the scale.")
    weights: Weights = Field(description="How much each criterion counts; 100 in all.")
    weights_source: str = Field(description="Where the weights come from.")
    hours: _Bounds = Field(description="Hours a year that give 1, 2, 3, 4 and 5.")
    errors: _Bounds = Field(
        description="Per cent of the cases done again that give 1, 2, 3, 4 and 5."
    )
    others: _Bounds = Field(description="How many others do the same, for 1, 2, 3, 4 and 5.")
    changes: _Bounds = Field(description="Changes a year: up to so many give 5, 4, 3, 2 and 1.")
    stops: Stops = Field(description="What stops a routine.")
    effort: Efforts = Field(description="Hours of work to automate.")


def load_scale(tables: Path) -> Scale:
    """Read the scale from the folder of tables.

    Raises:
        InputError: `mapping_missing` or `mapping_invalid`, with file, line and what is allowed.
    """
    return scale_of(load_yaml(tables / FILE))


def scale_of(document: YamlDocument) -> Scale:
    """The scale that a file says.

    Raises:
        InputError: `mapping_invalid`, with file, line and what is allowed.
    """
    read = parse_model(document, SuitabilityFile)
    weights = read.weights.model_dump()
    effort = read.effort.model_dump()
    return Scale(
        weights={each: weights[each] / _WHOLE for each in Criterion},
        hours=read.hours,
        errors=tuple(each / _WHOLE for each in read.errors),
        others=read.others,
        changes=read.changes,
        most_judged=read.stops.most_judged / _WHOLE,
        leaves_months=read.stops.leaves_months,
        effort={each: effort[each] for each in Effort},
    )
