"""Runs a flow on many hosts: one thread a host, one queue of events, the main thread hands them to the sinks."""

import time
from collections.abc import Callable, Iterable, Sequence
from queue import Empty, Queue, SimpleQueue
from threading import Event as Signal
from threading import Thread

from iisfleet.errors import ExitCode, Interrupted
from iisfleet.events import Event, HostFinished, HostStarted, RunInterrupted
from iisfleet.inventory import Host
from iisfleet.remote.connection import Connection
from iisfleet.rollout.budget import FAILED, Budget
from iisfleet.rollout.calls import Calls
from iisfleet.rollout.driver import Driver
from iisfleet.rollout.gates import Gates
from iisfleet.rollout.instructions import Flow, Outcome
from iisfleet.rollout.interrupting import first_interrupt
from iisfleet.rollout.workshop import Workshop

Sink = Callable[[Event], None]
FlowFor = Callable[[Host], Flow]
_EXIT_CODES = {
    "failed": ExitCode.HOST_FAILED,
    "unknown": ExitCode.HOST_FAILED,
    "unreachable": ExitCode.UNREACHABLE,
    "locked": ExitCode.LOCKED,
    "interrupted": ExitCode.INTERRUPTED,
}
# Windows delivers Ctrl-C only between two waits.
_TICK = 0.5
# What a second Ctrl-C still gives the hosts to hear that their script is to stop.
_FAREWELL = 2.0


class Clock:
    """Seconds since the run began."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def __call__(self) -> float:
        return round(time.monotonic() - self._start, 4)


class Runner:
    """Carries a flow out on hosts, ``parallel`` at a time, in batches; a failure ends the run after its batch.

    ``lost`` says why a sink gave up (a full disk, a closed pipe): that is no reason to leave hosts in the middle.
    """

    def __init__(
        self,
        connect: Callable[[Host], Connection],
        workshop: Workshop,
        sinks: Sequence[Sink],
        clock: Clock,
        *,
        parallel: int = 20,
    ) -> None:
        self.lost: list[str] = []
        self._connect = connect
        self._workshop = workshop
        self._sinks = list(sinks)
        self._clock = clock
        self._parallel = parallel
        self._queue: Queue[Event] = Queue()
        self._stop = Signal()
        self._stop_told = False
        self._drivers: dict[str, Driver] = {}
        self._budget = Budget()
        self._gates = Gates(self._budget, self._stop)
        self._calls = Calls()

    def run(self, hosts: Sequence[Host], flow: FlowFor, *, batch: int | None = None) -> list[HostFinished]:
        """Runs the flow on every host and returns how each ended, in the order of ``hosts``.

        The first Ctrl-C lets running scripts end and starts none that is new. The second leaves at once: raises
        Interrupted, which says what is left where.
        """
        finished: dict[str, HostFinished] = {}
        with first_interrupt(self._stop.set):
            try:
                for group in _batches(hosts, batch):
                    self._run_batch(group, flow, finished)
            except KeyboardInterrupt:
                raise self._leave() from None
        return [finished[host.name] for host in hosts]

    def emit(self, event: Event) -> None:
        """Hands an event to every sink; main thread only."""
        for sink in list(self._sinks):
            try:
                sink(event)
            except (OSError, ValueError, SystemExit) as error:
                # ValueError: a console whose encoding lacks a character. rich answers a closed pipe with SystemExit.
                self._sinks.remove(sink)
                self.lost.append("the output was closed" if isinstance(error, SystemExit) else str(error))

    def _run_batch(self, hosts: Sequence[Host], flow: FlowFor, finished: dict[str, HostFinished]) -> None:
        if self._stop.is_set() or any(end.status in FAILED for end in finished.values()):
            status = "interrupted" if self._stop.is_set() else "skipped"
            events: Iterable[Event] = (HostFinished(self._clock(), host.name, status) for host in hosts)
        else:
            self._start(hosts, flow)
            events = self._arriving(len(hosts))
        for event in events:
            self.emit(event)
            if isinstance(event, HostFinished):
                finished[event.host] = event

    def _start(self, hosts: Sequence[Host], flow: FlowFor) -> None:
        waiting: SimpleQueue[Host] = SimpleQueue()
        for host in hosts:
            waiting.put(host)
        for number in range(min(self._parallel, len(hosts))):
            # Daemons: the second Ctrl-C does not wait for them.
            Thread(target=self._work, args=(waiting, flow), name=f"host-{number}", daemon=True).start()

    def _work(self, waiting: "SimpleQueue[Host]", flow: FlowFor) -> None:
        while True:
            try:
                host = waiting.get_nowait()
            except Empty:
                return
            self._run_host(host, flow)

    def _arriving(self, hosts: int) -> Iterable[Event]:
        """The events of a batch, until so many hosts have finished."""
        while hosts:
            if self._stop.is_set() and not self._stop_told:
                self._stop_told = True
                yield RunInterrupted(self._clock())
            try:
                event = self._queue.get(timeout=_TICK)
            except Empty:
                continue
            hosts -= isinstance(event, HostFinished)
            yield event

    def _run_host(self, host: Host, flow: FlowFor) -> None:
        started = self._clock()
        self._queue.put(HostStarted(started, host.name))
        driver = Driver(
            host, self._connect, self._workshop, self._queue.put, self._clock, self._stop, self._gates, self._calls
        )
        self._drivers[host.name] = driver
        outcome = driver.drive(flow)
        self._budget.note(host.name, outcome.status)
        self._gates.left(host.name)
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
            why=outcome.why,
            seconds=round(now - started, 3),
        )

    def _leave(self) -> Interrupted:
        """Tells the scripts that run to stop, without waiting for them."""
        running = dict(self._drivers)
        farewells = [Thread(target=driver.abandon, daemon=True) for driver in running.values()]
        for farewell in farewells:
            farewell.start()
        end = time.monotonic() + _FAREWELL
        for farewell in farewells:
            farewell.join(max(0.0, end - time.monotonic()))
        names = ", ".join(running) or "none"
        return Interrupted(
            f"left at once; hosts in the middle of it: {names}",
            hint="Their scripts were told to stop; a job (a restart, an installer) goes on there by itself. What is"
            " left there (a lock, a publish that is not finished) is taken back by the next deploy; invoke status"
            " shows it.",
        )


def exit_code(finished: Iterable[HostFinished]) -> ExitCode:
    """The gravest of the hosts' outcomes: failed, unreachable, locked, interrupted."""
    statuses = {end.status for end in finished}
    return next((code for status, code in _EXIT_CODES.items() if status in statuses), ExitCode.OK)


def _batches(hosts: Sequence[Host], size: int | None) -> Iterable[Sequence[Host]]:
    step = size or len(hosts) or 1
    return (hosts[start : start + step] for start in range(0, len(hosts), step))
