"""The whole way to NAV's API, opened once for a run: the key, Maskinporten, NAV."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rutine.connectors.api_source import ApiSource, Lookback
from rutine.connectors.calls import Calls, Patience
from rutine.connectors.maskinporten import Maskinporten, Party
from rutine.connectors.nav_api import NavApi
from rutine.connectors.signing_key import SigningKey
from rutine.core.identifiers import OrgNr
from rutine.core.reason_texts import Language


@dataclass(frozen=True, slots=True)
class Connection:
    """Open calls to Maskinporten and NAV; `maskinporten` serves NAV's other APIs too."""

    maskinporten: Maskinporten
    external_ref: str | None
    tokens: Calls
    reports: Calls

    def api(self, employer: OrgNr) -> NavApi:
        """NAV's reports on behalf of one employer."""
        return NavApi(self.reports, self.maskinporten, Party(employer, self.external_ref))

    def source(
        self,
        lookback: Callable[[OrgNr], Lookback],
        *,
        at_once: int = 8,
        language: Language = Language.NB,
    ) -> ApiSource:
        """The API as a source of reports."""
        return ApiSource(self.api, lookback, at_once=at_once, language=language)

    def close(self) -> None:
        """Close every connection."""
        self.tokens.close()
        self.reports.close()


def open_connection(
    *,
    maskinporten: str,
    nav: str,
    client_id: str,
    key_id: str,
    key_file: Path,
    external_ref: str | None = None,
    seconds: float = 30.0,
    at_once: int = 8,
    patience: Patience | None = None,
) -> Connection:
    """Read the key and prepare the calls; nothing is sent yet.

    Raises:
        InputError: the key can't be used, or an address is not secure.
    """
    key = SigningKey.load(key_file)
    patience = patience or Patience(seconds=seconds)
    tokens = Calls(maskinporten, patience)
    return Connection(
        Maskinporten(tokens, client_id=client_id, key_id=key_id, key=key),
        external_ref,
        tokens,
        Calls(nav, patience, at_once=at_once),
    )
