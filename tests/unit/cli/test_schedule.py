"""`rutine schedule` without a server, and what keeps processes going."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest

from rutine.cli.scheduling import prefect_api
from rutine.cli.scheduling.prefect_api import PrefectApi
from rutine.cli.scheduling.silent_runs import end_silent_runs, free_forgotten_turns
from rutine.cli.scheduling.supervisor import Child, Supervisor
from rutine.cli.scheduling.timetable import pause, run_now
from rutine.cli.scheduling.units import systemd_units
from rutine.cli.scheduling.up import GUARDED, QUIET, client_children, server_child, server_password
from rutine.core import clock
from rutine.core.errors import ConnectorError, InputError
from rutine.drop_settings import Folder
from rutine.installation import Installation, open_installation
from rutine.settings import Employer, Settings
from rutine.steps.turn import own_turn
from tests.command_line import rutine
from tests.unit.cases.samples import EMPLOYER

EMPLOYERS = '[{"orgnr": "974600013", "name": "Øvelse"}]'


@pytest.fixture(autouse=True)
def no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    opened = open_installation(Settings(home=tmp_path))
    yield opened
    opened.database.close()


def test_the_timetable_is_said_and_that_no_server_keeps_it(tmp_path: Path) -> None:
    answer = rutine("schedule", home=tmp_path, RUTINE_EMPLOYERS=EMPLOYERS)
    assert answer.returncode == 2
    assert "Kjører mandag til fredag, men ikke på helligdager kl. 06.30" in answer.stdout
    assert "Neste gang:" in answer.stdout
    assert "Det er ingen Prefect-tjener, så ingenting kjører av seg selv." in answer.stdout


@pytest.mark.parametrize("words", [("pause", "nav_refunds"), ("run", "nav_refunds"), ("apply",)])
def test_nothing_is_steered_without_a_server(tmp_path: Path, words: tuple[str, ...]) -> None:
    answer = rutine("schedule", *words, home=tmp_path, RUTINE_EMPLOYERS=EMPLOYERS)
    assert answer.returncode == 2
    assert "rutine up" in answer.stderr


def test_a_server_that_is_away_is_said(tmp_path: Path) -> None:
    gone = {"PREFECT_API_URL": "http://127.0.0.1:1/api"}
    answer = rutine("schedule", "pause", "nav_refunds", home=tmp_path, **gone)
    assert answer.returncode == 2
    assert "svarer ikke" in answer.stderr


@pytest.mark.parametrize(("cut", "answer"), [(1, "made"), (9, "server_unreachable")])
def test_a_call_whose_connection_ends_is_made_once_more_by_a_new_one(cut: int, answer: str) -> None:
    """As when one of several servers is killed between a call and its answer."""
    asked: list[str] = []

    class Server(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # connections are kept

        def do_GET(self) -> None:
            self.send_response(422)  # no tokens here
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            asked.append(body)
            if len(asked) <= cut:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            told = b'{"id": "made"}'
            self.send_response(201)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        with PrefectApi(f"http://127.0.0.1:{server.server_port}/api", None) as api:
            try:
                told = api.start("deployment", {"period": "2026-09"}, "key")["id"]
            except ConnectorError as error:
                told = error.code
        server.shutdown()
    assert told == answer
    assert len(set(asked)) == 1  # the same key each time, so that one run is started
    assert len(asked) == 2


@pytest.mark.parametrize("says", [502, 503])
@pytest.mark.parametrize(("busy", "answer"), [(2, "made"), (9, "server_failed")])
def test_a_server_that_is_busy_is_asked_again_for_a_while(
    busy: int, answer: str, says: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prefect_api, "_WAITS", (0.0, 0.0, 0.0))
    asked: list[str] = []

    def server(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("csrf-token"):
            return httpx.Response(422)
        asked.append(request.content.decode())
        return httpx.Response(says if len(asked) <= busy else 201, json={"id": "made"})

    with PrefectApi("http://127.0.0.1:9/api", None) as api:
        api._client = httpx.Client(base_url=api.url, transport=httpx.MockTransport(server))
        try:
            told = api.start("deployment", {"period": "2026-09"}, "key")["id"]
        except ConnectorError as error:
            told = error.code
    assert told == answer
    assert len(set(asked)) == 1  # the same key each time, so that one run is started
    assert len(asked) == min(busy + 1, 4)


def test_a_run_that_nobody_heard_begin_is_ended_and_one_that_is_alive_is_not() -> None:
    """A server that was killed has lost the events that its automation goes by."""
    runs = {
        "silent": clock.now() - timedelta(hours=1),
        "alive": clock.now() - timedelta(hours=1),
        "new": clock.now() - timedelta(minutes=1),
    }
    ended: list[str] = []

    def server(request: httpx.Request) -> httpx.Response:
        path, said = request.url.path, request.content.decode()
        if path.endswith("/flow_runs/filter"):
            found = [
                {"id": run, "state": {"timestamp": at.isoformat()}} for run, at in runs.items()
            ]
            return httpx.Response(200, json=found)
        if path.endswith("/events/filter"):
            return httpx.Response(200, json={"events": [{}] if "flow-run.alive" in said else []})
        if path.endswith("/set_state"):
            ended.append(path.split("/")[-2])
            assert '"CRASHED"' in said
            return httpx.Response(201, json={})
        return httpx.Response(422)

    with PrefectApi("http://127.0.0.1:9/api", None) as api:
        api._client = httpx.Client(base_url=api.url, transport=httpx.MockTransport(server))
        assert end_silent_runs(api) == 1
    assert ended == ["silent"]


@pytest.mark.parametrize(
    ("given", "begun", "freed"),
    [
        (40, 30, True),  # it only waits for the turn: it began after that was given
        (40, 41, False),  # it has the turn
        (40, None, True),
        (1, None, False),  # just now: look again in a minute
    ],
)
def test_a_turn_that_no_run_has_is_freed(given: int, begun: int | None, freed: bool) -> None:
    """A server that was killed has given it, and not noted the lease."""
    now = clock.now()
    number = "974600013"
    asked: list[str] = []

    def server(request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path.endswith("/concurrency_limits/filter"):
            at = (now - timedelta(minutes=given)).isoformat()
            taken = {"name": f"employer-{number}", "active_slots": 1, "updated": at}
            free = {"name": "employer-974761076", "active_slots": 0, "updated": at}
            return httpx.Response(200, json=[taken, free])
        if path.endswith("/flow_runs/filter"):
            other = {"parameters": {"employer": "974761076"}, "start_time": "2020-01-01T00:00:00Z"}
            mine = {"parameters": {"employer": number}}
            if begun is not None:
                mine["start_time"] = (now - timedelta(minutes=begun)).isoformat()
            return httpx.Response(200, json=[other, mine] if begun is not None else [other])
        if request.method == "PATCH":
            asked.append(path.rpartition("/")[2])
            return httpx.Response(204)
        return httpx.Response(422)

    with PrefectApi("http://127.0.0.1:9/api", None) as api:
        api._client = httpx.Client(base_url=api.url, transport=httpx.MockTransport(server))
        assert free_forgotten_turns(api) == int(freed)
    assert asked == ([f"employer-{number}"] if freed else [])


@pytest.mark.parametrize("lost", [httpx.ReadError("cut off"), 502, 503])
def test_a_turn_is_freed_once_though_the_answer_is_lost(
    lost: httpx.ReadError | int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next run has it by then: freed again, a third would work beside that one."""
    monkeypatch.setattr(prefect_api, "_WAITS", (0.0, 0.0, 0.0))
    freed: list[str] = []

    def server(request: httpx.Request) -> httpx.Response:
        if request.method != "PATCH":
            return httpx.Response(422)
        freed.append(request.url.path)
        if isinstance(lost, int):
            return httpx.Response(lost)
        raise lost

    with PrefectApi("http://127.0.0.1:9/api", None) as api:
        api._client = httpx.Client(base_url=api.url, transport=httpx.MockTransport(server))
        with pytest.raises(ConnectorError):
            api.free_turn("974600013")
    assert len(freed) == 1


