"""A file of an earlier version: read as it stands, written anew with its comments."""

from __future__ import annotations

from pathlib import Path

import pytest

from rutine.core.errors import InputError
from rutine.formats.yaml_source import load_yaml
from rutine.routines.routine_file import load_refund_routine, load_routine
from rutine.routines.versions import LATEST, load_latest, migrated

ROOT = Path(__file__).parents[3]
FIRST = ROOT / "tests" / "golden" / "routines" / "version_1" / "nav_refunds.yaml"
NOW = ROOT / "mappings" / "routines" / "nav_refunds.yaml"

SHORT = """\
name: pay  # what it is called
version: 1
data_classes: [money]
sources:
  claim:
  - a
  - b   # the other
  absence: [c]
procedure:
- by: robot
  step: fetch
  nb: Hent
- by: hr
  step: look
  nb: Se
- {step: end, nb: Slutt, by: payroll}
legal_basis: >-
  a law
  of two lines
title: {nb: Lønn}
before:
  minutes_per_line: 6 # timed
  source: us"""

SHORT_NOW = """\
name: pay  # what it is called
version: 2
kind: match
stage: running
identity:
  data_classes: [money]
  legal_basis: >-
    a law
    of two lines
sources:
  claim:
    formats:
    - a
    - b   # the other
  absence: {formats: [c]}
procedure:
  to_be:
  - becomes: automated
    step: fetch
    nb: Hent
  - actor: hr
    becomes: by_hand
    step: look
    nb: Se
  - {step: end, nb: Slutt, becomes: by_hand, actor: payroll}
title: {nb: Lønn}
baseline:
  minutes_per_case: 6 # timed
  source: us
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "pay.yaml"
    path.write_bytes(text.encode())
    return path


def test_a_file_of_version_1_decides_as_the_same_file_does_now() -> None:
    then, now = load_refund_routine(FIRST), load_refund_routine(NOW)
    for part in ("title", "match", "settles", "waiting", "bank", "postings", "passes", "kind"):
        assert getattr(then, part) == getattr(now, part), part
    assert {k: v.formats for k, v in then.sources.items()} == {
        k: v.formats for k, v in now.sources.items()
    }
    assert then.automated
    assert then.sha256 == load_yaml(FIRST).sha256


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_shape_of_version_1_is_rewritten_with_its_comments(tmp_path, newline) -> None:
    path = written(tmp_path, SHORT.replace("\n", newline))
    draft = migrated(load_yaml(path))
    assert draft is not None
    assert draft.text == SHORT_NOW.replace("\n", newline)
    routine = load_routine(path)
    assert routine.identity.legal_basis == "a law of two lines"
    assert [step.done_by for step in routine.procedure.to_be] == ["robot", "hr", "payroll"]


def test_a_fault_is_told_on_the_line_of_the_file_as_it_is(tmp_path) -> None:
    faulty = SHORT.replace("nb: Se", "nbb: Se").replace(
        "minutes_per_line: 6", "minutes_per_line: x"
    )
    with pytest.raises(InputError) as refused:
        load_routine(written(tmp_path, faulty))
    lines = faulty.splitlines()
    assert f"line {lines.index('  nbb: Se') + 1}: unknown key 'nbb'" in refused.value.message
    assert f"line {lines.index('  minutes_per_line: x # timed') + 1}: " in refused.value.message


def test_the_latest_version_is_left_alone() -> None:
    assert migrated(load_yaml(NOW)) is None
    assert load_latest(NOW).data["version"] == str(LATEST)


@pytest.mark.parametrize("version", ["3", "0", "one", "-1"])
def test_an_unknown_version_is_refused_with_those_there_are(tmp_path, version) -> None:
    with pytest.raises(InputError, match=r"line 2: version: .* allowed: 1, 2"):
        load_routine(written(tmp_path, SHORT.replace("version: 1", f"version: {version}")))


@pytest.mark.parametrize(
    "text",
    [
        "version: 1",
        "{version: 1, procedure: [{by: robot}], legal_basis: x}",
        "version: 1\nprocedure: x\nsources: y\nbefore: z\n",
        "version: 1\nprocedure: []\nsources: {}\nlegal_basis:\n",
        "version: 1\nprocedure:\n  - a\n  - [b]\nsources:\n  a: {b: c}\n",
        "version: 1\r\nprocedure: [\r\n  {by: hr}\r\n]\r\n",
        "version: '1'\nbefore: {minutes_per_line: 6}\n",
        "version: 1\nlegal_basis: a\nidentity: {owner: x}\n",
    ],
)
def test_what_is_no_routine_is_refused_in_words(tmp_path, text) -> None:
    with pytest.raises(InputError) as refused:
        load_routine(written(tmp_path, text))
    assert refused.value.code == "mapping_invalid"
