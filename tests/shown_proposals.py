"""Proposals as the app shows them: one that waits, one that is stopped, one answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rutine.cases.access import Actor
from rutine.core.errors import AccessDenied, InputError
from rutine.core.reason_texts import Language
from rutine.review.modelling.proposal_desk import ListedProposal, ShownProposal

WAITS = ShownProposal(
    number=3,
    title="Gjør opp linjer og krav for de samme dagene når summene er like (regelen group_sum)",
    kind="Regel",
    state="Venter på svar",
    is_open=True,
    effect="Saker som disse blir gjort opp av neste kjøring. Person, underenhet, ytelse og dager "
    "må være de samme, og summene like på øret.",
    evidence=(
        "12 like saker er avgjort likt, av 2 personer, fra 05.09.2026 til 05.10.2026.",
        "Ingen er avgjort annerledes, og ingen av avgjørelsene er angret.",
    ),
    cases=(2, 3, 4, 5, 6, 12, 13, 14, 15, 18, 19, 20),
    file="routines/nav_refunds.yaml",
    diff=(
        ("@", "@@ -266,6 +266,9 @@"),
        (" ", " match:"),
        (" ", "   - name: exact"),
        (" ", "     method: exact"),
        ("+", "+    outcome: settle"),
        ("+", "+  - name: group_sum"),
        ("+", "+    method: group_sum"),
        (" ", "     outcome: settle"),
    ),
    played=(
        "Spilt av 2026-08 til 2026-09, 3 kjøringer.",
        (
            "Grupper som også ville blitt gjort opp: 14 (20 linjer). Mennesker hadde sagt det "
            "samme om 13 av dem, og ingenting om 1."
        ),
        "Endringen kan godtas.",
    ),
    stops=(),
    passed=True,
    answered=(),
)

STOPPED = replace(
    WAITS,
    number=2,
    title="Les «Pleiepenger» i payroll_claims_csv som Opplæringspenger (Y)",
    kind="Retting av format",
    effect="Krav med dette ordet blir holdt mot det NAV betaler som denne ytelsen. Alle andre krav "
    "til et oppgjør gjelder fortsatt.",
    file="formats/payroll_claims_csv.yaml",
    diff=(
        ("@", "@@ -54,7 +54,7 @@"),
        ("-", '-      Pleiepenger: "9"'),
        ("+", '+      Pleiepenger: "Y"'),
    ),
    played=("Spilt av 2026-08 til 2026-09, 3 kjøringer.", "Endringen kan ikke godtas:"),
    stops=("Den ville gjort opp det mennesker har avgjort annerledes. Saker: 7.",),
    passed=False,
)

ANSWERED = replace(
    WAITS,
    number=1,
    title="Foreslå oppgjør når beløpene skiller inntil 40 øre per dag",
    kind="Toleranse",
    state="Avslått",
    is_open=False,
    diff=(),
    played=(),
    passed=None,
    answered=("Avslått av Pia Prosess 02.10.2026.", "Grunn: Vi vil se på dem selv"),
)


@dataclass
class Proposals:
    """A desk with these on it, that notes what it is asked to do."""

    asked: list[tuple[str, int, str]] = field(default_factory=list)
    fault: str = ""
    every: Sequence[ShownProposal] = (WAITS, STOPPED, ANSWERED)

    def listed(self, _viewer: Actor, _language: Language) -> Sequence[ListedProposal]:
        return [
            ListedProposal(e.number, e.title, e.kind, e.state, e.is_open, len(e.cases))
            for e in self.every
        ]

    def one(self, number: int, _viewer: Actor, _language: Language) -> ShownProposal:
        found = next((each for each in self.every if each.number == number), None)
        if found is None:
            raise InputError("proposal_missing", "There is no such proposal.")
        return found

    def look(self, _actor: Actor) -> None:
        self._note("look", 0, "")

    def play(self, number: int, _actor: Actor) -> None:
        self._note("play", number, "")

    def accept(self, number: int, _actor: Actor, why: str) -> None:
        self._note("accept", number, why)

    def refuse(self, number: int, _actor: Actor, why: str) -> None:
        self._note("refuse", number, why)

    def _note(self, what: str, number: int, why: str) -> None:
        if self.fault == "own_decisions":
            raise AccessDenied(self.fault, "Somebody else.")
        if self.fault:
            raise InputError(self.fault, "It did not work.")
        self.asked.append((what, number, why))
