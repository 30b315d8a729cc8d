"""A picture is taken only of our own sites, and never before people are masked."""

from pathlib import Path

import pytest
from playwright.sync_api import Error

from rutine.connectors.pictures import Pictures

SITE = "https://www.nav.no"


class Told:
    """A browser page that tells what is done to it, in order."""

    def __init__(self, url: str = f"{SITE}/oppgjorsrapporter", *, stubborn: bool = False) -> None:
        self.url = url
        self.done: list[str] = []
        self._stubborn = stubborn

    def is_closed(self) -> bool:
        return False

    def evaluate(self, script: str) -> None:
        uncover = "window.__uncover?.()" in script
        self.done.append("uncover" if uncover else "cover")
        if self._stubborn and not uncover:
            raise Error("the page went away")

    def screenshot(self, **_: object) -> bytes:
        self.done.append("picture")
        return b"\x89PNG"


def taken(page: Told, folder: Path) -> list[Path]:
    pictures = Pictures(page, folder, (SITE,))  # type: ignore[arg-type]
    pictures.take("report")
    return pictures.taken


def test_people_are_masked_before_the_picture_and_come_back_after_it(tmp_path: Path) -> None:
    page = Told()
    (path,) = taken(page, tmp_path / "run")
    assert page.done == ["cover", "picture", "uncover"]
    assert path.read_bytes() == b"\x89PNG"


def test_where_nobody_can_be_masked_no_picture_is_taken(tmp_path: Path) -> None:
    page = Told(stubborn=True)
    assert taken(page, tmp_path / "run") == []
    assert page.done == ["cover"]


@pytest.mark.parametrize(
    "url", ["https://login.idporten.no/", "http://www.nav.no/", "https://www.nav.no.evil.example/"]
)
def test_another_site_is_never_pictured(tmp_path: Path, url: str) -> None:
    page = Told(url)
    assert taken(page, tmp_path / "run") == []
    assert page.done == []
