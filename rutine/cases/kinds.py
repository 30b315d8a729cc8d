"""The kinds of case that routines of the known shapes make; every other is of the refunds."""

from __future__ import annotations

from typing import Final

from rutine.core.differences import Action

OBLIGATION: Final = "obligation"
"""One person and one requirement."""
COVER: Final = "cover"
"""A time that is not covered, or what a rota says against itself."""
PAIR: Final = "pair"
"""Rows of two lists that may belong together, or have nothing to belong to."""
LIST: Final = "list"
"""Rows of a list that could not be used, or codes that nobody knows."""
REGISTER: Final = "register"
"""What the lists of employees, positions and units say against each other."""

REDEPLOYMENT: Final = "redeployment"
"""A preferential right, alone or beside a vacancy."""

RESPONDENT: Final = "respondent"
"""What is wrong with the list of who is to get a survey: a person, a unit or an address of it."""

QUESTION: Final = "question"
"""An answer to employees, or a question that has none."""

SERVICE_RECORD: Final = "service_record"
"""A request for a service record, with its draft."""

SHAPES: Final = frozenset(
    {
        *(OBLIGATION, COVER, PAIR, LIST, REGISTER),
        *(REDEPLOYMENT, RESPONDENT, QUESTION, SERVICE_RECORD),
    }
)

FINISHES_ROWS: Final = frozenset({Action.ACKNOWLEDGE, Action.BELONGS_TOGETHER})
"""Decisions after which the rows of a pair take no part again."""
