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


class _Weights(_Part):
    rules: _Percent
    volume: _Percent
    input: _Percent
    stability: _Percent
    risk: _Percent
    duty: _Percent
    systems: _Percent
    reuse: _Percent

    @model_validator(mode="after")
    def _are_a_whole(self) -> _Weights:
        total = sum(self.model_dump().values())
        if total != _WHOLE:
            raise ValueError(f"the weights sum to {total}, not {_WHOLE}")
        return self


class _Stops(_Part):
    most_judged: _Percent
    leaves_months: int = Field(ge=0, le=120)


class _Efforts(_Part):
    simple: int = Field(gt=0)
    middle: int = Field(gt=0)
    hard: int = Field(gt=0)


def _rising(bounds: tuple[float, ...]) -> tuple[float, ...]:
    if any(before >= after for before, after in pairwise(bounds)):
        raise ValueError("each number must be higher than the one before")
    return bounds


_Bound = Annotated[float, Field(ge=0, allow_inf_nan=False)]
_Bounds = Annotated[
    tuple[_Bound, ...], Field(min_length=TOP, max_length=TOP), AfterValidator(_rising)
]


class _File(_Part):
    table: Literal["suitability"]
    checked: date
    weights: _Weights
    weights_source: str
    hours: _Bounds
    errors: _Bounds
    others: _Bounds
    changes: _Bounds
    stops: _Stops
    effort: _Efforts


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
    read = parse_model(document, _File)
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
