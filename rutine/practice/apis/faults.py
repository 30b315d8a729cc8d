"""Everything that can go wrong at the API stand-ins, each thing with a switch of its own."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from rutine.practice.apis.list_faults import ListFaults
from rutine.practice.standins.faults import DownloadFault, ReportFaults


class Refusal(StrEnum):
    """Maskinporten's published refusals (docs.digdir.no "Feilsøking i Maskinporten")."""

    CLIENT_UNKNOWN = "MP-100"
    AUDIENCE = "MP-110"
    SIGNATURE = "MP-120"
    KEY_EXPIRED = "MP-121"
    SYSTEM_USER = "MP-303"
    GRANT_USED = "Grant is used before"
    EXPIRED = "JWT is expired"
    SCOPE = "Token request contains invalid scopes for client"
    CLIENT_KIND = "Token request contains scopes with integration types only allowed for user login"
    MALFORMED = "Invalid assertion. Invalid parameter value"
    UNKNOWN = "Something new"


@dataclass(frozen=True, slots=True)
class ApiFaults(ReportFaults):
    """Which faults are switched on; the default is that everything works.

    Attributes:
        slow_seconds: how long each answer takes.
        refusal: Maskinporten refuses with this, whatever it is asked.
        maskinporten_down: Maskinporten answers 503.
        token_not_json: Maskinporten answers 200 with a page.
        lost_token: the first answer with a token gets lost on its way.
        clock_ahead: seconds that Maskinporten's clock is ahead of ours.
        token_uses: NAV takes the first token so often, and then no more: it expired in the middle.
        token_rejected: NAV takes no token.
        search_status: NAV answers a search with this status.
        search_drops: NAV hangs up in the middle of a search's answer.
        search_is_page: NAV answers a search with a page, 200.
        access_down: the access service is down: nothing is shown, and no error is told.
        misreads: the question's `etterId` is not understood: a default search comes.
        left_out: reports that are missing from lists although there is access.
        tells_total: lists tell each report's `belop`, as the page's list does since August.
        file_name_with_id: names of files end in the report's id, as BestillingProsessor.kt does.
        download: what comes instead of a file.
        download_times: so many downloads of each report are faulty, then it works; None: all.
        lists: what is wrong with NAV's lists of sick leave.
    """

    slow_seconds: float = 0.0
    refusal: Refusal | None = None
    maskinporten_down: bool = False
    token_not_json: bool = False
    lost_token: bool = False
    clock_ahead: int = 0
    token_uses: int | None = None
    token_rejected: bool = False
    search_status: int | None = None
    search_drops: bool = False
    search_is_page: bool = False
    access_down: bool = False
    misreads: bool = False
    left_out: frozenset[int] = frozenset()
    tells_total: bool = False
    file_name_with_id: bool = True
    download: DownloadFault | None = None
    download_times: int | None = None
    lists: ListFaults = field(default_factory=ListFaults)


_WHOLE: tuple[dict[str, object], ...] = (
    {},
    {},
    {"refusal": Refusal.SYSTEM_USER},
    {"maskinporten_down": True},
    {"token_not_json": True},
    {"clock_ahead": 45},
    {"token_uses": 2},
    {"token_rejected": True},
    {"search_status": 503},
    {"search_status": 400},
    {"search_drops": True},
    {"search_is_page": True},
    {"access_down": True},
    {"misreads": True},
)
"""Faults of a whole fetch, as drawn below; most fetches have none."""


_HIDDEN, _DAMAGED, _MOST_DAMAGED = 0.2, 0.5, 5
"""How often a report is left out of a list, how often files are damaged, and how many at most."""

_LOOKS_RIGHT = frozenset({DownloadFault.CUT_AT_LINE, DownloadFault.WRONG_FILE})


@dataclass(slots=True)
class Dice:
    """Draws faults by a seed, for the soak test: the same seed gives the same day."""

    seed: int
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def roll(self, reports: Sequence[int], base: ApiFaults) -> ApiFaults:
        """The faults of one fetch: at most one of the whole, and one of some of the files.

        Where no total is told, a file that lacks whole lines looks right each time it comes so:
        such a fault then lasts for one download only.
        """
        dice = self._random
        drawn = replace(base, **dice.choice(_WHOLE))  # type: ignore[arg-type]
        if reports and dice.random() < _HIDDEN:
            drawn = replace(drawn, left_out=frozenset({dice.choice(reports)}))
        if reports and dice.random() < _DAMAGED:
            some = dice.sample(reports, dice.randint(1, min(len(reports), _MOST_DAMAGED)))
            fault = dice.choice([f for f in DownloadFault if f is not DownloadFault.HANGS])
            times = dice.choice((1, 2, None))
            if fault in _LOOKS_RIGHT and not base.tells_total:
                times = 1
            drawn = replace(drawn, only=frozenset(some), download=fault, download_times=times)
        return drawn
