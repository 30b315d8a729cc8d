"""A message posted as JSON to an address of the municipality's own choice, once."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from rutine.connectors.api_error import ApiError
from rutine.connectors.calls import Calls, Patience
from rutine.connectors.undelivered import Undelivered

_ONCE: Final = Patience(whole_seconds=60.0, tries=1)
"""Not tried again: a receiver that answers late would show it twice."""
_BEFORE_SENDING: Final = frozenset({"ConnectError", "ConnectTimeout", "ProxyError"})
_GOOD: Final = range(200, 300)


def post_message(address: str, content: Mapping[str, str | int]) -> None:
    """Post a message.

    Raises:
        Undelivered: `webhook_unreachable` or `webhook_refused`; the address, which is a
            secret, is in neither.
    """
    parts = urlsplit(address)
    base = urlunsplit((parts.scheme, parts.netloc, "", "", ""))
    path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    with closing(Calls(base, _ONCE)) as calls:
        try:
            answer = calls.send("POST", path, json=dict(content))
        except ApiError as error:
            raise Undelivered(
                "webhook_unreachable",
                f"The webhook did not answer as it should ({error.detail}).",
                "Check webhook under [notices] in rutine.toml, and the receiver.",
                may_have_arrived=error.detail not in _BEFORE_SENDING,
            ) from None
    if answer.status not in _GOOD:
        raise Undelivered(
            "webhook_refused",
            f"The webhook refused a message (HTTP {answer.status}).",
            "Check webhook under [notices] in rutine.toml.",
            may_have_arrived=False,
        )
