"""The commands in which a person signs in at the portal, and their help."""

from __future__ import annotations

from typing import Annotated

import typer

from rutine.cli.finish import finish

portal = typer.Typer(
    help="NAV's and Altinn's pages, as the robot knows them.", no_args_is_help=True
)


def fetch(
    with_me: Annotated[
        bool, typer.Option("--with-me", help="Open a browser in which you sign in.")
    ] = False,
    employer: Annotated[
        str | None, typer.Option(help="Organisation number; default: every configured employer.")
    ] = None,
    mark_read: Annotated[
        bool, typer.Option("--mark-read", help="Leave the inbox's messages as read.")
    ] = False,
) -> None:
    """Fetch new reports from NAV's page: you sign in with ID-porten, the robot does the rest."""
    from rutine.cli.running.fetch import fetch_reports  # noqa: PLC0415

    finish(lambda: fetch_reports(employer, with_me=with_me, mark_read=mark_read))


@portal.command("check")
def check_portal_pages(
    employer: Annotated[
        str | None, typer.Option(help="Organisation number; default: the first configured.")
    ] = None,
) -> None:
    """Tell which texts of the pages still hold, and what is there instead. You sign in."""
    from rutine.cli.running.portal import check_pages  # noqa: PLC0415

    finish(lambda: check_pages(employer))
