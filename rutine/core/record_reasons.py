"""The reasons that service records give: family S.

One case is one request; its reason is the gravest of what speaks against the draft, and the rest
stands as evidence. A record of nobody in particular, or without positions, can't be signed.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rutine.core.differences import Action
from rutine.core.reason import Reason, Role

RECORD_REASONS: Final[tuple[Reason, ...]] = (
    Reason("S01", "record_ready", Role.PERSONNEL),
    Reason("S02", "over_full_time", Role.PERSONNEL),
    Reason("S03", "gap_between_positions", Role.PERSONNEL),
    Reason("S04", "hours_missing", Role.PERSONNEL),
    Reason("S05", "open_end_though_left", Role.PERSONNEL),
    Reason("S06", "sources_disagree", Role.PERSONNEL),
    Reason("S07", "before_system_missing", Role.PERSONNEL),
    Reason("S08", "no_position_found", Role.PERSONNEL),
    Reason("S09", "name_or_birth_missing", Role.PERSONNEL),
)

RECORD_ANSWERS: Final[Mapping[str, tuple[Action, ...]]] = MappingProxyType(
    {
        **dict.fromkeys(
            ("S01", "S02", "S03", "S04", "S05", "S06", "S07"),
            (Action.SIGN, Action.HANDLED, Action.NOT_RELEVANT),
        ),
        **dict.fromkeys(("S08", "S09"), (Action.HANDLED, Action.NOT_RELEVANT)),
    }
)
"""What a reviewer may decide for each reason."""