@pytest.mark.parametrize("ask", [pause, run_now])
def test_what_nobody_declared_is_refused(
    place: Installation, ask: Callable[[Installation, str], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    with pytest.raises(InputError) as caught:
        ask(place, "nav_refund")
    assert caught.value.code == "deployment_unknown"


def test_an_employer_has_one_turn_on_a_machine(place: Installation) -> None:
    with own_turn(place, "974600013"):
        with own_turn(place, "974761076", patience=0):
            pass
        code = (
            "import sys; from filelock import FileLock, Timeout\n"
            "try: FileLock(sys.argv[1], timeout=0).acquire()\n"
            "except Timeout: sys.exit(7)"
        )
        lock = place.settings.home_folder / "turns" / "974600013.lock"
        assert subprocess.run([sys.executable, "-c", code, lock], check=False).returncode == 7


def alive(process: int) -> bool:
    """Whether it goes on: one that has ended and waits for its parent to notice does not."""
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    ).stdout.strip()
    return bool(state) and not state.startswith("Z")


def test_a_child_that_dies_is_started_again_and_all_are_ended(tmp_path: Path) -> None:
    died: list[tuple[str, int, float]] = []
    supervisor = Supervisor(tmp_path / "log", lambda *told: died.append(told))
    sleeper = (sys.executable, "-c", "import time; print('hei', flush=True); time.sleep(60)")
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_DFL); time.sleep(60)"
    supervisor.start(Child("one", sleeper))
    supervisor.start(Child("two", (sys.executable, "-c", stubborn)))
    try:
        before = supervisor.process_ids()
        os.kill(before["one"], signal.SIGKILL)

        def replaced() -> bool:
            supervisor.look()
            return supervisor.process_ids()["one"] != before["one"]

        until(replaced)
        assert died == [("one", -signal.SIGKILL, 1.0)]
        after = supervisor.process_ids()
        assert after["two"] == before["two"]
    finally:
        supervisor.stop()
    assert not any(map(alive, {*before.values(), *after.values()}))
    assert supervisor.log_file("one").stat().st_mode & 0o077 == 0


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no system ends them: windows.md")
def test_children_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    parent = (
        "import sys, time\nfrom pathlib import Path\n"
        "from rutine.cli.scheduling.supervisor import Child, Supervisor\n"
        "supervisor = Supervisor(Path(sys.argv[1]), print)\n"
        "for name in ('one', 'two'):\n"
        "    sleeper = 'import time; print(1, flush=True); time.sleep(600)'\n"
        "    supervisor.start(Child(name, (sys.executable, '-c', sleeper)))\n"
        "print(*supervisor.process_ids().values(), flush=True)\n"
        "supervisor.keep_going()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", parent, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as killed:
        assert killed.stdout is not None
        children = [int(each) for each in killed.stdout.readline().split()]
        try:
            logs = [tmp_path / "one.log", tmp_path / "two.log"]
            until(lambda: all(log.read_text() for log in logs))  # both are what they should be
            assert all(map(alive, children))
            killed.kill()
            until(lambda: not any(map(alive, children)))
        finally:
            for each in children:
                with suppress(ProcessLookupError):
                    os.kill(each, signal.SIGKILL)


def until(look: Callable[[], bool], seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def test_the_server_has_a_password_and_tells_nobody(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    auth = server_password(tmp_path)
    assert auth == server_password(tmp_path)
    assert (tmp_path / "prefect-auth").stat().st_mode & 0o077 == 0
    child = server_child(settings, {}, auth)
    assert auth not in " ".join(child.command)
    assert child.environment["PREFECT_SERVER_API_AUTH_STRING"] == auth
    assert "127.0.0.1" in child.command


def test_the_unit_files_hold_no_secret_and_pass_systemds_own_check(tmp_path: Path) -> None:
    answer = rutine("up", "--print", "systemd", "--out", tmp_path / "units", home=tmp_path)
    assert answer.returncode == 0
    files = sorted((tmp_path / "units").iterdir())
    assert {each.name for each in files} == set(systemd_units(Settings(home=tmp_path)))
    for each in files:
        text = each.read_text()
        assert "AUTH_STRING" not in text
        if each.suffix == ".service":
            assert "EnvironmentFile=/etc/rutine/environment" in text
            assert "NoNewPrivileges=yes" in text
    checker = shutil.which("systemd-analyze")
    if checker is None:
        pytest.skip("no systemd-analyze here: the unit files are not checked by systemd")
    checked = subprocess.run(
        [checker, "verify", *files], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_units_start_what_rutine_up_starts(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    units = systemd_units(settings)
    children = [server_child(settings, {**QUIET, **GUARDED}, ""), *client_children(settings, QUIET)]
    for child in children:
        unit = units[f"rutine-{child.name}.service"]
        started = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)
        assert [each.split() for each in started] == [list(child.command)]
        told = set(re.findall(r"^Environment=(\S+)$", unit, re.MULTILINE))
        wanted = {f"{k}={v}" for k, v in child.environment.items() if "AUTH_STRING" not in k}
        assert wanted <= told


def test_a_unit_may_write_where_files_are_put(tmp_path: Path) -> None:
    """A folder outside the home: with `ProtectSystem=strict` a run could not move what it takes."""
    drop = tmp_path / "sftp" / "en kommune"
    employer = Employer(orgnr=EMPLOYER, name="Kommunen", folder=Folder(path=drop))
    inside = employer.model_copy(
        update={"orgnr": EMPLOYER, "folder": Folder(path=tmp_path / "home" / "drop")}
    )
    settings = Settings(home=tmp_path / "home", employers=(employer, inside))
    unit = systemd_units(settings)["rutine-worker.service"]
    assert f'ReadWritePaths="{tmp_path}/home" "-{drop}"\n' in unit


def test_other_ways_to_keep_processes_are_refused(tmp_path: Path) -> None:
    answer = rutine("up", "--print", "upstart", home=tmp_path)
    assert answer.returncode == 2
    assert "upstart" in answer.stderr
