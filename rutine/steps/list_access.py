"""Whether NAV shows the sick-leave lists of each sub-unit; what it shows is not kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass

from rutine.connectors.api_error import ApiError
from rutine.connectors.calls import Calls, Patience
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.maskinporten import Party
from rutine.connectors.sick_leave_api import NavList, SickLeaveApi
from rutine.core import clock
from rutine.core.identifiers import OrgNr
from rutine.settings import Employer, Settings
from rutine.steps.nav_lists import WINDOW
from rutine.steps.sources import connection, refuse_real_lists


@dataclass(frozen=True, slots=True)
class ListAccess:
    """What a look at NAV's lists came to.

    Attributes:
        shown: sub-units with a row in some list: for these the access is proven.
        silent: sub-units with three empty lists, which no access may look like, too.
        closed: sub-units that NAV refuses.
    """

    shown: tuple[OrgNr, ...]
    silent: tuple[OrgNr, ...]
    closed: tuple[OrgNr, ...]


def look_at_lists(settings: Settings, employer: Employer, patience: Patience) -> ListAccess:
    """Ask for the first page of every list of every sub-unit.

    Raises:
        ApiError: NAV or Maskinporten can't be asked.
        InputError: the way to NAV is not set up, or practice would meet the real one.
    """
    refuse_real_lists(settings)
    api, since = settings.nav_api, clock.today() - WINDOW
    units = [OrgNr(number) for number in employer.sub_units]

    def has_rows(sub_unit: OrgNr) -> bool | None:
        """None where NAV refuses any of the three: each needs a right of its own."""
        try:
            pages = [next(asked.pages(each, sub_unit, since), None) for each in NavList]
        except ApiError as error:
            if error.reason is FetchReason.LISTS_NO_ACCESS:
                return None
            raise
        return any(page is not None for page in pages)

    calls = Calls(api.sick_leave_url, patience, at_once=api.at_once)
    with closing(calls), connection(settings) as line:
        asked = SickLeaveApi(calls, line.maskinporten, Party(employer.orgnr, api.external_ref))
        with ThreadPoolExecutor(api.at_once, thread_name_prefix="nav-lists") as workers:
            found = dict(zip(units, workers.map(has_rows, units), strict=True))

    return ListAccess(
        shown=tuple(unit for unit in units if found[unit]),
        silent=tuple(unit for unit in units if found[unit] is False),
        closed=tuple(unit for unit in units if found[unit] is None),
    )
