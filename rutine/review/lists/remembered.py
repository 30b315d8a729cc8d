"""How each list was last narrowed and ordered, for as long as the reader is signed in.

A tab leads back to its list as it was left. An address that says how the list is narrowed wins,
and is remembered; a search is not (it looks in every list).
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from rutine.cases.accounts import sessions
from rutine.core.errors import ConnectorError
from rutine.review.lists.listing import Listing
from rutine.review.visit import Visit

_TAB: Final = {"status"}
"""All that the address of a tab says."""


def address_of(visit: Visit, listing: Listing) -> str:
    """Where the reader left the list that a tab leads to; empty when there is nowhere to go."""
    said = set(visit.request.query_params)
    if visit.session is None or not said <= _TAB:
        return ""
    query = visit.session.lists.get(listing.status, "")
    return Listing.reading(query).address if query else ""


def remember(visit: Visit, listing: Listing) -> None:
    """Keep how the list is narrowed and ordered. Costs a write only when it changed."""
    if visit.session is None or listing.search:
        return
    query = listing.query if listing.is_narrowed else ""
    if visit.session.lists.get(listing.status, "") == query:
        return
    site = visit.site
    # While a run writes, the list is shown all the same, and remembered the next time.
    with suppress(ConnectorError), site.database.writing() as session:
        sessions.remember_list(session, site.keys, visit.token, listing.status, query)
