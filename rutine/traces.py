"""Traces for OpenTelemetry, where somebody has set an address for them.

Imported only then: the SDK is the optional extra `otel`. A span holds a name from the code, ids,
and the code of the error that ended it. Exceptions are not recorded: their texts and frames could
hold what a person wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry.trace import Status, StatusCode, Tracer

from rutine import __version__
from rutine.core.errors import InputError, RutineError
from rutine.core.national_ids import without_national_ids
from rutine.core.watch import Ids


class TraceWatcher:
    """Makes a span of each piece of work, inside the one it is part of."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer

    @contextmanager
    def work(self, name: str, ids: Ids) -> Iterator[None]:
        """Stand around the work as a span."""
        with self._tracer.start_as_current_span(
            name, attributes=_attributes(ids), record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield
            except BaseException as error:
                code = error.code if isinstance(error, RutineError) else type(error).__name__
                span.set_status(Status(StatusCode.ERROR, code))
                raise

    def event(self, name: str, ids: Ids) -> None:
        """A span of no length: it has happened."""
        self._tracer.start_span(name, attributes=_attributes(ids)).end()


def _attributes(ids: Ids) -> dict[str, str | int]:
    return {
        f"rutine.{name}": value if isinstance(value, int) else without_national_ids(value)
        for name, value in ids.items()
    }


def trace_watcher(address: str) -> TraceWatcher:
    """A watcher whose spans are sent to an address, in the background and at the end.

    Raises:
        InputError: `otel_missing` when the extra is not installed.
    """
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415
            OTLPSpanExporter,
        )
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError:
        raise InputError(
            "otel_missing",
            "Traces are set, but OpenTelemetry is not installed.",
            'Install it: pip install "rutine[otel]", or remove traces under [watch].',
        ) from None
    resource = Resource.create({"service.name": "rutine", "service.version": __version__})
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=address)))
    return TraceWatcher(provider.get_tracer("rutine", __version__))
