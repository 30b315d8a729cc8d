"""`rutine draw`: the files that are asked for, the same each time, or why there are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import CANDIDATE, rutine

TODAY_ONLY = CANDIDATE.stem


def written(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_without_options_both_are_drawn_in_both_forms_the_same_each_time(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "deeper" / "second"
    for folder in (first, second):
        answer = rutine("draw", "nav_refunds", "--out", folder, home=tmp_path / "home")
        assert answer.returncode == 0, answer.stderr
    names = [
        f"nav_refunds_{which}.{form}" for which in ("to_be", "today") for form in ("bpmn", "svg")
    ]
    assert written(first) == names
    for name in names:
        assert (first / name).read_bytes() == (second / name).read_bytes()
        assert (first / name).stat().st_mode & 0o777 == 0o644
        assert f"Skrevet: {second / name}" in answer.stdout


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["--today", "--svg"], ["nav_refunds_today.svg"]),
        (["--to-be", "--bpmn"], ["nav_refunds_to_be.bpmn"]),
        (["--today", "--to-be", "--svg"], ["nav_refunds_to_be.svg", "nav_refunds_today.svg"]),
    ],
)
def test_only_what_is_asked_for_is_written(tmp_path: Path, options, names) -> None:
    out = tmp_path / "out"
    answer = rutine("draw", "nav_refunds", *options, "--out", out, home=tmp_path / "home")
    assert answer.returncode == 0
    assert written(out) == names


def test_the_language_is_the_one_that_is_asked_for(tmp_path: Path) -> None:
    for language, word in {
        "nb": "Automatiseres",
        "nn": "Blir automatisert",
        "en": "Automated",
    }.items():
        out = tmp_path / language
        rutine(
            *("draw", "nav_refunds", "--today", "--language", language, "--out", out),
            home=tmp_path / "home",
        )
        assert word in (out / "nav_refunds_today.svg").read_text("utf-8")
        assert word in (out / "nav_refunds_today.bpmn").read_text("utf-8")


def test_a_candidate_is_drawn_as_it_is_done_today_and_that_is_said(tmp_path: Path) -> None:
    out = tmp_path / "out"
    answer = rutine("draw", CANDIDATE, "--svg", "--out", out, home=tmp_path / "home")
    assert answer.returncode == 0
    assert written(out) == [f"{TODAY_ONLY}_today.svg"]
    assert "Bare prosedyren slik den gjøres i dag, er tegnet" in answer.stdout


def test_a_file_anywhere_can_be_drawn(tmp_path: Path) -> None:
    path = tmp_path / "elsewhere.yaml"
    steps = "{no: 1, nb: Les, actor: Leder, touch_minutes: 1}"
    path.write_text(
        f"version: 2\nname: elsewhere\ntitle: {{nb: Annet}}\nprocedure: {{today: [{steps}]}}\n"
    )
    answer = rutine("draw", path, "--bpmn", "--out", tmp_path / "out", home=tmp_path / "home")
    assert answer.returncode == 0, answer.stderr
    assert written(tmp_path / "out") == ["elsewhere_today.bpmn"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nav_refund"], "Mente du nav_refunds?"),
        (["xyz"], "Det finnes ingen rutinefil som heter xyz."),
        ([str(CANDIDATE), "--to-be"], "har ingen steg som kan tegnes"),
        (["nav_refunds", "--language", "sv"], "Velg nb, nn eller en."),
        (["nav_refunds", "--out", "/dev/null/there"], "Det går ikke å skrive"),
    ],
)
def test_what_can_not_be_done_is_said_in_norwegian(tmp_path: Path, words, told) -> None:
    answer = rutine("draw", *words, home=tmp_path / "home")
    assert answer.returncode == 2
    assert told in answer.stderr
