"""Runs a flow on many hosts, batch by batch, until too many have failed; the main thread tells the sinks."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from threading import Event as Signal
from threading import Thread

from iisfleet.errors import ExitCode
from iisfleet.events import BatchStarted, Event, HostFinished, RevertStarted, RunInterrupted, WaitStarted
from iisfleet.inventory import Host
from iisfleet.remote.connection import Connection
from iisfleet.results import StepFailure
from iisfleet.rollout.batches import Batch
from iisfleet.rollout.budget import FAILED, Budget
from iisfleet.rollout.calls import Calls
from iisfleet.rollout.course import Course, FlowFor
from iisfleet.rollout.crew import TICK, Around, Crew
from iisfleet.rollout.gates import EVERY_GATE, Gates
from iisfleet.rollout.hooks import warning
from iisfleet.rollout.instructions import CallResult, ControllerCall
from iisfleet.rollout.interrupting import first_interrupt
from iisfleet.rollout.reverting import kept, undoing
from iisfleet.rollout.workshop import Workshop

Sink = Callable[[Event], None]
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
    """Carries one flow out on the hosts of a course, ``parallel`` at a time.

    ``lost`` says why a sink gave up (a full disk, a closed pipe): that is no reason to leave hosts in the middle.
    ``blocked``: the hook before the run has failed; ``warnings``: the one after it has. ``stop``: set when the user
    wants no more.
    """

    def __init__(
        self,
        connect: Callable[[Host], Connection],
        workshop: Workshop,
        sinks: Sequence[Sink],
        clock: Clock,
        *,
        parallel: int = 20,
        calls: Calls | None = None,
        stop: Signal | None = None,
    ) -> None:
        self.lost: list[str] = []
        self.blocked: StepFailure | None = None
        self.warnings: list[str] = []
        self._sinks = list(sinks)
        self._clock = clock
        self._stop = stop or Signal()
        self._stop_told = False
        self._crew = Crew(connect, workshop, clock, self._stop, parallel, calls or Calls())
        self._finished: dict[str, HostFinished] = {}

    def run(self, course: Course, flow: FlowFor) -> list[HostFinished]:
        """Runs the flow on every host and returns how each ended, in the order of the course.

        The first Ctrl-C lets running scripts end and starts none that is new. The second leaves at once: raises
        Interrupted, which says what is left where.
        """
        with first_interrupt(self._stop.set):
            try:
                self._run(course, flow, self._crew.around(course))
            except KeyboardInterrupt:
                raise self._crew.leave() from None
        return [self._finished[host.name] for host in course.hosts]

    def emit(self, event: Event) -> None:
        """Hands an event to every sink; main thread only."""
        for sink in list(self._sinks):
            try:
                sink(event)
            except (OSError, ValueError, SystemExit) as error:
                # ValueError: a console whose encoding lacks a character. rich answers a closed pipe with SystemExit.
                self._sinks.remove(sink)
                self.lost.append("the output was closed" if isinstance(error, SystemExit) else str(error))

    def _run(self, course: Course, flow: FlowFor, around: Around) -> None:
        before = course.hooks.call("before_run")
        self.blocked = self._call(before)
        why = f"{before.name} failed" if before and self.blocked else None
        for number, batch in enumerate(course.batches, 1):
            if self._interrupted() or why:
                self._leave_out(batch, why)
                continue
            if len(course.batches) > 1:
                self.emit(BatchStarted(self._clock(), number, len(course.batches), batch.names, batch.canary))
            self._hear(self._crew.work(batch.hosts, flow, around))
            why = self._trouble(batch, around.budget)
            if why and course.on_failure != "stop":
                self._put_back(course, batch, why)
            elif not why and number < len(course.batches):
                self._wait(course.wait, batch)
        after = None if self.blocked else course.hooks.call("after_run", STATUS=worst(self._finished.values()))
        failure = self._call(after)
        self.warnings += [warning(failure)] if failure else []

    def _call(self, call: ControllerCall | None) -> StepFailure | None:
        """Makes a call for the whole run; Ctrl-C is heard meanwhile, and does not end it."""
        if call is None:
            return None
        told, made = list[Event](), list[CallResult]()
        thread = Thread(target=lambda: made.append(self._crew.call(call, None, told.append)), daemon=True)
        thread.start()
        while thread.is_alive() or told:
            thread.join(TICK)
            self._interrupted()
            while told:
                self.emit(told.pop(0))
        return made[0].failure

    def _interrupted(self) -> bool:
        """Whether the user wants no more; told once."""
        if self._stop.is_set() and not self._stop_told:
            self._stop_told = True
            self.emit(RunInterrupted(self._clock()))
        return self._stop_told

    def _hear(self, events: Iterator[Event | None]) -> None:
        for event in events:
            self._interrupted()
            if event is not None:
                self._tell(event)

    def _tell(self, event: Event) -> None:
        self.emit(event)
        if isinstance(event, HostFinished):
            self._finished[event.host] = event

    def _leave_out(self, batch: Batch, why: str | None) -> None:
        status = "interrupted" if self._stop_told else "skipped"
        for name in batch.names:
            self._tell(HostFinished(self._clock(), name, status, why=None if self._stop_told else why))

    def _trouble(self, batch: Batch, budget: Budget) -> str | None:
        """Why the run goes no further; None if it may."""
        canary = [name for name in batch.names if batch.canary and self._finished[name].status in FAILED]
        if canary:
            return f"the canary failed: {', '.join(canary)}"
        return budget.verdict if budget.spent else None

    def _wait(self, seconds: float, batch: Batch) -> None:
        """Time to see whether the batch is well; there is nothing to see where nothing has changed."""
        if not seconds or all(self._finished[name].status != "changed" for name in batch.names):
            return
        self.emit(WaitStarted(self._clock(), seconds))
        end = time.monotonic() + seconds
        while not self._interrupted() and time.monotonic() < end:
            self._stop.wait(min(TICK, max(0.0, end - time.monotonic())))

    def _put_back(self, course: Course, batch: Batch, why: str) -> None:
        """Reverts what the run has changed on the hosts of the batch, or on all; not once the user wants no more."""
        reached = batch.hosts if course.on_failure == "revert-batch" else course.hosts
        done = self._finished
        hosts = [host for host in reached if host.name in done and done[host.name].status == "changed"]
        if course.undo is None or not hosts or self._interrupted():
            return
        self.emit(RevertStarted(self._clock(), tuple(host.name for host in hosts), why))
        flow = undoing(course.undo, dict(done), why)
        around = Around(Budget(len(hosts)), Gates(stop=self._stop, opened=EVERY_GATE))
        events = self._crew.work(hosts, flow, around)
        self._hear(kept(event, done) for event in events)


def worst(finished: Iterable[HostFinished]) -> str:
    """The status that counts for a whole run."""
    statuses = {end.status for end in finished}
    return next((status for status in (*_EXIT_CODES, "reverted", "changed") if status in statuses), "ok")


def exit_code(finished: Iterable[HostFinished]) -> ExitCode:
    """The gravest of the hosts' outcomes: failed, unreachable, locked, interrupted."""
    return _EXIT_CODES.get(worst(finished), ExitCode.OK)
