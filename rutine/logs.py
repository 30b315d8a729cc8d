"""Logs without personal data: one line for each piece of work, and a last line of defence.

The first defence is that nothing personal is handed to a logger. The last is `guard`: whatever
any library logs in this process is searched for valid national ids before a handler sees it.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final, TextIO

from rutine.core.errors import RutineError
from rutine.core.national_ids import holds_national_id, without_national_ids
from rutine.core.watch import Ids
from rutine.watch_settings import LogForm, LogLevel

NAME: Final = "rutine"
"""The logger that all of ours stand under."""

_LOG = logging.getLogger(f"{NAME}.watch")
_IDS: Final = "ids"
_PLAIN = logging.Formatter()


class Guard:
    """Makes log records, as the one before it, and masks national ids in them.

    Attributes:
        masked: how many records held one. Anything but 0 is a fault to be found.
    """

    def __init__(self, before: Any) -> None:
        self._before = before
        self.masked = 0

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        """Make a record; its message and traceback name nobody."""
        record: logging.LogRecord = self._before(*args, **kwargs)
        said = _said(record)
        if holds_national_id(said):
            self.masked += 1
            record.msg, record.args = without_national_ids(said), None
        if record.exc_info and record.exc_info[1] is not None:
            trace = _PLAIN.formatException(record.exc_info)
            if holds_national_id(trace):
                self.masked += 1
                record.exc_info, record.exc_text = None, without_national_ids(trace)
        return record


def guard() -> Guard:
    """Put the guard before every logger of this process, once."""
    made = logging.getLogRecordFactory()
    if isinstance(made, Guard):
        return made
    made = Guard(made)
    logging.setLogRecordFactory(made)
    return made


def _said(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # wrong placeholders: the handler will say so
        return f"{record.msg} {record.args}"


class JsonLines(logging.Formatter):
    """One JSON object a line: `at`, `level`, `from`, `what`, and the ids that belong to it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; ids are searched as the message is."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "what": record.getMessage(),
            **getattr(record, _IDS, {}),
        }
        if record.exc_text or record.exc_info:
            line["trace"] = record.exc_text or self.formatException(record.exc_info)  # type: ignore[arg-type]
        return without_national_ids(json.dumps(line, ensure_ascii=False, default=str))


class PlainLines(logging.Formatter):
    """One line for a person: time, level, what happened, and its ids."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; ids are searched as the message is."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")
        ids = " ".join(f"{name}={value}" for name, value in getattr(record, _IDS, {}).items())
        said = f"{at} {record.levelname} {record.getMessage()} {ids}".rstrip()
        return without_national_ids(said)


class LogWatcher:
    """Writes one line for each piece of work and each event."""

    @contextmanager
    def work(self, name: str, ids: Ids) -> Iterator[None]:
        """Note how long it took, and the code of the error that ended it; never its text."""
        begun = time.perf_counter()
        ended = "ok"
        try:
            yield
        except BaseException as error:
            ended = error.code if isinstance(error, RutineError) else type(error).__name__
            raise
        finally:
            ms = round((time.perf_counter() - begun) * 1000)
            level = logging.INFO if ended == "ok" else logging.WARNING
            _LOG.log(level, name, extra={_IDS: {**ids, "ms": ms, "ended": ended}})

    def event(self, name: str, ids: Ids) -> None:
        """Note what happened."""
        _LOG.info(name, extra={_IDS: dict(ids)})


def write_logs(form: LogForm, level: LogLevel, stream: TextIO | None = None) -> None:
    """Let everything of ours be written to a stream (standard error), once.

    What other libraries log goes where it went, through the guard.
    """
    ours = logging.getLogger(NAME)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if form is LogForm.JSON else PlainLines())
    ours.handlers[:] = [handler]
    ours.setLevel(level.value.upper())
    ours.propagate = False
