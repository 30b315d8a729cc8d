"""The figures as Prometheus reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from rutine.cases.figures.measures import Measure

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class _Counted(Collector):
    """Figures that were counted a moment ago."""

    def __init__(self, measures: Iterable[Measure]) -> None:
        self._measures = measures

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Each as a gauge: it is what the store holds now, and may go down."""
        for measure in self._measures:
            names = [name for name, _ in measure.samples[0][0]] if measure.samples else []
            family = GaugeMetricFamily(f"rutine_{measure.name}", measure.told, labels=names)
            for labels, value in measure.samples:
                family.add_metric([said for _, said in labels], value)
            yield family


def exposition(measures: Iterable[Measure]) -> bytes:
    """The text format, version 0.0.4. Nothing of the process itself is in it."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Counted(tuple(measures)))
    return generate_latest(registry)
