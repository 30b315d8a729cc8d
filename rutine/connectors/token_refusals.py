"""Why Maskinporten gave no token, from its published error codes and texts.

Source: docs.digdir.no "Feilsøking i Maskinporten", docs.altinn.studio "Error MP-303"; checked
November 2026. All of these are matters for a person: none is tried again.
"""

from __future__ import annotations

import re
from typing import Final

from rutine.connectors.api_error import ApiError
from rutine.connectors.calls import Answer
from rutine.connectors.fetch_reasons import FetchReason

_CODE = re.compile(r"MP-\d{3}")

_BY_CODE: Final = {
    "MP-303": FetchReason.SYSTEM_USER_MISSING,
    "MP-121": FetchReason.KEY_EXPIRED,
    "MP-120": FetchReason.KEY_UNKNOWN,
    "MP-110": FetchReason.AUDIENCE_WRONG,
    "MP-100": FetchReason.CLIENT_UNKNOWN,
}

_BY_WORDS: Final = (
    ("invalid_altinn_customer_configuration", FetchReason.SYSTEM_USER_MISSING),
    ("expired key", FetchReason.KEY_EXPIRED),
    ("invalid certificate", FetchReason.KEY_UNKNOWN),
    ("claim aud", FetchReason.AUDIENCE_WRONG),
    ("client not found", FetchReason.CLIENT_UNKNOWN),
    ("used before", FetchReason.GRANT_USED),
    ("jwt is expired", FetchReason.CLOCK_WRONG),
    ("claim iat", FetchReason.CLOCK_WRONG),
    ("claim exp", FetchReason.CLOCK_WRONG),
    ("only allowed for user login", FetchReason.CLIENT_KIND_WRONG),
    ("invalid scopes", FetchReason.SCOPE_MISSING),
    ("invalid_scope", FetchReason.SCOPE_MISSING),
    ("client authentication failed", FetchReason.CLIENT_UNKNOWN),
    ("invalid parameter value", FetchReason.GRANT_MALFORMED),
    ("invalid assertion", FetchReason.GRANT_MALFORMED),
)
"""The most particular words first: several refusals begin alike."""


def refusal(answer: Answer) -> ApiError:
    """The refusal as one of our reasons, with Maskinporten's code where it gives one."""
    try:
        said = answer.json()
    except ApiError:
        said = None
    fields = said if isinstance(said, dict) else {}
    text = f"{fields.get('error', '')} {fields.get('error_description', '')}"
    found = _CODE.search(text)
    code = found[0] if found else f"HTTP {answer.status}"
    if code in _BY_CODE:
        return ApiError(_BY_CODE[code], code)
    low = text.casefold()
    reason = next((reason for words, reason in _BY_WORDS if words in low), None)
    return ApiError(reason or FetchReason.TOKEN_REFUSED, code)
