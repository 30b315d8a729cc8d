"""Secrets that a Prefect server keeps: blocks, followed where Prefect is known."""

from __future__ import annotations

import os

from rutine.secret_readers import offer

SCHEME = "prefect"


def offer_blocks() -> None:
    """Let `prefect:BLOCK` be followed from now on; Prefect is loaded only when one is."""
    offer(SCHEME, _value)


def _value(name: str) -> str:
    """What a Secret block holds.

    Raises:
        ValueError: no server is set, or it has no such block.
    """
    if "PREFECT_API_URL" not in os.environ:
        msg = "a block needs a Prefect server: set PREFECT_API_URL"
        raise ValueError(msg)
    from prefect.blocks.system import Secret  # noqa: PLC0415 - two seconds

    try:
        block = Secret.load(name, _sync=True)  # type: ignore[call-arg]
        value = block.get()  # type: ignore[union-attr]
    except Exception:  # noqa: BLE001 - their texts may hold what the block holds
        msg = "the Prefect server does not give the block that it names"
        raise ValueError(msg) from None
    return value if isinstance(value, str) else str(value)
