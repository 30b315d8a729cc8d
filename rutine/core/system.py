"""What the system and the interpreter are like, where it matters."""

from __future__ import annotations

import gc
import os
from functools import cache
from typing import Final

_NEW_OBJECTS: Final = 10_000
"""So many more objects than are gone: then the collector looks. Python's own number is 700."""

ON_WINDOWS: bool = os.name == "nt"
"""Windows has no file modes, users by number or SIGHUP. Looked at when it matters, so that a test
can say otherwise."""


@cache
def collect_seldom() -> None:
    """Let the garbage collector look seldom, and never at what is loaded; once in a process.

    Modules, classes and schemas are hundreds of thousands of objects, and never garbage; a run
    makes as many again, of which hardly any refer to each other in a ring. Looking through them
    took a sixth of the time of a run.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)
