"""Runs a flow on many hosts: one thread a host, one queue of events, the main thread hands them to the sinks."""

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import Queue
from threading import Event as Signal

from iisfleet.errors import ExitCode
from iisfleet.events import Event, HostFinished, HostStarted
from iisfleet.inventory import Host
from iisfleet.remote.connection import Connection
from iisfleet.rollout.driver import Driver
from iisfleet.rollout.instructions import Flow, Outcome
from iisfleet.rollout.workshop import Workshop

Sink = Callable[[Event], None]
_FAILED = ("failed", "unknown", "unreachable", "locked")
_EXIT_CODES = {
    "failed": ExitCode.HOST_FAILED,
    "unknown": ExitCode.HOST_FAILED,
    "unreachable": ExitCode.UNREACHABLE,
    "locked": ExitCode.LOCKED,
    "interrupted": ExitCode.INTERRUPTED,
}


class Clock:
    """Seconds since the run began."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def __call__(self) -> float:
        return round(time.monotonic() - self._start, 4)


class Runner:
    """Carries a flow out on hosts, ``parallel`` at a time, in batches; a failure ends the run after its batch."""

    def __init__(
        self,
        connect: Callable[[Host], Connection],
        workshop: Workshop,
        sinks: Sequence[Sink],
        clock: Clock,
        *,
        parallel: int = 20,
    ) -> None:
        self._connect = connect
        self._workshop = workshop
        self._sinks = sinks
        self._clock = clock
        self._parallel = parallel
        self._queue: Queue[Event] = Queue()
        self._stop = Signal()
        self._drivers: dict[str, Driver] = {}

    def run(self, hosts: Sequence[Host], flow: Callable[[Host], Flow], *, batch: int | None = None) -> list[HostFinished]:
        """Runs the flow on every host and returns how each ended, in the order of ``hosts``.

        The first Ctrl-C lets running scripts end and starts none that is new; the second leaves at once.
        """
        finished: dict[str, HostFinished] = {}
        for group in _batches(hosts, batch):
            if self._stop.is_set() or any(end.status in _FAILED for end in finished.values()):
                finished |= {host.name: self._skip(host) for host in group}
            else:
                finished |= self._run_batch(group, flow)
        return [finished[host.name] for host in hosts]

    def emit(self, event: Event) -> None:
        """Hands an event to every sink; main thread only."""
        for sink in self._sinks:
            sink(event)

    def _run_batch(self, hosts: Sequence[Host], flow: Callable[[Host], Flow]) -> dict[str, HostFinished]:
        finished: dict[str, HostFinished] = {}
        pool = ThreadPoolExecutor(max_workers=min(self._parallel, len(hosts)), thread_name_prefix="host")
        try:
            for host in hosts:
                pool.submit(self._run_host, host, flow)
            while len(finished) < len(hosts):
                event = self._next_event()
                self.emit(event)
                if isinstance(event, HostFinished):
                    finished[event.host] = event
        finally:
            pool.shutdown(wait=not self._left_at_once, cancel_futures=True)
        return finished

    _left_at_once = False

    def _next_event(self) -> Event:
        while True:
            try:
                return self._queue.get()
            except KeyboardInterrupt:
                if self._stop.is_set():
                    self._leave_at_once()
                    raise
                self._stop.set()

    def _leave_at_once(self) -> None:
        self._left_at_once = True
        for driver in list(self._drivers.values()):
            driver.abandon()

    def _run_host(self, host: Host, flow: Callable[[Host], Flow]) -> None:
        started = self._clock()
        self._queue.put(HostStarted(started, host.name))
        driver = Driver(host, self._connect, self._workshop, self._queue.put, self._clock, self._stop)
        self._drivers[host.name] = driver
        try:
            outcome = driver.drive(flow(host))
        finally:
            del self._drivers[host.name]
        self._queue.put(self._finished(host, outcome, driver, started))

    def _finished(self, host: Host, outcome: Outcome, driver: Driver, started: float) -> HostFinished:
        now = self._clock()
        return HostFinished(
            at=now,
            host=host.name,
            status=outcome.status,
            changes=outcome.changes,
            failure=outcome.failure,
            step=outcome.step,
            reverted=outcome.reverted,
            warnings=outcome.warnings,
            content_bytes=driver.content_bytes,
            requests=driver.requests,
            data=outcome.data,
            seconds=round(now - started, 3),
        )

    def _skip(self, host: Host) -> HostFinished:
        event = HostFinished(self._clock(), host.name, "skipped")
        self.emit(event)
        return event


def exit_code(finished: Iterable[HostFinished]) -> ExitCode:
    """The gravest of the hosts' outcomes: failed, unreachable, locked, interrupted."""
    statuses = {end.status for end in finished}
    return next((code for status, code in _EXIT_CODES.items() if status in statuses), ExitCode.OK)


def _batches(hosts: Sequence[Host], size: int | None) -> Iterable[Sequence[Host]]:
    step = size or len(hosts) or 1
    return (hosts[start : start + step] for start in range(0, len(hosts), step))
