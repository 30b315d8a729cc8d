"""`rutine check` answers for any bytes: it finds something or nothing, and never fails."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rutine.routines.check.checker import findings_of
from rutine.routines.check.finding import Finding
from rutine.routines.check.surroundings import Surroundings
from rutine.routines.check.wording import catalogue, placed
from rutine.routines.routine_file import RoutineFile

ROOT = Path(__file__).parents[2]
MAPPINGS = ROOT / "mappings"
SHIPPED = sorted(
    [
        *MAPPINGS.glob("routines/*.yaml"),
        *MAPPINGS.glob("matches/*.yaml"),
        *MAPPINGS.glob("tables/*.yaml"),
        *(ROOT / "tests" / "golden" / "routines").rglob("*.yaml"),
        MAPPINGS / "formats" / "voucher_csv.yaml",
    ]
)
AROUND = Surroundings(MAPPINGS, ROOT, {"loss": 5000}, date(2026, 11, 30))
OFTEN = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
KEYS = [*RoutineFile.model_fields, "a", "b", "format", "table", "rows", "no", "nb", "from", "<<"]
scalars = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["", "1", "2", "no", "2026-02-30", "1e999", "nan", "9" * 5000, "💥", "\x85"]),
    st.integers(),
    st.floats(),
    st.none(),
    st.booleans(),
    st.dates(),
)
keys = st.one_of(st.sampled_from(KEYS), st.text(max_size=8))
documents = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=6)),
    max_leaves=40,
)
EXTREME = {
    "laughs": b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
    "merge": b"a: &a {b: c}\nd:\n  <<: *a\n",
    "deep": b"[" * 100_000,
    "deep_keys": b"\n".join(b" " * n + b"a:" for n in range(500)),
    "huge_number": b"version: " + b"9" * 100_000,
    "bom": b"\xef\xbb\xbfversion: 2\nname: x\n",
    "bom_16": "version: 2\n".encode("utf-16"),
    "tab": b"\tversion: 2\n",
    "latin_1": "title: Lønn\n".encode("latin-1"),
    "empty": b"",
    "nothing": b"---\n...\n",
    "zero": b"\0",
    "surrogate": b'a: "\\ud800"\n',
    "complex_key": b"? {a: b}\n: c\n",
    "null_key": b"? \n: c\n",
    "long_line": b"a: " + b"x" * 900_000,
    "many_keys": b"".join(b"k%d: 1\n" % n for n in range(4_000)),
    "cr": b"version: 1\rprocedure:\r- step: a\r  by: hr\r",
    "next_line": "version: 1\x85procedure: []\u2028before: {}\n".encode(),
}


def checked(folder: Path, content: bytes, name: str = "nav_refunds.yaml") -> list[Finding]:
    path = folder / name
    path.write_bytes(content)
    found = findings_of(path, AROUND)
    for each in found:
        assert each.line >= 1
        for language in ("nb", "nn", "en"):
            said = placed(each, language)
            assert said.isprintable()
    return found


@OFTEN
@given(documents)
def test_any_document_is_answered(tmp_path: Path, document) -> None:
    text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False)
    checked(tmp_path, text.encode("utf-8", "surrogatepass"))


@OFTEN
@given(st.dictionaries(st.sampled_from(KEYS), documents, max_size=8))
def test_any_routine_is_answered(tmp_path: Path, document) -> None:
    for version in ("1", "2"):
        text = yaml.safe_dump({"version": version, **document}, allow_unicode=True)
        checked(tmp_path, text.encode("utf-8", "surrogatepass"))


@OFTEN
@given(st.binary(max_size=400))
def test_any_bytes_are_answered(tmp_path: Path, content: bytes) -> None:
    checked(tmp_path, content)


@OFTEN
@given(st.sampled_from(SHIPPED), st.randoms(use_true_random=False))
def test_a_shipped_file_with_lines_lost_doubled_moved_or_damaged_is_answered(
    tmp_path: Path, shipped: Path, dice: random.Random
) -> None:
    rows = shipped.read_bytes().splitlines(keepends=True)
    for _ in range(dice.randint(1, 4)):
        place = dice.randrange(len(rows))
        row = rows[place]
        rows[place] = dice.choice(
            [
                b"",
                row + row,
                b" " + row,
                row.lstrip(),
                row.replace(b":", b"", 1),
                row.replace(b": ", b": [", 1),
                row[: len(row) // 2] + b"\n",
                bytes([dice.randrange(256)]) + row,
                row.replace(b": ", b": -1 ", 1),
                rows[dice.randrange(len(rows))],
            ]
        )
    checked(tmp_path, b"".join(rows), shipped.name)


@pytest.mark.parametrize("name", EXTREME)
def test_what_breaks_other_readers_is_answered(tmp_path: Path, name: str) -> None:
    assert checked(tmp_path, EXTREME[name])


def test_every_finding_has_a_sentence(tmp_path: Path) -> None:
    found = checked(tmp_path, b"version: 2\nname: nav_refunds\nkind: x\n")
    assert {each.code for each in found} <= catalogue("en")["text"].keys()
