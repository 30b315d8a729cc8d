"""Kill a run at its writes, run it again, and tell what came of it.

A program of its own, `python -m tests.crash_points FOLDER EVERY [POSTGRESQL SERVER]`: it forks
one process for one write in so many, and forking wants a process without other threads. Where
the database is a file, the home is also copied before each write as a kill there would leave
it: many writes leave the same, so every point is tried for a fraction of the work. Prints JSON:
the state after an undisturbed run, after each killed one that was run again, and after a run
over each copy, with the number of writes that left it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol, Self

import psycopg
from pydantic import SecretStr
from sqlalchemy import event, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from rutine import steps
from rutine.cases.access import Actor, UserRole
from rutine.cases.books.period_closing import close_period
from rutine.cases.books.periods import closed_periods
from rutine.cases.deciding.decisions import approve, decide
from rutine.cases.deciding.matching_by_hand import open_items, preview, propose_match
from rutine.cases.tables import Case
from rutine.core.differences import Action
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation, open_installation
from rutine.settings import Mode, Settings
from rutine.steps.post import write_waiting
from rutine.steps.scope import load_rules
from tests.books import books_of
from tests.small_office import PEOPLE

EMPLOYER: Final = "970000003"
KILLED: Final = 9
_COUNT: Final = "writes"
_PERSON = Actor("user:00000000-0000-0000-0000-00000000000c", "Liv L", frozenset(UserRole))
_SECOND = Actor("user:00000000-0000-0000-0000-00000000000d", "Ola L", frozenset(UserRole))
_WRITES = ("INSERT", "UPDATE", "DELETE")
_LINE = "8020;{employer};970001018;4;{fnr};{first};12340512349;{name:<25};{last};{ore:010d} "
_LINE += ";0000000000 ;00000000\r\n"
_MINUS = _LINE.replace("{ore:010d} ", "{ore:010d}-")
_HEADINGS = (
    "Krav-id;Hovedenhet;Underenhet;Ansattnr;Fødselsnummer;Navn;Stillingsid;Ytelse;Fravær fra;"
    "Periode fra;Periode til;Grad;Beregnet månedslønn;Refusjon per måned;Dager;Dagsats;"
    "Krav beløp;Sendt dato;Utlignet beløp\r\n"
)
_CLAIM = (
    "{id};{employer};970001018;{number};{fnr};{name};1;4;{first};{first};{last};100;31 000,00;"
    "31 000,00;22;1 431,00;{kroner},00;05.10.2026;0,00\r\n"
)
_LIV = (PEOPLE[0], "Liv Øvelsesen")
_PER, _AKSEL = ("03817310086", "Prøve Øvelsesen"), ("07827710096", "Aksel Treningsrud")


def _lines(*rows: tuple[tuple[str, str], str, str, int]) -> bytes:
    return "".join(
        (_LINE if ore > 0 else _MINUS).format(
            employer=EMPLOYER, fnr=who[0], name=who[1], first=first, last=last, ore=abs(ore)
        )
        for who, first, last, ore in rows
    ).encode("iso-8859-1")


FIRST = _lines(
    (_PER, "20260901", "20260930", 2_862_000),  # a day too little: a case
    (_AKSEL, "20260901", "20260914", 1_431_000),  # two lines for one claim: settled
    (_AKSEL, "20260915", "20260930", 1_717_200),
    (_LIV, "20260914", "20260918", 715_500),  # another week than K4: matched by hand
)
SECOND = _lines(
    (_PER, "20261001", "20261030", 3_148_200),
    (_AKSEL, "20260915", "20260930", -1_717_200),  # taken back: reopened
    (_AKSEL, "20260915", "20260930", 1_717_200),  # and paid again: settled anew
)
CLAIMS = (
    _HEADINGS
    + "".join(
        _CLAIM.format(
            id=id_,
            employer=EMPLOYER,
            number=1000 + place,
            fnr=who[0],
            name=who[1],
            first=first,
            last=last,
            kroner=kroner,
        )
        for place, (id_, who, first, last, kroner) in enumerate(
            [
                ("K1", _PER, "01.09.2026", "30.09.2026", 31_482),
                ("K2", _AKSEL, "01.09.2026", "30.09.2026", 31_482),
                ("K3", _PER, "01.10.2026", "30.10.2026", 31_482),
                ("K4", _LIV, "03.08.2026", "07.08.2026", 7_155),
            ]
        )
    )
).encode("utf-8-sig")


def main(folder: Path, every: int, server: str | None) -> dict[str, Any]:
    """The undisturbed state, and the states after each kill or copy and another run."""
    load_rules(_Home(folder / "rules", None, template=None).open())  # parsed once, not per process
    base = _Home(folder / "base", server, template=None)
    _forked(lambda: prepare(base))
    whole = _Home(folder / "whole", server, template=base)
    assert _forked(lambda: work(whole)) == 0
    undisturbed = books_of(whole.open(), OrgNr(EMPLOYER))
    killed = _killed(folder, every, server, base)
    left = _left(folder, base) if server is None else []
    return {"whole": undisturbed, "killed": killed, "left": left}


def _killed(folder: Path, every: int, server: str | None, base: _Home) -> list[Any]:
    """The state after each kill and another run."""
    states: list[Any] = []
    while True:
        home = _Home(folder / f"n{len(states)}", server, template=base)
        point = len(states) * every + 1
        ended = _forked(lambda at=point, here=home: work(here, _killer(at)))  # type: ignore[misc]
        if ended == 0:
            return states
        assert ended == KILLED, ended
        states.append(_run_again(home))


def _left(folder: Path, base: _Home) -> list[tuple[int, Any]]:
    """Of each home that some writes would leave behind: how many, and its state after a run."""
    watched, copies = _Home(folder / "watched", None, template=base), folder / "copies"
    copies.mkdir()
    assert _forked(lambda: work(watched, _Copier(watched.path, copies).copy)) == 0
    return [
        (int((copy / _COUNT).read_text()), _run_again(_Home(copy / "home", None, template=None)))
        for copy in sorted(copies.iterdir())
    ]


def _run_again(home: _Home) -> dict[str, Any]:
    assert _forked(lambda: work(home)) == 0
    state = books_of(home.open(), OrgNr(EMPLOYER))
    shutil.rmtree(home.path)
    return state


class Opens(Protocol):
    """A home that can be opened, again and again."""

    def open(self) -> Installation: ...


class _Home:
    """A home with its own database, copied from another when there is one."""

    def __init__(self, path: Path, server: str | None, template: _Home | None) -> None:
        self.path, self.url = path, None if server is None else f"{server}/{path.name}"
        if template is not None:
            shutil.copytree(template.path, path)
        if server is not None:
            of = f" TEMPLATE {template.path.name}" if template else ""
            with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {path.name}{of}".encode())

    def open(self) -> Installation:
        url = None if self.url is None else SecretStr(self.url)
        return open_installation(Settings(home=self.path, mode=Mode.PRACTICE, database_url=url))


def _forked(job: Callable[[], None]) -> int:
    """Do the work in a process of its own; its exit code."""
    child = os.fork()
    if child == 0:
        try:
            job()
        except BaseException as error:  # noqa: BLE001 - a child must never return into the parent
            print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def prepare(home: Opens) -> None:
    """September: something settled, a decided case, and one matched by hand."""
    place = home.open()
    run(place, "2026-09", FIRST)
    with place.database.writing() as session:
        case, other = session.scalars(select(Case).order_by(Case.claimed.desc()))
        decide(
            session,
            place.keys,
            case.id,
            version=case.version,
            actor=_PERSON,
            action=Action.ACCEPT_PAID,
        )
        session.flush()
        approve(session, place.keys, case.id, version=case.version, actor=_SECOND)
        _match_by_hand(session, place, other)
    place.archive.put(SECOND, kind="nav_settlement", label="report at hand")
    place.database.close()


def _match_by_hand(session: Session, place: Installation, case: Case) -> None:
    """Close the line of a case and a claim that is carried against each other, by two persons."""
    keys = place.keys
    picks = [each.row.key for each in open_items(session, keys, case.id, _PERSON).items]
    seal = preview(session, keys, case.id, picks, actor=_PERSON).seal
    propose_match(
        *(session, keys, case.id, picks),
        version=case.version,
        seal=seal,
        actor=_PERSON,
        comment="samme fravær",
    )
    approve(session, keys, case.id, version=case.version, actor=_SECOND)


def work(home: Opens, before_each_write: Callable[[], None] | None = None) -> None:
    """October's run, which reopens a settlement, and September closed."""
    place = home.open()
    if before_each_write is not None:
        _at_each_write(before_each_write)
    run(place, "2026-10", SECOND)
    employer = OrgNr(EMPLOYER)
    with place.database.reading() as session:
        closed = "2026-09" in closed_periods(session, employer)
    if not closed:
        rules = load_rules(place).routine.postings
        assert rules is not None
        with place.database.writing() as session:
            done = close_period(
                session, place.keys, rules.accounts, employer, "2026-09", actor=_PERSON
            )
        write_waiting(place, employer, done.run_id)
    place.database.close()


