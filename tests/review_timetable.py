"""A timetable for the review app's tests: one routine that runs, one thing that is paused."""

from __future__ import annotations

from rutine.core.reason_texts import Language
from rutine.review.operation.timetable_desk import EmptyTimetable, TimetableLine, TimetableView


class SomeTimetable(EmptyTimetable):
    """What a municipality has on an ordinary day."""

    def view(self, _language: Language) -> TimetableView:
        """Both, and a server that answers."""
        return TimetableView(
            [
                TimetableLine(
                    name="nav_refunds",
                    title="Refusjoner fra NAV",
                    about="Henter NAVs oppgjørsrapporter for refusjoner, avstemmer dem mot "
                    "lønnssystemets krav, gjør opp det som er sikkert og legger resten fram.",
                    times=(
                        "mandag til fredag, men ikke på helligdager kl. 06.30",
                        "de fem første virkedagene i måneden kl. 12.00",
                    ),
                    next="tirsdag 1. desember kl. 06.30",
                    last="mandag 30. november kl. 06.31: 40 linjer, 88 % gjort opp, 5 nye saker",
                    remark="",
                    paused=False,
                    steerable=True,
                ),
                TimetableLine(
                    name="daily_notices",
                    title="Dagens varsler",
                    about="Sier fra om hva som venter, til dem som har bedt om det.",
                    times=("mandag til fredag, men ikke på helligdager kl. 07.30",),
                    next="",
                    last="",
                    remark="Hoppet over: 17.05.2027 er helligdag",
                    paused=True,
                    steerable=True,
                ),
            ]
        )
