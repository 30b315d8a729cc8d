"""A message posted as JSON to an address of the municipality's own choice, once."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from contextlib import ExitStack, closing
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from rutine.connectors.api_error import ApiError
from rutine.connectors.calls import Calls, Patience
from rutine.connectors.undelivered import Undelivered

_ONCE: Final = Patience(whole_seconds=60.0, tries=1)
"""Not tried again: a receiver that answers late would show it twice."""
_BEFORE_SENDING: Final = frozenset({"ConnectError", "ConnectTimeout", "ProxyError"})
_REACH_SECONDS: Final = 5.0
_GOOD: Final = range(200, 300)


def reach(address: str) -> None:
    """See that the webhook's server answers, and is who it says; nothing is posted.

    Raises:
        Undelivered: `webhook_unreachable`. Behind a proxy of the municipality's that is no
            proof: the message goes through the proxy, this does not.
    """
    parts = urlsplit(address)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    try:
        with ExitStack() as undo:
            line = undo.enter_context(socket.create_connection((host, port), _REACH_SECONDS))
            if secure:
                trusted = ssl.create_default_context()
                undo.enter_context(trusted.wrap_socket(line, server_hostname=host))
    except OSError as error:
        raise Undelivered(
            "webhook_unreachable",
            f"The webhook's server can't be reached from here ({type(error).__name__}).",
            "Check webhook under [notices] in rutine.toml. Through a proxy it may work all the "
            "same; `rutine notify` tells.",
            may_have_arrived=False,
        ) from None


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
