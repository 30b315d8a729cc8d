"""What an example says that it shows: the codes it is, and is not, an example of.

`expected.yaml` of every kind of example about reasons may hold `example_of` (a positive
example) and `not_example_of` (a negative one: a neighbour that the code must not be given for).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rutine.formats.yaml_source import load_yaml

FOLDER: Final = Path(__file__).parents[3] / "mappings" / "examples"
KINDS: Final = (
    "nav_refunds",
    "expected_refund",
    "report_controls",
    "looking_back",
    "protected_people",
    "competence_renewal",
    "shift_cover",
    "bank_vouchers",
    "sick_leave_follow_up",
    "redeployment",
    "hr_registers",
    "hr_questions",
    "service_record",
    "survey_respondents",
    "survey_follow_up",
)
"""The kinds of example that show reasons."""

POSITIVE, NEGATIVE = "example_of", "not_example_of"


@dataclass(frozen=True, slots=True)
class Stated:
    """The codes that one example is, and is not, an example of."""

    positive: tuple[str, ...]
    negative: tuple[str, ...]

    @classmethod
    def taken_from(cls, expected: dict[str, Any]) -> Stated:
        """Take the two keys out of what `expected.yaml` holds."""
        return cls(tuple(expected.pop(POSITIVE, ())), tuple(expected.pop(NEGATIVE, ())))

    def check(self, found: Collection[str]) -> None:
        """The codes found are those the example is of, and none that it is not."""
        assert set(self.positive) <= set(found)
        assert not set(self.negative) & set(found)


def examples() -> Mapping[str, Stated]:
    """Every example about reasons, as `kind/name`, with what it states."""
    return {
        f"{kind}/{folder.name}": Stated.taken_from(dict(load_yaml(folder / "expected.yaml").data))
        for kind in KINDS
        for folder in sorted((FOLDER / kind).iterdir())
    }
