"""The command line: what a person types, and the exit code they get.

0: everything settled. 1: cases are waiting for a person. 2: something is wrong, with a sentence
that says what to do. Each command imports what it needs when it runs, so that `rutine --help`
loads neither Prefect, pandas nor Playwright.

`commands` is what may be typed and its help; the work is done in the rooms `running`, `scheduling`,
`modelling`, `keeping`, `watching` and `doctor`. `desks` serve the review app with what it must not
read by itself, and `texts` is what is said, in three languages.
"""

from __future__ import annotations

import sys

from rutine.cli.application import application
from rutine.cli.console_letters import shown_as_it_can_be
from rutine.cli.outcome import report_failure, unforeseen
from rutine.cli.scheduling.secret_block import offer_blocks
from rutine.core.errors import RutineError


def main() -> None:
    """Run the command; a known failure becomes one plain sentence and exit code 2."""
    shown_as_it_can_be()
    offer_blocks()
    try:
        application()
    except RutineError as error:
        sys.exit(report_failure(error))
    except Exception as error:  # noqa: BLE001 - exit code 1 would mean that cases wait
        sys.exit(report_failure(unforeseen(error)))
