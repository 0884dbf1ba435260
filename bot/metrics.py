"""What the process counts about itself, for Prometheus. No text, no name, no chat id is a label."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """Counters of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.sends = self._counter(
            "nhacviec_sends", "Sends that were tried, by what came of them.", "channel", "outcome"
        )
        self.settled = self._counter(
            "nhacviec_settled",
            "Messages that are over, by the state in which they ended.",
            "channel",
            "state",
        )
        self.send_seconds = self._seconds(
            "nhacviec_send_seconds", "How long a network took to answer."
        )
        self.received = self._counter(
            "nhacviec_received", "Messages that came in.", "channel", "outcome"
        )
        self.handler_seconds = self._seconds(
            "nhacviec_handler_seconds", "From a message to its committed answer."
        )
        self.queue = self._gauge("nhacviec_queue", "Messages still to be sent.", "channel")
        self.queue_age = self._gauge(
            "nhacviec_queue_age_seconds", "Age of the oldest message that could go now.", "channel"
        )
        self.quota_left = self._gauge(
            "nhacviec_quota_left", "Messages left of the month's quota.", "channel"
        )
        self.ignored = self._gauge(
            "nhacviec_ignored", "Updates that carried nothing for us, by why.", "channel", "reason"
        )
        self.stopped = self._gauge("nhacviec_channel_stopped", "1: nothing is sent.", "channel")
        self.last_tick = self._gauge(
            "nhacviec_last_tick_timestamp_seconds", "When the clock looked last."
        )
        self.last_backup = self._gauge(
            "nhacviec_last_backup_timestamp_seconds",
            "When the last whole backup was made; 0: none.",
        )

    def _counter(self, name: str, words: str, *labels: str) -> Counter:
        return Counter(name, words, labels, registry=self.registry)

    def _seconds(self, name: str, words: str) -> Histogram:
        return Histogram(name, words, ["channel"], buckets=SECONDS, registry=self.registry)

    def _gauge(self, name: str, words: str, *labels: str) -> Gauge:
        return Gauge(name, words, labels, registry=self.registry)

    def page(self) -> bytes:
        """The numbers in the format of Prometheus."""
        return generate_latest(self.registry)
