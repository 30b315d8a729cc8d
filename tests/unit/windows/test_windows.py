"""What a Windows PC would do otherwise, emulated: letters, paths, modes, browsers, names.

None of this is a Windows; `docs/how-to/windows.md` says what was and was not tried on one.
"""

from __future__ import annotations

import ast
import io
import os
import subprocess
import sys
from functools import cache
from pathlib import Path, PureWindowsPath

import pytest

from rutine.cases.sealing.keys import KeyRing
from rutine.cli import console_letters
from rutine.cli.console_letters import shown_as_it_can_be
from rutine.connectors import browser
from rutine.connectors.browser import find_browser
from rutine.connectors.windows_browsers import windows_browsers
from rutine.core import system, whole_file
from rutine.core.errors import InputError
from rutine.core.exposure import others_may_read
from rutine.core.whole_file import write_whole
from rutine.formats.format_file import load_format
from rutine.review import serving
from rutine.routines.routine_file import load_routine

ROOT = Path(__file__).parents[3]
SOURCES = [
    path for folder in ("rutine", "flows", "tasks") for path in (ROOT / folder).rglob("*.py")
]


@cache
def calls_and_names() -> tuple[tuple[Path, ast.AST], ...]:
    """Every node of our sources that the tests look at, with its file; parsed once."""
    kinds = ast.Call | ast.Import | ast.ImportFrom | ast.Attribute
    return tuple(
        (path, node)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, kinds)
    )


POSIX_ONLY = {
    "os": {"geteuid", "getuid", "getgid", "fork", "killpg", "setsid", "fchmod", "chown", "uname",
           "statvfs", "mkfifo", "sysconf", "getloadavg", "sched_getaffinity"},
    "signal": {"SIGHUP", "SIGKILL", "SIGUSR1", "SIGUSR2", "SIGALRM", "alarm", "pause"},
    "socket": {"AF_UNIX", "SO_REUSEPORT"},
}  # fmt: skip
POSIX_MODULES = {"fcntl", "resource", "pwd", "grp", "termios", "pty", "tty", "syslog"}
RESERVED = {"con", "prn", "aux", "nul"} | {f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10)}


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """As far as our own code asks, this is Windows."""
    monkeypatch.setattr(system, "ON_WINDOWS", True)


# Letters


def _said(encoding: str, text: str) -> str:
    buffer = io.BytesIO()
    stream = io.TextIOWrapper(buffer, encoding=encoding, newline="")
    before = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = stream
    try:
        shown_as_it_can_be()
        stream.write(text)
        stream.flush()
    finally:
        sys.stdout, sys.stderr = before
    return buffer.getvalue().decode(encoding)


@pytest.mark.parametrize("encoding", ["cp850", "cp1252", "cp865"])
def test_an_old_code_page_keeps_our_letters_and_replaces_the_rest(encoding: str) -> None:
    assert _said(encoding, "Bjørkelia ✓ Ærlig ✗ Ås → 日") == "Bjørkelia + Ærlig x Ås -> ?"


def test_plain_ascii_loses_letters_and_not_the_answer() -> None:
    assert _said("ascii", "12 … ✓ Bjørkelia") == "12 ... + Bj?rkelia"


def test_every_sign_that_commands_print_has_another() -> None:
    """Signs in the strings of the command line and its texts, beside letters and digits."""
    files = [*(ROOT / "rutine" / "cli").rglob("*.py"), *(ROOT / "rutine").rglob("texts/*.toml")]
    text = "".join(path.read_text("utf-8") for path in files if path.stem != "console_letters")
    signs = {each for each in text if ord(each) > 0xFF and not each.isalpha()}
    assert signs - console_letters._OTHERS.keys() == set()


def test_a_command_answers_where_output_goes_to_a_file(tmp_path: Path) -> None:
    """As Task Scheduler and `> file` do it: an old code page, and no UTF-8 mode."""
    encoding = "cp850"
    ended = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", "from rutine.cli import main; main()", "doctor"],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={
            **os.environ,
            "RUTINE_HOME": str(tmp_path / "Ønsket mappe"),
            "PYTHONIOENCODING": encoding,
            "PYTHONPATH": str(ROOT),
            "COLUMNS": "200",
            "LC_ALL": "C.UTF-8",
        },
    )
    answer = ended.stdout.decode(encoding)
    assert b"Traceback" not in ended.stderr
    assert ended.returncode in {0, 2}
    assert "Ønsket mappe" in answer
    assert "+  Python" in answer


# Files


def test_every_text_file_is_opened_with_its_encoding() -> None:
    """Windows would read and write it in the code page of the machine."""
    faults = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, node in calls_and_names()
        if isinstance(node, ast.Call) and _opens_text(node)
    ]
    assert faults == []


def _opens_text(call: ast.Call) -> bool:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    named = {each.arg for each in call.keywords}
    if "encoding" in named or None in named:
        return False
    if name == "read_text":
        return not call.args
    if name == "write_text":
        return len(call.args) < 2
    is_open = name == "open" and isinstance(call.func, ast.Name)
    modes = [*call.args[1:2], *(each.value for each in call.keywords if each.arg == "mode")]
    return is_open and not any("b" in str(getattr(mode, "value", "")) for mode in modes)


