"""Carries out what one flow asks for, on one host, in one thread."""

from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event as Signal

from iisfleet.errors import ConnectionFailed, GateClosed, IisfleetError, Interrupted, OutcomeUnknown
from iisfleet.events import CallFinished, CallStarted, ContentSent, Event, ScriptStarted, StepFinished
from iisfleet.inventory import Host
from iisfleet.remote.connection import Connection, RequestCount, ScriptResult, ignore_step
from iisfleet.remote.uploads import Shard, read_shard, upload
from iisfleet.rendering import Script
from iisfleet.results import StepFailure, StepResult
from iisfleet.rollout.calls import Calls
from iisfleet.rollout.gates import Gates
from iisfleet.rollout.instructions import (
    Call,
    CallResult,
    Flow,
    Gate,
    Instruction,
    Open,
    Outcome,
    Pack,
    Parcel,
    Pause,
    Reconnect,
    Run,
    Tell,
    Upload,
)
from iisfleet.rollout.workshop import Workshop


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
        gates: Gates | None = None,
        calls: Calls | None = None,
    ) -> None:
        self._host = host
        self._connect = connect
        self._workshop = workshop
        self._emit = emit
        self._clock = clock
        self._stop = stop
        self._gates = gates or Gates(stop=stop)
        self._calls = calls or Calls()
        self._connection: Connection | None = None
        self._spent: list[RequestCount] = []
        self._interrupted = False
        self._connect_timeout: int | None = None
        self._sent: dict[Path, int] = {}

    @property
    def content_bytes(self) -> int:
        """Bytes of all archives that this host has been sent."""
        return sum(self._sent.values())

    @property
    def requests(self) -> dict[str, int]:
        """HTTP requests of all sessions of this host, by kind."""
        counts = [*self._spent, *([self._connection.requests] if self._connection else [])]
        return {
            kind: sum(getattr(count, kind) for count in counts)
            for kind in ("requests", "receives", "sends", "bytes_sent")
        }

    def drive(self, flow: Callable[[Host], Flow]) -> Outcome:
        """Runs the host's flow to its end and closes the session."""
        try:
            return self._drive(flow(self._host))
        except ConnectionFailed as error:
            return Outcome("unreachable", failure=StepFailure(error.message, remedy=error.hint, kind=error.kind))
        except Interrupted:
            return Outcome("interrupted")
        except GateClosed as closed:
            return Outcome("skipped", why=closed.message)
        except OutcomeUnknown as error:
            return Outcome("unknown", failure=StepFailure(error.message, remedy=error.hint, kind="lost"))
        except IisfleetError as error:
            return Outcome("failed", failure=StepFailure(error.message, remedy=error.hint))
        except Exception as error:  # noqa: BLE001 - one host never hides another's outcome
            return Outcome("failed", failure=StepFailure(f"iisfleet itself failed: {error!r}", kind="bug"))

    def abandon(self) -> None:
        """Stops the running script from another thread: the user has pressed Ctrl-C twice."""
        connection = self._connection
        if connection is not None:
            connection.stop()

    def _drive(self, flow: Flow) -> Outcome:
        try:
            instruction = next(flow)
            while True:
                instruction = self._answer(flow, instruction)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        finally:
            self._disconnect()

    def _answer(self, flow: Flow, instruction: Instruction) -> Instruction:
        """What the flow wants next, once it has been told what came of this."""
        try:
            if not _goes_on(instruction):
                self._heed_the_user()
            answer = self._carry_out(instruction)
        except IisfleetError as error:
            return flow.throw(error)
        return flow.send(answer)

    def _heed_the_user(self) -> None:
        """Raises Interrupted once: what a flow does about its interruption has to be carried out."""
        if self._stop.is_set() and not self._interrupted:
            self._interrupted = True
            raise Interrupted("interrupted by the user")

    def _carry_out(self, instruction: Instruction) -> ScriptResult | Parcel | CallResult | float | str | None:
        match instruction:
            case Run():
                return self._run(instruction)
            case Tell():
                self._tell(instruction)
            case Upload():
                return self._upload(instruction)
            case Pack():
                return self._workshop.pack(instruction)
            case Reconnect():
                self._disconnect()
                self._connect_timeout = instruction.connect_timeout
            case Pause():
                (Signal() if instruction.following else self._stop).wait(instruction.seconds)
                return self._clock()
            case Gate():
                return self._reach(instruction.name)
            case Open():
                self._gates.open(instruction.name, self._host.name, instruction.passed, final=instruction.final)
            case Call():
                return self._call(instruction)
        return None

    def _reach(self, gate: str) -> str:
        try:
            return self._gates.reach(gate, self._host.name)
        except Interrupted:
            self._interrupted = True  # heard: what the flow does about it has to be carried out
            raise

    def _call(self, order: Call) -> CallResult:
        self._emit(CallStarted(self._clock(), self._host.name, order.call.name))
        result = self._calls.make(order.call)
        self._emit(CallFinished(self._clock(), self._host.name, order.call.name, result.failure, result.seconds))
        return result

    def _run(self, order: Run) -> ScriptResult:
        if not order.following:
            self._announce(order.script, order.what_if)
        return self._session().run(
            order.script,
            secrets=order.secrets,
            content=self._content(order.content),
            what_if=order.what_if,
            on_step=ignore_step if order.following else self._step,
        )

    def _tell(self, order: Tell) -> None:
        if order.script is not None:
            self._announce(order.script, what_if=False)
        for step in order.steps:
            self._step(step)

    def _upload(self, order: Upload) -> ScriptResult:
        def script_for(shard: Shard, sha256: str) -> Script:
            self._heed_the_user()
            script = order.script_for(shard, sha256)
            self._announce(script, what_if=False)
            return script

        size = order.path.stat().st_size
        return upload(
            self._session(),
            order.path,
            script_for,
            there=order.there,
            progress=lambda done: self._progress(order.path, done, size),
            on_step=self._step,
        )

    def _session(self) -> Connection:
        if self._connection is None:
            self._connection = self._connect(self._reachable())
        return self._connection

    def _reachable(self) -> Host:
        """The host, with the patience that a flow has with it now."""
        if self._connect_timeout is None:
            return self._host
        patience = {"connect_timeout": min(self._connect_timeout, self._host.connection.connect_timeout)}
        return self._host.model_copy(update={"connection": self._host.connection.model_copy(update=patience)})

    def _announce(self, script: Script, what_if: bool) -> None:
        at, host = self._clock(), self._host.name
        self._emit(ScriptStarted(at, host, script.name, script.sha256, what_if, script.text))

    def _step(self, result: StepResult) -> None:
        self._emit(StepFinished(self._clock(), self._host.name, result))

    def _content(self, content: Path | bytes | None) -> Iterable[bytes]:
        if content is None or isinstance(content, bytes):
            return (content,) if content else ()
        size = content.stat().st_size
        return read_shard(content, Shard(0, size), lambda done: self._progress(content, done, size))

    def _progress(self, path: Path, done: int, size: int) -> None:
        self._sent[path] = done
        self._emit(ContentSent(self._clock(), self._host.name, done, size))

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._spent.append(self._connection.requests)
            self._connection = None


def _goes_on(instruction: Instruction) -> bool:
    """Whether it belongs to something that runs on the host already: that comes to its end, as a script does."""
    return isinstance(instruction, Tell | Open) or getattr(instruction, "following", False)
