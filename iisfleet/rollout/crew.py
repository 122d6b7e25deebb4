"""The threads that work on hosts, one a host and ``parallel`` at a time, and the queue of what they tell."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from queue import Empty, Queue, SimpleQueue
from threading import Event as Signal
from threading import Thread

from iisfleet.errors import Interrupted
from iisfleet.events import CallFinished, CallStarted, Event, GateDecided, GateLed, HostFinished, HostStarted
from iisfleet.inventory import Host
from iisfleet.remote.connection import Connection
from iisfleet.results import StepFailure
from iisfleet.rollout.budget import Budget
from iisfleet.rollout.calls import Calls
from iisfleet.rollout.course import Course, FlowFor
from iisfleet.rollout.driver import Driver
from iisfleet.rollout.gates import Gates
from iisfleet.rollout.hooks import NO_HOOKS, HookCalls
from iisfleet.rollout.instructions import CallResult, ControllerCall, Outcome
from iisfleet.rollout.workshop import Workshop

# Windows delivers Ctrl-C only between two waits.
TICK = 0.5
# What a second Ctrl-C still gives the hosts to hear that their script is to stop.
_FAREWELL = 2.0


@dataclass(frozen=True)
class Around:
    """What the hosts of one run have in common: failures that are counted, gates, hooks."""

    budget: Budget
    gates: Gates
    hooks: HookCalls = NO_HOOKS


class Crew:
    """Carries a flow out on hosts; the main thread hears of it."""

    def __init__(
        self,
        connect: Callable[[Host], Connection],
        workshop: Workshop,
        clock: Callable[[], float],
        stop: Signal,
        parallel: int,
        calls: Calls,
    ) -> None:
        self._connect = connect
        self._workshop = workshop
        self._clock = clock
        self._stop = stop
        self._parallel = parallel
        self._queue: Queue[Event] = Queue()
        self._calls = calls
        self._drivers: dict[str, Driver] = {}

    def around(self, course: Course) -> Around:
        """What belongs to a run that takes this course."""
        budget = Budget(course.allowed)
        gates = Gates(budget, self._stop, course.opened, self._tell_gate, course.leaders)
        return Around(budget, gates, course.hooks)

    def work(self, hosts: Sequence[Host], flow: FlowFor, around: Around) -> Iterator[Event | None]:
        """What happens, until all hosts have finished; None now and then, when nothing does."""
        waiting: SimpleQueue[Host] = SimpleQueue()
        for host in hosts:
            waiting.put(host)
        for number in range(min(self._parallel, len(hosts))):
            # Daemons: the second Ctrl-C does not wait for them.
            Thread(target=self._go_on, args=(waiting, flow, around), name=f"host-{number}", daemon=True).start()
        left = len(hosts)
        while left:
            try:
                event = self._queue.get(timeout=TICK)
            except Empty:
                yield None
                continue
            left -= isinstance(event, HostFinished)
            yield event

    def call(self, call: ControllerCall, host: str | None, tell: Callable[[Event], None]) -> CallResult:
        """Makes a call of the controller."""
        tell(CallStarted(self._clock(), host, call.name))
        result = self._calls.make(call)
        tell(CallFinished(self._clock(), host, call.name, result.failure, result.seconds))
        return result

    def leave(self) -> Interrupted:
        """Tells what runs to stop, without waiting for it."""
        self._calls.stop()
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

    def _tell_gate(self, gate: str, host: str, passed: bool | None) -> None:
        now = self._clock()
        self._queue.put(GateLed(now, host, gate) if passed is None else GateDecided(now, host, gate, passed))

    def _go_on(self, waiting: "SimpleQueue[Host]", flow: FlowFor, around: Around) -> None:
        while True:
            try:
                host = waiting.get_nowait()
            except Empty:
                return
            self._run_host(host, flow, around)

    def _run_host(self, host: Host, flow: FlowFor, around: Around) -> None:
        started = self._clock()
        tell = self._queue.put
        tell(HostStarted(started, host.name))
        driver = Driver(host, self._connect, self._workshop, tell, self._clock, self._stop, around.gates, self._calls)
        self._drivers[host.name] = driver
        outcome = self._outcome(host, driver, flow, around.hooks)
        del self._drivers[host.name]
        around.budget.note(host.name, outcome.status)
        around.gates.left(host.name)
        tell(self._finished(host, outcome, driver, started))

    def _outcome(self, host: Host, driver: Driver, flow: FlowFor, hooks: HookCalls) -> Outcome:
        if self._stop.is_set():
            return Outcome("interrupted")
        try:
            return hooks.around(
                host.name,
                make=lambda call: self.call(call, host.name, self._queue.put),
                work=lambda: driver.drive(flow),
            )
        except Exception as error:  # noqa: BLE001 - a thread that dies would leave the run waiting for its host
            return Outcome("failed", failure=StepFailure(f"iisfleet itself failed: {error!r}", kind="bug"))

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
            why=outcome.why,
        )