def test_what_only_posix_has_is_asked_for_first() -> None:
    faults = []
    for path, node in calls_and_names():
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [each.name for each in node.names] + [getattr(node, "module", "") or ""]
            faults += [f"{path.name}: {name}" for name in names if name in POSIX_MODULES]
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            only = POSIX_ONLY.get(node.value.id, set())
            asked = f'hasattr({node.value.id}, "{node.attr}")'
            if node.attr in only and asked not in path.read_text("utf-8"):
                faults.append(f"{path.name}:{node.lineno}: {node.value.id}.{node.attr}")
    assert faults == []


def test_a_checkout_on_windows_has_every_file_under_its_name() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], capture_output=True, check=True, cwd=ROOT
    ).stdout.decode()
    names = [name for name in listed.split("\0") if name]
    assert len(names) > 500
    wrong = [
        name
        for name in names
        for part in PureWindowsPath(name).parts
        if part.partition(".")[0].casefold() in RESERVED
        or part.endswith((".", " "))
        or set(part) & set('<>:"|?*\\')
    ]
    assert wrong == []
    assert len({name.casefold() for name in names}) == len(names)
    assert max(map(len, names)) < 150  # of the 260 that a whole path may have


def test_git_changes_no_line_end_so_that_rules_have_the_same_hash() -> None:
    assert "* -text" in (ROOT / ".gitattributes").read_text("utf-8")


def test_a_routine_and_a_format_saved_by_notepad_are_read_the_same(tmp_path: Path) -> None:
    for kind, name, load in (
        ("routines", "nav_refunds", load_routine),
        ("formats", "nav_settlement", load_format),
    ):
        source = ROOT / "mappings" / kind / f"{name}.yaml"
        saved = tmp_path / f"{name}.yaml"
        saved.write_bytes(source.read_bytes().replace(b"\n", b"\r\n"))
        ours, theirs = load(source), load(saved)
        exclude = {"sha256", "path"}
        assert ours.model_dump(exclude=exclude) == theirs.model_dump(exclude=exclude)


def test_a_file_with_a_secret_is_not_judged_by_a_mode_that_windows_does_not_have(
    tmp_path: Path, windows: None
) -> None:
    path = tmp_path / "keys.json"
    KeyRing.load_or_create(path)
    path.chmod(0o666)  # as Python tells of every file there
    assert not others_may_read(path)
    assert KeyRing.load_or_create(path).newest == 1
    with pytest.raises(OSError, match="missing"):
        others_may_read(tmp_path / "missing")


def test_a_file_that_somebody_reads_just_now_is_waited_for(
    tmp_path: Path, windows: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[float] = []
    replace = Path.replace

    def held(self: Path, target: Path) -> Path:
        if len(tries) < 2:
            raise PermissionError(13, "in use")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(whole_file.time, "sleep", tries.append)
    write_whole(tmp_path / "ring", b"new")
    assert (tmp_path / "ring").read_bytes() == b"new"
    assert tries == [0.02, 0.05]
    assert [each.name for each in tmp_path.iterdir()] == ["ring"]


# The machine


def test_edge_is_found_where_windows_has_it_and_never_asked(
    tmp_path: Path, windows: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    edge = tmp_path / "x86" / "Microsoft" / "Edge" / "Application"
    chrome = tmp_path / "local" / "Google" / "Chrome" / "Application"
    for folder, program in ((edge, "msedge.exe"), (chrome, "chrome.exe")):
        folder.mkdir(parents=True)
        (folder / program).write_bytes(b"not to be started")
    for version in ("99.0.4844.51", "131.0.2903.86", "Dictionaries"):
        (edge / version).mkdir()
    places = {"PROGRAMFILES(X86)": str(tmp_path / "x86"), "LOCALAPPDATA": str(tmp_path / "local")}
    assert list(windows_browsers(places)) == [
        (edge / "msedge.exe", "Microsoft Edge 131.0.2903.86"),
        (chrome / "chrome.exe", "Google Chrome"),
    ]
    assert list(windows_browsers({})) == []
    for name, value in places.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(browser, "_ask", lambda _program: pytest.fail("it would open a window"))
    assert find_browser().path == edge / "msedge.exe"
    assert find_browser(chrome / "chrome.exe").version == "chrome"
    with pytest.raises(InputError, match="not a browser"):
        find_browser(tmp_path / "none.exe")


def test_a_port_in_use_is_not_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows the option that elsewhere takes a port just left would take one in use."""
    monkeypatch.setattr(serving.socket, "SO_EXCLUSIVEADDRUSE", -5, raising=False)
    assert serving._sharing() == -5


def test_nobody_is_root_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "geteuid")
    assert not browser._is_root()


@pytest.mark.parametrize("path", [r"C:\Users\Åse\rutine", r"\\server\felles\HR\rutine", r"D:\x"])
def test_a_windows_path_in_the_configuration_is_read_as_it_is_written(path: str) -> None:
    import tomllib

    assert tomllib.loads(f"home = '{path}'")["home"] == path
    assert PureWindowsPath(path).is_absolute()
    assert "\\" in str(PureWindowsPath(path) / "rutine.db")
