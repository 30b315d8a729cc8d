"""NAV's lists go when their time is over; the newest fetch, and pages it shares, stay."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from rutine.cases.retention.rules import Kind
from rutine.connectors.sick_leave_api import NavList
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation, open_installation
from rutine.routines.retention_file import load_terms
from rutine.settings import Employer, Mode, Settings
from rutine.steps.nav_lists import _Index, _Kept, _pointer, kept_lists, old_lists
from rutine.steps.retention import carry_out, plan

EMPLOYER = OrgNr("970000003")
UNIT = OrgNr("970001018")


@pytest.fixture
def place(tmp_path: Path):
    place = open_installation(
        Settings(
            home=tmp_path / "home",
            mode=Mode.PRACTICE,
            employers=(Employer(orgnr=EMPLOYER, name="Øvelse"),),
        )
    )
    yield place
    place.database.close()


def fetched(place: Installation, year: int, *pages: bytes, before: str | None = None) -> str:
    kept = tuple(
        _Kept(
            nav_list=NavList.REQUESTS,
            sub_unit=UNIT,
            sha256=place.archive.put(page, kind="nav_requests", label="page"),
        )
        for page in pages
    )
    index = _Index(
        fetched_at=datetime(year, 6, 1, tzinfo=UTC), pages=kept, closed={}, before=before
    )
    sha256 = place.archive.put(index.model_dump_json().encode(), kind="nav_lists", label="index")
    _pointer(place, EMPLOYER).parent.mkdir(mode=0o700, exist_ok=True)
    _pointer(place, EMPLOYER).write_text(sha256, encoding="ascii")
    return sha256


def test_old_fetches_go_and_what_a_younger_one_has_too_stays(place: Installation) -> None:
    first = fetched(place, 2020, b"old", b"[]")
    second = fetched(place, 2021, b"older", b"[]", before=first)
    fetched(place, 2026, b"new", b"[]", before=second)
    terms, _ = load_terms(place.settings.mappings)
    today = date(2026, 11, 30)
    due = plan(place, terms, today).due[Kind.NAV_LISTS]
    assert len(due) == 4  # two indexes, and a page of each; the empty page is in the newest
    done, _ = carry_out(place, terms, today)
    assert done.due[Kind.NAV_LISTS] == due
    left = list(kept_lists(place, EMPLOYER))
    assert len(left) == 3
    assert {place.archive.get(sha256) for sha256 in left[1:]} == {b"new", b"[]"}
    assert plan(place, terms, today).count(Kind.NAV_LISTS) == 0
    carry_out(place, terms, today)
    assert list(kept_lists(place, EMPLOYER)) == left


def test_the_newest_fetch_is_never_deleted_however_old(place: Installation) -> None:
    fetched(place, 2010, b"all there is")
    assert old_lists(place, EMPLOYER, datetime(2026, 1, 1, tzinfo=UTC)) == []
