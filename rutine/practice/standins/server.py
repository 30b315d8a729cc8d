"""The stand-ins, served on loopback by one thread."""

from __future__ import annotations

from pathlib import Path

from starlette.types import ASGIApp

from rutine.practice.standins.exchange import Exchange, SeenRequest
from rutine.practice.standins.faults import Faults
from rutine.practice.standins.idporten import IdPorten
from rutine.practice.standins.inbox import InboxSite
from rutine.practice.standins.nav import NavSite
from rutine.practice.standins.serving import Serving
from rutine.practice.standins.sessions import Site


class StandIns(Serving):
    """Altinn's inbox, NAV's page and ID-porten as practice sites; use as a context manager.

    Each answers at its own port of 127.0.0.1; 0 means any free port.

    Attributes:
        inbox_url: address of the inbox.
        nav_url: address of NAV's site, without `/oppgjorsrapporter`.
        sign_in_url: address of the stand-in for ID-porten.

    Raises:
        InputError: `port_busy` when a port is taken, `practice_folder_missing` or
            `practice_folder_damaged` when there are no reports to show.
    """

    def __init__(
        self,
        folder: Path,
        *,
        faults: Faults | None = None,
        inbox_port: int = 0,
        nav_port: int = 0,
        sign_in_port: int = 0,
    ) -> None:
        self._exchange = Exchange(folder, faults or Faults())
        super().__init__({Site.INBOX: inbox_port, Site.NAV: nav_port, Site.ID_PORTEN: sign_in_port})

    def _applications(self, urls: dict[str, str]) -> dict[str, ASGIApp]:
        self._exchange.urls.update({Site(name): url for name, url in urls.items()})
        return {
            Site.INBOX: InboxSite(self._exchange).app(),
            Site.NAV: NavSite(self._exchange).app(),
            Site.ID_PORTEN: IdPorten(self._exchange).app(),
        }

    @property
    def inbox_url(self) -> str:
        """Address of the inbox."""
        return self._exchange.urls[Site.INBOX]

    @property
    def nav_url(self) -> str:
        """Address of NAV's site, without `/oppgjorsrapporter`."""
        return self._exchange.urls[Site.NAV]

    @property
    def sign_in_url(self) -> str:
        """Address of the stand-in for ID-porten."""
        return self._exchange.urls[Site.ID_PORTEN]

    @property
    def requests(self) -> tuple[SeenRequest, ...]:
        """The requests seen so far, oldest first."""
        return tuple(self._exchange.seen)

    def set_faults(self, faults: Faults) -> None:
        """Switch faults on or off while serving."""
        self._exchange.faults = faults

    def forget(self) -> None:
        """Sign everyone out and forget what was read and downloaded."""
        self._exchange.forget()
