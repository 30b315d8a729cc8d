import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from rutine.connectors import browser, browser_install
from rutine.connectors.browser import BrowserChoice, find_browser, open_browser
from rutine.connectors.browser_install import install_browser
from rutine.core.errors import InputError


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with nothing on it, and no browser of Playwright's own."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser, "_own_browser", lambda: tmp_path / "absent")
    return tmp_path


def write_program(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_an_installed_browser_is_found_with_its_version(programs: Path) -> None:
    program = write_program(programs / "chromium", "echo Chromium 150.0")
    assert find_browser() == BrowserChoice(program, "Chromium 150.0")


def test_beside_chromium_its_windowless_sister_is_used_for_what_nobody_watches(
    programs: Path,
) -> None:
    program = write_program(programs / "chromium", "echo Chromium 150.0")
    sister = write_program(programs / "chromium-headless-shell", "exit 1")
    assert find_browser() == BrowserChoice(program, "Chromium 150.0")
    write_program(sister, "echo Chromium 150.0")
    assert find_browser() == BrowserChoice(program, "Chromium 150.0", sister)


def test_the_window_is_the_browsers_own(programs: Path) -> None:
    told = programs / "told"
    for name in ("chromium", "chromium-headless-shell"):
        write_program(
            programs / name, f'echo {name} >> {told}; echo "no usable sandbox" >&2; exit 1'
        )
    choice = BrowserChoice(programs / "chromium", "", programs / "chromium-headless-shell")
    for visible in (True, False):
        with pytest.raises(InputError), open_browser(choice, visible=visible):
            pass
    assert told.read_text().split() == ["chromium", "chromium-headless-shell"]


def test_a_command_that_is_an_empty_shell_is_passed_over(programs: Path) -> None:
    write_program(programs / "google-chrome", "echo needs the snap >&2; exit 1")
    program = write_program(programs / "chromium-browser", "echo Chromium 149.0")
    assert find_browser().path == program


def test_playwrights_own_browser_is_the_last_resort(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = write_program(programs / "own", "")
    monkeypatch.setattr(browser, "_own_browser", lambda: own)
    assert find_browser().path is None


def test_no_browser_is_said_with_a_remedy(programs: Path) -> None:
    with pytest.raises(InputError) as error:
        find_browser()
    assert error.value.code == "browser_missing"
    assert "rutine doctor --fix" in error.value.remedy
    assert error.value.exit_code == 2


def test_a_preferred_browser_that_does_not_start_is_an_error(programs: Path) -> None:
    write_program(programs / "chromium", "echo Chromium 150.0")
    with pytest.raises(InputError, match="not a browser that starts"):
        find_browser(programs / "nowhere")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("No usable sandbox! Update your kernel", "browser_sandbox"),
        ("error while loading shared libraries: libnss3.so", "browser_libraries"),
        ("Host system is missing dependencies to run browsers.", "browser_libraries"),
        ("Target page, context or browser has been closed", "browser_does_not_start"),
    ],
)
def test_each_way_of_not_starting_has_its_own_sentence(words: str, code: str) -> None:
    found, message, remedy = browser._why_not(words.casefold())
    assert found == code
    assert message.endswith(".")
    assert remedy.endswith(".")


def test_a_program_that_is_no_browser_is_an_input_error(tmp_path: Path) -> None:
    program = write_program(tmp_path / "chromium", "exit 3")
    with pytest.raises(InputError) as error, open_browser(BrowserChoice(program, "")):
        pass
    assert error.value.code == "browser_does_not_start"


class Commands:
    """Stands for running commands: each ends as told, and may bring a browser."""

    def __init__(self, ends: Sequence[bool], brings: Path | None = None) -> None:
        self.ends = list(ends)
        self.brings = brings
        self.seen: list[str] = []

    def __call__(self, command: Sequence[str]) -> bool:
        self.seen.append(" ".join(command))
        good = self.ends.pop(0)
        if good and command[-1] == "chromium" and self.brings:
            write_program(self.brings / "chromium", "echo Chromium 151.0")
        return good


def test_an_installed_browser_needs_no_installing(programs: Path) -> None:
    write_program(programs / "chromium", "echo Chromium 150.0")
    commands = Commands([])
    assert install_browser(lambda _: None, commands).version == "Chromium 150.0"
    assert commands.seen == []


def test_the_distribution_is_asked_when_playwright_cannot_download(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_program(programs / "apt-get", "")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    told: list[str] = []
    commands = Commands([False, True, True, False], brings=programs)
    assert install_browser(told.append, commands).version == "Chromium 151.0"
    assert [command.split()[-1] for command in commands.seen] == [
        *("chromium", "update", "chromium"),
        "chromium-headless-shell",  # not every distribution has it, and none needs it
    ]
    assert any("Playwright could not download" in sentence for sentence in told)


def test_without_root_the_command_to_run_is_told(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_program(programs / "apt-get", "")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    told: list[str] = []
    commands = Commands([False])
    with pytest.raises(InputError) as error:
        install_browser(told.append, commands)
    assert error.value.code == "browser_install_failed"
    assert any("sudo apt-get install chromium" in sentence for sentence in told)
    assert len(commands.seen) == 1


def test_an_installation_that_brings_no_browser_is_a_failure(programs: Path) -> None:
    told: list[str] = []
    with pytest.raises(InputError, match="No browser could be installed"):
        install_browser(told.append, Commands([True]))
    assert any("no browser was found afterwards" in sentence for sentence in told)


def test_a_command_that_is_not_there_has_failed() -> None:
    assert not browser_install._run(["/nowhere/rutine-test"])
    assert browser_install._run([shutil.which("true") or "true"])
