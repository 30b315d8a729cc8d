"""What the stand-in for NAV's sick-leave API holds: rows as NAV writes them, about nobody real.

Source: altinn-and-apis §5, the response types of navikt/sykepenger-im-lps-api.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

LISTS: Final = ("forespoersler", "inntektsmeldinger", "sykepengesoeknader", "sykmeldinger")
Row = dict[str, Any]


class SickRows:
    """The lists, and which legal entity each sub-unit belongs to. May change while serving."""

    def __init__(self) -> None:
        self.owners: dict[str, str] = {}
        self._rows: dict[str, list[Row]] = {name: [] for name in LISTS}

    def rows(self, name: str) -> Iterator[Row]:
        """A list's rows, lowest `loepenr` first."""
        yield from sorted(self._rows[name], key=lambda row: int(row["loepenr"]))

    def put(self, name: str, row: Row) -> Row:
        """Let a row be seen from now on. What is said of it later is changed in place."""
        self._rows[name].append(row)
        return row

    def request(self, loepenr: int, unit: str, fnr: str, status: str, days: list[date]) -> Row:
        """A request for an income report: first and last day of the sick note, and made when."""
        first, last, made = days
        return self.put(
            "forespoersler",
            {
                "loepenr": loepenr,
                "navReferanseId": f"request-{loepenr}",
                "orgnr": unit,
                "fnr": fnr,
                "status": status,
                "sykmeldingsperioder": [{"fom": str(first), "tom": str(last)}],
                "egenmeldingsperioder": [],
                "inntektsdato": str(first),
                "arbeidsgiverperiodePaakrevd": True,
                "inntektPaakrevd": True,
                "opprettetTid": f"{made}T10:15:30.123456",
            },
        )

    def submission(
        self, loepenr: int, request: Row, status: str, sent: date, error: str | None = None
    ) -> Row:
        """An income report that answers a request."""
        return self.put(
            "inntektsmeldinger",
            {
                "loepenr": loepenr,
                "id": f"submission-{loepenr}",
                "navReferanseId": request["navReferanseId"],
                "agp": {"perioder": request["sykmeldingsperioder"], "redusertLoennIAgp": None},
                "inntekt": {"beloep": 31000.0, "inntektsdato": request["inntektsdato"]},
                "refusjon": {"beloepPerMaaned": 31000.0, "endringer": []},
                "naturalytelser": [],
                "sykmeldtFnr": request["fnr"],
                "aarsakInnsending": "Ny",
                "typeInnsending": "FORESPURT",
                "innsendtTid": f"{sent}T22:30:00Z",
                "versjon": 1,
                "arbeidsgiver": {"orgnr": request["orgnr"], "tlf": "22222222"},
                "avsender": {"systemNavn": "øving", "systemVersjon": "1"},
                "status": status,
                "valideringsfeil": error and {"feilkode": error, "feilmelding": "…"},
            },
        )

    def application(self, loepenr: int, unit: str, fnr: str, days: list[date], **other: Any) -> Row:
        """An application: first and last day, and when it came."""
        first, last, came = days
        period = {"fom": str(first), "tom": str(last), "sykmeldingsgrad": 100, "faktiskGrad": None}
        row = {
            "loepenr": loepenr,
            "soeknadId": f"application-{loepenr}",
            "fnr": fnr,
            "sykmeldingId": f"note-{loepenr}",
            "type": "ARBEIDSTAKERE",
            "fom": str(first),
            "tom": str(last),
            "arbeidGjenopptattDato": None,
            "mottatTid": f"{came}T08:00:00",
            "arbeidsgiver": {"navn": "ØVING", "orgnr": unit},
            "soektUtenlandsopphold": False,
            "korrigerer": None,
            "soeknadsperioder": [period],
            "behandlingsdager": [],
            "fravaer": [],
        }
        return self.put("sykepengesoeknader", row | other)
