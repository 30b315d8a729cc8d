"""What the system and the interpreter are like, where it matters."""

from __future__ import annotations

import gc
import os
from functools import cache

ON_WINDOWS: bool = os.name == "nt"
"""Windows has no file modes, users by number or SIGHUP. Looked at when it matters, so that a test
can say otherwise."""


@cache
def pass_over_what_is_loaded() -> None:
    """Let the garbage collector leave alone what is there now; once in a process.

    Modules, classes and schemas are hundreds of thousands of objects, and are never garbage:
    looking through them again and again took a tenth of the time of a run.
    """
    gc.freeze()
