"""Carries out what one flow asks for, on one host, in one thread."""

from collections.abc import Callable, Iterator
from threading import Event as Signal

from iisfleet.errors import ConnectionFailed, IisfleetError, Interrupted
from iisfleet.events import ContentSent, Event, ScriptStarted, StepFinished
from iisfleet.inventory import Host
from iisfleet.remote.connection import Connection, RequestCount, ScriptResult
from iisfleet.results import StepFailure
from iisfleet.rollout.instructions import Flow, Instruction, Outcome, Pack, Parcel, Pause, Reconnect, Run, Slice
from iisfleet.rollout.workshop import Workshop

# 287 KB of content fill one Send of 512,000 bytes after two rounds of base64 (psrp.md, Moving files).
CHUNK = 287_000


class Driver:
    """Drives one flow to its outcome; whatever goes wrong becomes an outcome, never an exception."""

    def __init__(
        self,
        host: Host,
        connect: Callable[[Host], Connection],
        workshop: Workshop,
        emit: Callable[[Event], None],
        clock: Callable[[], float],
        stop: Signal,
    ) -> None:
        self._host = host
        self._connect = connect
        self._workshop = workshop
        self._emit = emit
        self._clock = clock
        self._stop = stop
        self._connection: Connection | None = None
        self._spent: list[RequestCount] = []
        self._interrupted = False
        self.content_bytes = 0

    @property
    def requests(self) -> dict[str, int]:
        """HTTP requests of all sessions of this host, by kind."""
        counts = [*self._spent, *([self._connection.requests] if self._connection else [])]
        return {
            kind: sum(getattr(count, kind) for count in counts)
            for kind in ("requests", "receives", "sends", "bytes_sent")
        }

    def drive(self, flow: Flow) -> Outcome:
        """Runs the flow to its end and closes the session."""
        try:
            return self._drive(flow)
        except ConnectionFailed as error:
            return Outcome("unreachable", failure=StepFailure(error.message, remedy=error.hint, kind=error.kind))
        except Interrupted:
            return Outcome("interrupted")
        except IisfleetError as error:
            return Outcome("failed", failure=StepFailure(error.message, remedy=error.hint))
        except Exception as error:  # noqa: BLE001 - one host never hides another's outcome
            return Outcome("failed", failure=StepFailure(f"iisfleet itself failed: {error!r}", kind="bug"))
        finally:
            self._disconnect()

    def abandon(self) -> None:
        """Stops the running script from another thread: the user has pressed Ctrl-C twice."""
        if self._connection is not None:
            self._connection.stop()

    def _drive(self, flow: Flow) -> Outcome:
        step: Callable[[], Instruction] = lambda: next(flow)  # noqa: E731
        while True:
            try:
                instruction = step()
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            step = self._answer(flow, instruction)

    def _answer(self, flow: Flow, instruction: Instruction) -> Callable[[], Instruction]:
        if self._stop.is_set() and not self._interrupted:
            self._interrupted = True
            return lambda: flow.throw(Interrupted("interrupted by the user"))
        try:
            answer = self._carry_out(instruction)
        except IisfleetError as error:
            caught = error
            return lambda: flow.throw(caught)
        return lambda: flow.send(answer)

    def _carry_out(self, instruction: Instruction) -> ScriptResult | Parcel | None:
        match instruction:
            case Run():
                return self._run(instruction)
            case Pack():
                return self._workshop.pack(instruction)
            case Reconnect():
                self._disconnect()
            case Pause():
                self._stop.wait(instruction.seconds)
        return None

    def _run(self, order: Run) -> ScriptResult:
        if self._connection is None:
            self._connection = self._connect(self._host)
        script = order.script
        self._emit(ScriptStarted(self._clock(), self._host.name, script.name, script.sha256, order.what_if))
        return self._connection.run(
            script,
            secrets=order.secrets,
            content=self._chunks(order.content, order.total) if order.content else (),
            what_if=order.what_if,
            on_step=lambda result: self._emit(StepFinished(self._clock(), self._host.name, result)),
        )

    def _chunks(self, content: Slice, total: int) -> Iterator[bytes]:
        left = content.length
        with content.path.open("rb") as file:
            file.seek(content.offset)
            while left > 0 and (chunk := file.read(min(CHUNK, left))):
                left -= len(chunk)
                yield chunk
                self.content_bytes += len(chunk)
                self._emit(ContentSent(self._clock(), self._host.name, self.content_bytes, total))

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._spent.append(self._connection.requests)
            self._connection = None
