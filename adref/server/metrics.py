"""``/metrics`` for Prometheus, on a port of its own that only the operator reaches.

It is told what the process does, never what about: no text, party, seat or compartment has a name
here, and nothing counts what is done in private (docs/adr/0008). Served by a thread; what it reads
are single numbers. ``prometheus_client`` is imported only when it is asked for.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from adref import __version__
from adref.server.http.office import Office
from adref.server.store.health import Writing
from adref.server.sync.measures import BOUNDS, Times

if TYPE_CHECKING:
    from prometheus_client import Metric


class Figures:
    """What is told at each question (a ``prometheus_client`` collector)."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def collect(self) -> "Iterable[Metric]":
        """The figures as they are now."""
        hub = self._office.hub
        sockets, texts = hub.size
        yield _gauge("adref_ready", "Whether what is typed can be saved.", hub.is_ready)
        yield _gauge("adref_sockets", "Browsers that are connected.", sockets)
        yield _gauge("adref_texts_open", "Texts that somebody has open.", texts)
        health = self._office.log.health
        yield _labelled(
            "adref_writing",
            "Whether the log is written: yes, full (no room), stopped (the disk failed).",
            "state",
            {state.value: health.now is state for state in Writing},
        )
        if hub.hears is not None:
            yield _gauge("adref_hints", "Whether hints arrive by Redis.", hub.hears)
        yield from self._work()
        yield _labelled("adref_build", "The version.", "version", {__version__: True})

    def _work(self) -> "Iterable[Metric]":
        measures = self._office.hub.measures
        yield _times(
            "adref_append_seconds",
            "From an update or decision that all can see until it is on stable storage.",
            measures.appends,
        )
        yield _count("adref_append_failures", "Appends that failed.", {"": measures.failed})
        yield _count(
            "adref_updates_refused",
            "Updates of the working text that were refused.",
            dict(measures.refused),
            "reason",
        )
        yield _count(
            "adref_sockets_closed",
            "Sockets that the server closed; 1013: too slow a reader, or too much at once.",
            {str(code): number for code, number in measures.closed.items()},
            "code",
        )


def serve_metrics(office: Office, host: str, port: int) -> int:
    """Begin to serve them; gives the port. Raises ``OSError`` when it is taken."""
    from prometheus_client import CollectorRegistry, ProcessCollector, start_http_server

    registry = CollectorRegistry()
    registry.register(Figures(office))
    ProcessCollector(registry=registry)
    server, _thread = start_http_server(port, host, registry)
    return int(server.server_port)


def _gauge(name: str, words: str, value: float) -> "Metric":
    from prometheus_client.core import GaugeMetricFamily

    return GaugeMetricFamily(name, words, value=float(value))


def _labelled(name: str, words: str, label: str, values: dict[str, bool]) -> "Metric":
    from prometheus_client.core import GaugeMetricFamily

    family = GaugeMetricFamily(name, words, labels=[label])
    for key, value in values.items():
        family.add_metric([key], float(value))
    return family


def _count(name: str, words: str, values: dict[str, int], label: str = "") -> "Metric":
    from prometheus_client.core import CounterMetricFamily

    family = CounterMetricFamily(name, words, labels=[label] if label else [])
    for key, value in values.items():
        family.add_metric([key] if label else [], value)
    return family


def _times(name: str, words: str, times: Times) -> "Metric":
    from prometheus_client.core import HistogramMetricFamily

    reached, buckets = 0, []
    for bound, number in zip((*map(str, BOUNDS), "+Inf"), times.classes, strict=True):
        reached += number
        buckets.append((bound, reached))
    return HistogramMetricFamily(name, words, buckets=buckets, sum_value=times.total)
