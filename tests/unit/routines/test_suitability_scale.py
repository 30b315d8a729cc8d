"""The scale's file: what is shipped, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from rutine.core.errors import InputError
from rutine.routines.suitability import Criterion, Effort
from rutine.routines.suitability_scale import FILE, load_scale

SHIPPED = Path("mappings/tables")


def changed(folder: Path, before: str, after: str) -> Path:
    """The shipped scale with one text changed."""
    text = (SHIPPED / FILE).read_text("utf-8")
    assert before in text
    (folder / FILE).write_text(text.replace(before, after), "utf-8")
    return folder


def test_the_shipped_scale_is_the_one_that_is_explained() -> None:
    scale = load_scale(SHIPPED)
    assert scale.weights[Criterion.RULES] == 0.2
    assert sum(scale.weights.values()) == pytest.approx(1)
    assert scale.most_judged == 0.5
    assert scale.leaves_months == 12
    assert scale.effort == {Effort.SIMPLE: 100, Effort.MIDDLE: 225, Effort.HARD: 500}


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("rules: 20", "rules: 25", "the weights sum to 105, not 100"),
        ("[20, 50, 100, 250, 750]", "[20, 50, 50, 250, 750]", "higher than the one before"),
        ("[20, 50, 100, 250, 750]", "[20, 50]", "line 17"),
        ("[20, 50, 100, 250, 750]", "[20, 50, nan, 250, 750]", "line 17"),
        ("  reuse: 5 ", "  gjenbruk: 5 ", "gjenbruk"),
        ("most_judged: 50", "most_judged: halvparten", "line 25"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    with pytest.raises(InputError) as caught:
        load_scale(changed(tmp_path, before, after))
    assert said in str(caught.value)
