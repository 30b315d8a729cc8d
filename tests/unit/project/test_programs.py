"""What the service tests start is installed where that can be, and else named in a sentence."""

from __future__ import annotations

import os

import pytest

from tests import programs


@pytest.fixture
def nothing_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "NEEDED", dict.fromkeys(programs.NEEDED, lambda: False))
    monkeypatch.setattr(programs.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)


@pytest.mark.usefixtures("nothing_here")
def test_one_package_that_is_missing_in_the_distribution_does_not_hold_up_the_others(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ran: list[tuple[str, ...]] = []

    def run(*command: str) -> bool:
        ran.append(command)
        return command[-1] != "redis-server"

    programs.main(run)
    assert [each[-1] for each in ran] == ["update", "postgresql", "redis-server", "caddy"]
    assert "could not install redis-server" in capsys.readouterr().out


@pytest.mark.usefixtures("nothing_here")
def test_nobody_else_than_root_is_asked_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    programs.main(lambda *_: pytest.fail("it would need a password"))
    assert "apt-get install postgresql redis-server caddy" in capsys.readouterr().out


def test_where_everything_is_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(programs, "NEEDED", dict.fromkeys(programs.NEEDED, lambda: True))
    programs.main(lambda *_: pytest.fail("nothing is missing"))
    assert capsys.readouterr().out == ""