def run(place: Installation, month: str, report: bytes) -> None:
    sha256 = place.archive.put(report, kind="nav_settlement", label="report at hand")
    claims = place.archive.put(CLAIMS, kind="payroll_claims_csv", label="claims at hand")
    begun = steps.begin(place, EMPLOYER, month, sha256, claims)
    fetched = steps.fetch(place, begun)
    controlled = steps.control(place, begun, steps.read(place, begun))
    steps.settle(place, begun, fetched, steps.reconcile(place, begun, controlled))
    steps.post(place, begun)


def _killer(at: int) -> Callable[[], None]:
    """Ends this process, as a power cut would, before its write of that number."""
    left = at

    def tick() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os._exit(KILLED)

    return tick


class _Copier:
    """Copies a home as it stands before each write, once for all writes that leave it alike."""

    def __init__(self, home: Path, copies: Path) -> None:
        self._home, self._copies = home, copies
        self._last, self._writes, self._copied = b"", 0, 0

    def copy(self) -> None:
        """Note one more write."""
        now = _contents(self._home)
        if now != self._last:
            self._last, self._writes, self._copied = now, 0, self._copied + 1
            shutil.copytree(self._home, self._folder / "home")
        self._writes += 1
        # Past the watched open: this file is the test's own.
        (self._folder / _COUNT).write_text(str(self._writes))

    @property
    def _folder(self) -> Path:
        return self._copies / f"{self._copied:04d}"


