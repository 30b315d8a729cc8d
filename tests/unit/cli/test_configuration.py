"""Writing one section of rutine.toml: the rest stays as it is, and never half a file."""

from __future__ import annotations

import stat
import tomllib
from datetime import date
from pathlib import Path

import pytest

from rutine.cli.configuration import append_table, write_section
from rutine.core.errors import InputError

BEFORE = """\
# Ours
mode = "production"

[two_persons]   # amounts
loss = 5000

[nav_api]
client_id = "old"
at_once = 4

# The town
[[employers]]
orgnr = "310000019"
name = "Fjordvik «kommune»"
"""


def test_a_new_file_is_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "rutine.toml"
    write_section(path, "nav_api", {"client_id": "a", "key_expires": date(2027, 8, 1)})
    assert tomllib.loads(path.read_text()) == {
        "nav_api": {"client_id": "a", "key_expires": date(2027, 8, 1)}
    }
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["rutine.toml"]


def test_only_the_section_changes(tmp_path: Path) -> None:
    path = tmp_path / "rutine.toml"
    path.write_text(BEFORE)
    write_section(path, "nav_api", {"client_id": 'ny "klient" \\ å', "key_id": "k"})
    text = path.read_text()
    assert text.startswith(BEFORE[: BEFORE.index("client_id")])
    assert text.endswith(BEFORE[BEFORE.index("\n# The town") :])
    assert tomllib.loads(text)["nav_api"] == {
        "client_id": 'ny "klient" \\ å',
        "at_once": 4,
        "key_id": "k",
    }


def test_writing_the_same_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "rutine.toml"
    path.write_text(BEFORE)
    write_section(path, "nav_api", {"client_id": "a"})
    first = path.read_text()
    write_section(path, "nav_api", {"client_id": "a"})
    assert path.read_text() == first


def test_a_value_can_be_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "rutine.toml"
    path.write_text(BEFORE)
    write_section(path, "nav_api", {"at_once": None})
    assert tomllib.loads(path.read_text())["nav_api"] == {"client_id": "old"}


def test_one_more_employer_is_added_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "rutine.toml"
    path.write_text(BEFORE)
    append_table(path, "employers", {"orgnr": "310000043", "name": "b"})
    employers = tomllib.loads(path.read_text())["employers"]
    assert [each["orgnr"] for each in employers] == ["310000019", "310000043"]
    assert path.read_text().startswith(BEFORE)


@pytest.mark.parametrize("text", ["nav_api.client_id = 1\n", "nav_api = 3\n"])
def test_a_file_that_would_be_spoilt_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rutine.toml"
    path.write_text(text)
    with pytest.raises(InputError) as told:
        write_section(path, "nav_api", {"client_id": "a"})
    assert told.value.code == "configuration_not_written"
    assert path.read_text() == text
    assert [each.name for each in tmp_path.iterdir()] == ["rutine.toml"]


def test_a_file_that_is_no_toml_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "rutine.toml"
    path.write_text("mode =")
    with pytest.raises(InputError, match="not valid TOML"):
        write_section(path, "nav_api", {"client_id": "a"})
    assert path.read_text() == "mode ="
