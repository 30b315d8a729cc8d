"""What `rutine try` and `rutine simulate` say, word for word, in three languages.

To write the files anew: `RUTINE_GOLDEN=write pytest tests/golden/rehearsal`, and read the
difference before it is committed.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from rutine.core.differences import Action
from tests.command_line import Answer, rutine
from tests.lived_history import routine_with
from tests.small_office import EMPLOYER, RATE, Claimed, Office, Paid
from tests.underpaid_week import AUGUST, SENT

HERE = Path(__file__).parent
LANGUAGES = ("nb", "nn", "en")

TRIES = {
    "settled_and_waiting": ("claim_changed_after_settlement",),
    "explained_settled": ("settled_as_rounding", "--explain", "1"),
    "explained_case": ("paid_more_than_claimed", "--explain", "K1"),
    "explained_earlier": ("claim_changed_after_settlement", "--explain", "report-1:2"),
}


def hold(name: str, language: str, found: str) -> None:
    file = HERE / f"{name}_{language}.txt"
    if os.environ.get("RUTINE_GOLDEN") == "write":
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")


def said(answer: Answer) -> str:
    lines = (answer.stdout + answer.stderr).splitlines()
    return "".join(f"{line.rstrip()}\n" for line in [*lines, f"[{answer.returncode}]"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TRIES)
def test_trying(name: str, language: str, tmp_path: Path) -> None:
    answer = rutine("try", "nav_refunds", *TRIES[name], home=tmp_path, RUTINE_LANGUAGE=language)
    hold(f"try_{name}", language, said(answer))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_trying_a_changed_file_on_every_example(language: str, tmp_path: Path) -> None:
    examples = tmp_path / "mappings" / "examples" / "nav_refunds"
    project = Path(__file__).parents[3]
    examples.mkdir(parents=True)
    (tmp_path / "prefect.yaml").touch()
    for folder in ("routines", "formats", "tables"):
        (tmp_path / "mappings" / folder).symlink_to(project / "mappings" / folder)
    for name in ("exact_match", "split_payment_agrees_in_sum"):
        (examples / name).symlink_to(project / "mappings" / "examples" / "nav_refunds" / name)
    file = tmp_path / "changed.yaml"
    file.write_text(routine_with({"exact"}), encoding="utf-8")
    answer = rutine(
        *("try", "nav_refunds", "--routine-file", file),
        home=tmp_path / "home",
        RUTINE_LANGUAGE=language,
        RUTINE_PROJECT=str(tmp_path),
    )
    hold("try_examples", language, said(answer))


@pytest.fixture(scope="module")
def refused_shift(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, str]]:
    """A payment a day off its claim, which a reviewer took apart, and one that agrees."""
    path = tmp_path_factory.mktemp("office")
    office = Office(path)
    moved = AUGUST.replace(day=AUGUST.day + 1)
    office.claims(
        "2026-09",
        Claimed("K1", 0, AUGUST, 4 * RATE, SENT, days=4),
        Claimed("K2", 1, AUGUST, 5 * RATE, SENT),
        Claimed("K3", 2, AUGUST, 4 * RATE, SENT, days=4),
    )
    office.pays(
        "2026-09",
        Paid(0, moved, 4 * RATE, days=4),
        Paid(1, AUGUST, 5 * RATE),
        Paid(2, moved, 4 * RATE, days=4),
    )
    office.run("2026-09")
    office.decide(office.cases()[0], Action.WRONG_PERSON_OR_UNIT)
    office.close()
    employers = f"[{office.place.settings.employers[0].model_dump_json()}]"
    shifted = (
        "  - name: shifted\n    method: unique\n    period: within\n"
        "    shift: {first_later: 1, last_later: 1}\n    outcome: settle\n"
    )
    every = {"exact", "group_sum", "joint_search"}
    (path / "changed.yaml").write_text(routine_with(every, shifted), encoding="utf-8")
    assert str(EMPLOYER) in employers
    return path, {"RUTINE_EMPLOYERS": employers}


@pytest.mark.parametrize("language", LANGUAGES)
def test_simulating_what_a_reviewer_refused(
    language: str, refused_shift: tuple[Path, Mapping[str, str]]
) -> None:
    path, settings = refused_shift
    words = ("simulate", "nav_refunds", "--file", path / "changed.yaml")
    answer = rutine(*words, home=path / "home", RUTINE_LANGUAGE=language, **settings)
    assert answer.returncode == 1
    hold("simulate_refused", language, said(answer))


@pytest.mark.parametrize("language", LANGUAGES)
def test_simulating_the_file_there_is(
    language: str, refused_shift: tuple[Path, Mapping[str, str]]
) -> None:
    path, settings = refused_shift
    words = ("simulate", "nav_refunds", "--from", "2026-09", "--to", "2026-09")
    answer = rutine(*words, home=path / "home", RUTINE_LANGUAGE=language, **settings)
    assert answer.returncode == 0
    hold("simulate_unchanged", language, said(answer))
