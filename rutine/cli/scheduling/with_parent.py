"""`python with_parent.py PARENT COMMAND…`: become the command, and be ended with the parent.

A `rutine up` that is killed outright (SIGKILL, out of memory) can end nobody, so Linux does: it
sends the signal that a process asked for when its parent is gone. It is run as a file and
imports nothing of ours, since it is another program after some milliseconds.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import Final

_ASK_FOR_SIGNAL: Final = 1
"""PR_SET_PDEATHSIG of prctl(2); what is asked for is kept over exec, and not by children."""


def main() -> None:
    """Become the command."""
    parent, *command = sys.argv[1:]
    # Not SIGTERM: a worker that is asked to end while the server ends too waits for it for ever.
    if hasattr(signal, "SIGKILL"):  # this is started on Linux only
        ctypes.CDLL(None).prctl(_ASK_FOR_SIGNAL, signal.SIGKILL)
    if os.getppid() != int(parent):  # it was gone before we had asked
        sys.exit(1)
    os.execvp(command[0], command)  # noqa: S606 - our own commands


if __name__ == "__main__":
    main()
