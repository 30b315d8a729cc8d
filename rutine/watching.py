"""Begin to watch a process, as the settings say."""

from __future__ import annotations

from rutine.core import watch
from rutine.logs import LogWatcher, guard, write_logs
from rutine.watch_settings import Watch


def begin_watching(settings: Watch) -> None:
    """Guard the logs; write them and send traces where that is set. Again changes nothing.

    Raises:
        InputError: `otel_missing`.
    """
    guard()
    watchers: list[watch.Watcher] = []
    if settings.log is not None:
        write_logs(settings.log, settings.log_level)
        watchers.append(LogWatcher())
    if settings.traces is not None:
        watchers.append(_traced(settings.traces))
    watch.listen(*watchers)


_tracing: dict[str, watch.Watcher] = {}


def _traced(address: str) -> watch.Watcher:
    """One exporter for each address: it has a thread of its own."""
    if address not in _tracing:
        from rutine.traces import trace_watcher  # noqa: PLC0415 - loads OpenTelemetry

        _tracing[address] = trace_watcher(address)
    return _tracing[address]
