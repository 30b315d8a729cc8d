"""What became of the cases since the last time: opened, changed, closed, and by what.

A case is an obligation that is due soon or overdue. The store keeps the open ones with how they
stood; held against today's standings, they give the events that bring it up to date. Held
against the same standings again they give none, so that a run may be repeated.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rutine.obligations.states import ObligationKey, Standing, State


class Happening(StrEnum):
    """What happened to a case."""

    OPENED = "opened"
    CHANGED = "changed"
    """Still open: another state, warning, cause or deadline."""
    CLOSED_BY_EVIDENCE = "closed_by_evidence"
    CLOSED_EXEMPT = "closed_exempt"
    CLOSED_ENDED = "closed_ended"
    """The subject has ended, or the requirement does not apply to it any more."""
    CLOSED_NOT_DUE = "closed_not_due"
    """The deadline was moved: by a new text of the rule, another event, or an absence."""

    @property
    def closes(self) -> bool:
        """Whether the case is over."""
        return self not in {Happening.OPENED, Happening.CHANGED}


@dataclass(frozen=True, slots=True)
class Transition:
    """One event: from how it stood to how it stands, None where there was or is no state."""

    key: ObligationKey
    happening: Happening
    before: Standing | None
    after: Standing | None


_CLOSES = {
    State.ENDED: Happening.CLOSED_ENDED,
    State.DONE: Happening.CLOSED_BY_EVIDENCE,
    State.EXEMPT: Happening.CLOSED_EXEMPT,
    State.NOT_DUE: Happening.CLOSED_NOT_DUE,
}


def transitions(
    before: Mapping[ObligationKey, Standing],
    now: Mapping[ObligationKey, Standing],
    look_up: Callable[[ObligationKey], Standing | None],
) -> list[Transition]:
    """The events that lead from the open cases as they were to those of now, in order of key.

    Args:
        before: the open cases as they were kept.
        now: the open ones of now (`Standings.open`).
        look_up: how an obligation that is not open stands now (`Standings.standing`).
    """
    found = []
    for key in sorted({*before, *now}):
        was, is_now = before.get(key), now.get(key)
        if was == is_now:
            continue
        after = is_now or look_up(key)
        if is_now is None:
            happening = Happening.CLOSED_ENDED if after is None else _CLOSES[after.state]
        else:
            happening = Happening.OPENED if was is None else Happening.CHANGED
        found.append(Transition(key, happening, was, after))
    return found


def applied(
    before: Mapping[ObligationKey, Standing], events: Iterable[Transition]
) -> dict[ObligationKey, Standing]:
    """The open cases after the events: what is kept until the next time."""
    found = dict(before)
    for event in events:
        if event.happening.closes or event.after is None:
            found.pop(event.key, None)
        else:
            found[event.key] = event.after
    return found


def case_key(key: ObligationKey, state: State) -> str:
    """The stable name of a case: the same for the same subject, requirement and state.

    A hash, so that it can stand in addresses and logs without telling who it is.
    """
    parts = (key.subject, key.requirement, state.name.lower())
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
