"""Signing in. Who does it is a strategy, so that a person can take the practice one's place.

ID-porten is a person with BankID or MinID; it can't be a stored secret (nav-reports §5). The
practice strategy chooses a fictional person at our own stand-in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from playwright.sync_api import Page, TimeoutError  # noqa: A004 - its own name

from rutine.connectors import portal_texts as texts
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.waiting import Limits, PortalError, go, same_site


class SignIn(Protocol):
    """Completes a sign-in that a site has asked for."""

    @property
    def present(self) -> bool:
        """Whether a person sits there who can be asked again when a session ends."""

    def complete(self, page: Page, limits: Limits) -> None:
        """Do, or wait for, what the sign-in page asks; the browser then returns by itself.

        Raises:
            PortalError: SIGN_IN_FAILED.
        """


@dataclass(frozen=True, slots=True)
class PracticeSignIn:
    """Chooses a practice person from the stand-in's list; None means the first one."""

    person: str | None = None

    @property
    def present(self) -> bool:
        """Nobody is there: what ends stays ended, as it would at night."""
        return False

    def complete(self, page: Page, limits: Limits) -> None:
        """Press the button with the person's name."""
        choices = page.get_by_role("main").get_by_role("button")
        if self.person is not None:
            choices = choices.filter(has_text=self.person)
        try:
            page.get_by_role("heading", name=texts.PEOPLE_HEADING).wait_for(timeout=limits.page_ms)
            choices.first.press("Enter", timeout=limits.page_ms)
        except TimeoutError:
            raise PortalError(FetchReason.SIGN_IN_FAILED) from None


@dataclass(frozen=True, slots=True)
class PersonSignIn:
    """Asks the person at the screen to sign in, and touches nothing meanwhile.

    Attributes:
        ask: tells the person that it is their turn.
    """

    ask: Callable[[], None] = field(repr=False)

    @property
    def present(self) -> bool:
        """Somebody is there, and is asked again when a session ends."""
        return True

    def complete(self, page: Page, limits: Limits) -> None:  # noqa: ARG002 - `reach` waits
        """Show the window and say whose turn it is; nothing is typed, pressed or read."""
        page.bring_to_front()
        self.ask()


def reach(page: Page, url: str, person: SignIn | None, limits: Limits) -> None:
    """Open the address, signing in where the site asks for it.

    With `person` None the site must not ask.

    Raises:
        PortalError: SIGN_IN_FAILED, or one of `go`.
    """
    go(page, url, limits)
    if same_site(page.url, url):
        return
    if person is None:
        raise PortalError(FetchReason.SIGN_IN_FAILED)
    person.complete(page, limits)
    try:
        page.wait_for_url(
            lambda address: same_site(address, url),
            wait_until="commit",
            timeout=limits.sign_in * 1000,
        )
    except TimeoutError:
        raise PortalError(FetchReason.SIGN_IN_FAILED) from None