def _contents(home: Path) -> bytes:
    """Tells two homes apart. SQLite's shared memory is left out: it does not outlive a kill."""
    told = hashlib.sha256()
    for path in sorted(home.rglob("*")):
        if path.is_file() and not path.name.endswith("-shm"):
            told.update(f"{path.relative_to(home)}\0{path.stat().st_size}\0".encode())
            told.update(path.read_bytes())
    return told.digest()


def _at_each_write(tick: Callable[[], None]) -> None:
    """Call `tick` before every statement that writes, commit, and step of writing a file."""

    def before_statement(*told: Any) -> None:
        if told[2].lstrip().upper().startswith(_WRITES):
            tick()

    event.listen(Engine, "before_cursor_execute", before_statement)
    event.listen(Engine, "commit", lambda _: tick())
    sync, open_file, replace = os.fsync, os.fdopen, Path.replace

    def synced(descriptor: int) -> None:
        tick()
        sync(descriptor)
        tick()

    def replaced(path: Path, target: Path) -> Path:
        tick()
        done = replace(path, target)
        tick()
        return done

    os.fsync = synced  # type: ignore[assignment]
    os.fdopen = lambda *given: _Torn(open_file(*given), tick)  # type: ignore[assignment]
    Path.replace = replaced  # type: ignore[method-assign,assignment]


class _Torn:
    """A file of which a write may leave half."""

    def __init__(self, file: Any, tick: Callable[[], None]) -> None:
        self._file, self._tick = file, tick

    def write(self, data: bytes) -> None:
        self._tick()
        self._file.write(data[: len(data) // 2])
        self._file.flush()
        self._tick()
        self._file.write(data[len(data) // 2 :])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


if __name__ == "__main__":
    given = dict(enumerate(sys.argv))
    done = main(Path(given[1]), int(given[2]), given.get(3))
    print(json.dumps(done))  # noqa: T201
