"""The API stand-ins, served on loopback by one thread."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Receive, Scope, Send

from rutine.practice.apis.altinn import AltinnRegister
from rutine.practice.apis.maskinporten import MaskinportenSite
from rutine.practice.apis.nav import NavReports
from rutine.practice.apis.sick_leave import SickLeave
from rutine.practice.apis.world import World
from rutine.practice.standins.serving import Serving

_SITES = ("maskinporten", "altinn", "nav", "sick_leave")


class ApiStandIns(Serving):
    """Maskinporten, Altinn's registers and NAV's two APIs as practice sites; a context manager.

    Each answers at a free port of 127.0.0.1.
    """

    def __init__(self, world: World) -> None:
        super().__init__(dict.fromkeys(_SITES, 0))
        self.world = world

    def _applications(self, urls: dict[str, str]) -> dict[str, ASGIApp]:
        self.world.urls.update(urls)
        made = {
            "maskinporten": MaskinportenSite(self.world).app(),
            "altinn": AltinnRegister(self.world).app(),
            "nav": NavReports(self.world).app(),
            "sick_leave": SickLeave(self.world).app(),
        }
        return {name: _Witness(app, self.world, name) for name, app in made.items()}

    @property
    def maskinporten_url(self) -> str:
        """Address of the stand-in for Maskinporten."""
        return self.world.urls["maskinporten"]

    @property
    def altinn_url(self) -> str:
        """Address of the stand-in for Altinn's platform."""
        return self.world.urls["altinn"]

    @property
    def nav_url(self) -> str:
        """Address of the stand-in for NAV's API for reports."""
        return self.world.urls["nav"]

    @property
    def sick_leave_url(self) -> str:
        """Address of the stand-in for NAV's API for sick leave."""
        return self.world.urls["sick_leave"]


class _Witness:
    """Remembers each call, and makes answers slow when that fault is on."""

    def __init__(self, app: ASGIApp, world: World, site: str) -> None:
        self._app = app
        self._world = world
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            self._world.calls.append((self._site, scope["method"], scope["path"]))
            if self._world.faults.slow_seconds:
                await asyncio.sleep(self._world.faults.slow_seconds)
        await self._app(scope, receive, send)
