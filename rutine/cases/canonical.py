"""One way to write a value as text, so that equal things have equal hashes."""

from __future__ import annotations

import json
from typing import Any


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces; dates and enums must be text already."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
