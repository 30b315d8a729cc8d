"""Fetching from NAV's API: 100 reports of 1 000 lines, fetched, checked, archived and entered.

The stand-in serves them from a process of its own, as NAV would, over real sockets. Beside it,
in the same run, a bare httpx loop downloads the same bytes and does nothing with them: what is
more than that is our overhead.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import httpx
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from rutine import steps
from rutine.cases.reports.ledger import known_reports, search_from
from rutine.connectors.api_source import Lookback
from rutine.connectors.connection import Connection, open_connection
from rutine.connectors.maskinporten import Party
from rutine.connectors.nav_api import SCOPE
from rutine.connectors.signing_key import SigningKey
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation, open_installation
from rutine.practice.apis import ApiFaults, ApiStandIns, NewReport, World
from rutine.practice.apis.world import Client, Rack
from rutine.practice.standins.reports import RESOURCES
from rutine.settings import Mode, Settings

EMPLOYER = OrgNr("310000019")
REPORTS, LINES, AT_ONCE, ROUNDS = 100, 1_000, 8, 3
_CLIENT, _KEY_ID, _FIRST = "bench", "bench-key", 1_000
_PROJECT = Path(__file__).resolve().parent.parent


def reports() -> list[NewReport]:
    """Reports that differ in their amounts; every line is 129 bytes."""
    return [
        NewReport(
            _FIRST + number,
            EMPLOYER.reveal(),
            date(2026, 8, 1 + number % 28),
            "".join(
                f"8020;{EMPLOYER.reveal()};310000027;6;01819010001;20260801;15030100015;"
                f"{'ØVING ÅSE':25};20260831;{number * LINES + line:010d} ;0000000000 ;00000000\r\n"
                for line in range(LINES)
            ).encode("latin-1"),
        )
        for number in range(REPORTS)
    ]


def serve(public_key: str, *, tells_total: bool) -> None:
    """Serve the stand-ins until the parent closes our input."""
    key = load_pem_public_key(Path(public_key).read_bytes())
    world = World(Rack(reports()), ApiFaults(tells_total=tells_total))
    client = Client(_CLIENT, EMPLOYER.reveal(), {_KEY_ID: key}, frozenset({SCOPE}))  # type: ignore[dict-item]
    world.allow(client, EMPLOYER.reveal(), RESOURCES["ref-arbg"])
    with ApiStandIns(world) as standins:
        print(standins.maskinporten_url, standins.nav_url, flush=True)
        sys.stdin.read()


class Watch(NamedTuple):
    """Seconds that passed, and seconds of CPU in this process."""

    wall: float
    cpu: float

    @classmethod
    def start(cls) -> Watch:
        """Begin to measure."""
        return cls(time.perf_counter(), time.process_time())

    def stop(self) -> Watch:
        """What has passed since."""
        return Watch(time.perf_counter() - self.wall, time.process_time() - self.cpu)


def middle(measured: list[Watch]) -> Watch:
    """The median of each."""
    return Watch(median(each.wall for each in measured), median(each.cpu for each in measured))


def fetch(place: Installation, connection: Connection) -> Watch:
    """Time for everything a run does to fetch: ask, download, check, archive, enter."""

    def lookback(employer: OrgNr) -> Lookback:
        with place.database.reading() as session:
            return Lookback(*search_from(session, employer))

    scope = steps.begin(place, EMPLOYER.reveal(), "2026-08")
    watch = Watch.start()
    fetched = steps.fetch(place, scope, source=connection.source(lookback, at_once=AT_ONCE).fetch)
    taken = watch.stop()
    with place.database.reading() as session:
        here = known_reports(session, EMPLOYER)
    if fetched.new != REPORTS or len(here) != REPORTS:
        raise SystemExit("not every report came")
    return taken


def bare(nav: str, token: str, times: int) -> Watch:
    """Time for a bare loop that downloads the same, as often, eight at a time."""
    headers = {"Authorization": f"Bearer {token}", "Accept": "text/csv"}
    wanted = [_FIRST + number for number in range(REPORTS) for _ in range(times)]
    with httpx.Client(base_url=nav, headers=headers) as client:

        def get(report_id: int) -> int:
            return len(client.get(f"/api/rapport/v1/{report_id}/innhold").content)

        watch = Watch.start()
        with ThreadPoolExecutor(AT_ONCE) as workers:
            got = sum(workers.map(get, wanted))
        taken = watch.stop()
    if got != REPORTS * times * LINES * 129:
        raise SystemExit("the loop did not get everything")
    return taken


def measure(folder: Path, *, tells_total: bool) -> tuple[Watch, Watch]:
    """The median times of fetching and of the bare loop, in turn, each time into a fresh home."""
    key = SigningKey.load_or_create(folder / "key.pem", bits=2048)
    (folder / "public.pem").write_text(key.public_pem)
    command = [sys.executable, "-m", "benchmarks.fetching", str(folder / "public.pem")]
    with subprocess.Popen(  # noqa: S603 - ourselves
        [*command, str(int(tells_total))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=_PROJECT,
    ) as server:
        assert server.stdout is not None  # noqa: S101 - asked for above
        maskinporten, nav = server.stdout.readline().split()
        ours, loops = [], []
        for number in range(ROUNDS):
            home = Settings(home=folder / f"home-{tells_total}-{number}", mode=Mode.PRACTICE)
            place = open_installation(home)
            connection = open_connection(
                maskinporten=maskinporten,
                nav=nav,
                client_id=_CLIENT,
                key_id=_KEY_ID,
                key_file=folder / "key.pem",
                at_once=AT_ONCE,
            )
            ours.append(fetch(place, connection))
            token = connection.maskinporten.token(SCOPE, Party(EMPLOYER))
            loops.append(bare(nav, token, 1 if tells_total else 2))
            connection.close()
            place.database.close()
        server.communicate("")
    return middle(ours), middle(loops)


def run() -> list[dict[str, Any]]:
    """The figures of `make bench`."""
    with tempfile.TemporaryDirectory(prefix="rutine-bench-") as folder:
        once, bare_once = measure(Path(folder), tells_total=True)
        twice, bare_twice = measure(Path(folder), tells_total=False)
    size = f"{REPORTS} reports x {LINES} lines, {AT_ONCE} at a time, median of {ROUNDS}"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        _figure("fetch_100_s", twice.wall, "s", 10, f"{size}; no totals told: downloaded twice"),
        _figure("fetch_100_cpu_s", twice.cpu, "s", None, "the same in CPU of the fetching process"),
        _figure("fetch_100_with_totals_s", once.wall, "s", 10, f"{size}; downloaded once"),
        _figure("fetch_100_with_totals_cpu_s", once.cpu, "s", None, "the same in CPU"),
        _figure("bare_loop_100_s", bare_once.wall, "s", None, f"{size}; httpx only, nothing kept"),
        _figure("bare_loop_100_cpu_s", bare_once.cpu, "s", None, "the same in CPU"),
        _figure(
            "overhead_per_report_cpu_ms",
            1000 * (once.cpu - bare_once.cpu) / REPORTS,
            "ms",
            None,
            "check, encrypt, archive, enter in the ledger; beside the bare loop in the same run",
        ),
        _figure(
            "overhead_per_report_twice_cpu_ms",
            1000 * (twice.cpu - bare_twice.cpu) / REPORTS,
            "ms",
            None,
            "the same where each report is downloaded and checked twice, beside a loop that is too",
        ),
        _figure("peak_mb", peak, "MB", None, "the fetching process at its highest"),
    ]


def _figure(name: str, value: float, unit: str, goal: float | None, context: str) -> dict[str, Any]:
    return {
        "name": f"fetching.{name}",
        "value": round(value, 4),
        "unit": unit,
        "goal": goal,
        "better": "lower",
        "context": context,
    }


if __name__ == "__main__":
    serve(sys.argv[1], tells_total=sys.argv[2] == "1")
