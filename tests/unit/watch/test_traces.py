"""Traces: spans inside each other, with ids and codes, and no exception's text."""

from __future__ import annotations

import sys

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from rutine.core import watch
from rutine.core.errors import ConnectorError, InputError
from rutine.core.national_ids import MASKED
from rutine.traces import TraceWatcher
from rutine.watch_settings import Watch
from rutine.watching import begin_watching
from tests.unit.cases.samples import FNRS


@pytest.fixture
def spans():
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    watch.listen(TraceWatcher(provider.get_tracer("rutine")))
    yield kept
    watch.listen()
    provider.shutdown()


def _fail() -> None:
    with (
        watch.work("run", run="r-1", employer="974600013"),
        watch.work("step.fetch", run=FNRS[0]),
    ):
        watch.event("request", status=200)
        raise ConnectorError("portal_unreachable", f"about {FNRS[0]}")


def test_steps_are_spans_inside_each_other_with_ids_and_codes_only(spans) -> None:
    with pytest.raises(ConnectorError):
        _fail()
    event, inner, outer = spans.get_finished_spans()
    assert (event.name, inner.name, outer.name) == ("request", "step.fetch", "run")
    assert inner.parent.span_id == outer.context.span_id
    assert dict(outer.attributes) == {"rutine.run": "r-1", "rutine.employer": "974600013"}
    assert dict(inner.attributes) == {"rutine.run": MASKED}
    assert inner.status.description == "portal_unreachable"
    assert all(FNRS[0] not in each.to_json() for each in (event, inner, outer))
    assert inner.events == ()


def test_without_the_extra_somebody_is_told_what_to_install(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(InputError) as refused:
        begin_watching(Watch(traces="http://127.0.0.1:4318/v1/traces"))
    assert refused.value.code == "otel_missing"
