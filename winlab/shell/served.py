"""PSRP's server side on psrpcore: pools, pipelines, their input and their end. What a script does is a subclass's."""

import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psrpcore
from psrpcore.types import (
    ErrorCategory,
    ErrorCategoryInfo,
    ErrorRecord,
    NETException,
    PSInvocationState,
    PSSecureString,
)
from psrpcore.types import PipelineState as PipelineStateMessage

from winlab.shell import Received, Stopped
from winlab.windows.errors import NotEmulated

FRAGMENT = 32768  # bytes; what a WSMan plugin of Windows sends at most in one stream element
STOP_SECONDS = 10.0  # how long a Signal, and the end of the session, wait for the step at work

Write = Callable[[str], None]


@dataclass(frozen=True)
class Call:
    """A script that runs: its text, arguments and all its input; stopped: set when the client asked to stop."""

    text: str
    secrets: Mapping[str, str] = field(repr=False)
    whatif: bool
    content: list[bytes]
    stopped: threading.Event


@dataclass(eq=False)
class _Run:
    """One pipeline: what the client asked for, and how far it is."""

    pipeline: psrpcore.ServerPipeline
    command: Any = None
    content: list[bytes] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    started: bool = False
    ended: bool = False


class ServedShell:
    """A server-side runspace pool. psrpcore is not thread-safe: all of it happens under one lock."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._pool = psrpcore.ServerRunspacePool()
        self._runs: dict[UUID, _Run] = {}
        self._waiting: deque[_Run] = deque()
        self._outboxes: dict[UUID | None, list[bytes]] = {}
        self._closed = False

    def carry_out(self, call: Call, write: Write) -> None:
        """Run a script, in a thread of its own; `write` puts out a line. Raises Stopped, or what it fails with."""
        raise NotImplementedError

    def open(self, fragments: bytes) -> None:
        self.send(None, fragments)

    def command(self, pipeline: UUID, fragments: bytes) -> None:
        with self._changed:
            run = _Run(psrpcore.ServerPipeline(self._pool, pipeline))
            # Windows tells its client only how a pipeline ends; `start()` would send a message of its own.
            run.pipeline.state = PSInvocationState.Running
            self._runs[pipeline] = run
        self.send(pipeline, fragments)

    def send(self, pipeline: UUID | None, fragments: bytes) -> None:
        with self._changed:
            self._pool.receive_data(psrpcore.PSRPPayload(fragments, psrpcore.StreamType.default, pipeline))
            while event := self._pool.next_event():
                self._take(event)
            self._flush()

    def receive(self, pipeline: UUID | None, timeout: float) -> Received:
        with self._changed:
            self._changed.wait_for(lambda: self._outboxes.get(pipeline) or self._is_over(pipeline), timeout)
            return Received(self._outboxes.pop(pipeline, []), self._is_over(pipeline))

    def signal(self, pipeline: UUID, terminate: bool) -> None:
        """Waits up to STOP_SECONDS for the end of the script."""
        with self._changed:
            run = self._runs.get(pipeline)
            if run is None:
                return
            run.stopped.set()
            if not run.started:
                self._end(run, Stopped())
            self._changed.wait_for(lambda: run.ended, STOP_SECONDS)
            if terminate and run.ended:
                self._forget(pipeline)

    def close(self) -> None:
        """Waits up to STOP_SECONDS for scripts at work."""
        ServedShell.kill(self)
        with self._changed:
            self._changed.wait_for(lambda: self._working() == 0, STOP_SECONDS)

    def kill(self) -> None:
        """As `close`, but waits for nothing: a step at work goes on to its end, and tells nobody."""
        with self._changed:
            self._closed = True
            for run in self._runs.values():
                run.stopped.set()
            self._changed.notify_all()

    def _take(self, event: "psrpcore.PSRPEvent[Any, Any]") -> None:
        """React to one message of the client."""
        run = self._runs.get(event.pipeline_id) if event.pipeline_id else None
        if isinstance(event, psrpcore.CreatePipelineEvent) and run:
            run.command = event.pipeline
            if event.pipeline.no_input:
                self._start(run)
        elif isinstance(event, psrpcore.PipelineInputEvent) and run:
            run.content.append(event.data)
        elif isinstance(event, psrpcore.EndOfPipelineInputEvent) and run:
            self._start(run)
        elif isinstance(event, psrpcore.GetCommandMetadataEvent) and run:
            self._end(run, NotEmulated("Get-Command through the protocol"))
        elif isinstance(event, psrpcore.GetAvailableRunspacesEvent):
            self._pool.runspace_availability_response(event.ci, self._pool.max_runspaces - self._working())
        elif isinstance(
            event, (psrpcore.SetMaxRunspacesEvent, psrpcore.SetMinRunspacesEvent, psrpcore.ResetRunspaceStateEvent)
        ):
            self._pool.runspace_availability_response(event.ci, True)

    def _start(self, run: _Run) -> None:
        """Start a pipeline in a thread of its own, or let it wait for a free runspace, as Windows does."""
        if self._working() >= max(self._pool.max_runspaces, 1):
            self._waiting.append(run)
            return
        run.started = True
        threading.Thread(target=self._work, args=(run,), name="winlab-pipeline", daemon=True).start()

    def _work(self, run: _Run) -> None:
        problem: Exception | None = None
        try:
            self.carry_out(_read_call(run), lambda line: self._write(run, line))
        except Exception as error:  # noqa: BLE001 - as in PowerShell: an error ends the pipeline, not the session
            problem = error
        with self._changed:
            self._end(run, problem)
            if self._waiting and not self._closed:
                self._start(self._waiting.popleft())

    def _write(self, run: _Run, line: str) -> None:
        with self._changed:
            if not self._closed:
                run.pipeline.write_output(line)
                self._flush()

    def _end(self, run: _Run, problem: Exception | None) -> None:
        """Tell the client how a pipeline ended."""
        run.started = run.ended = True
        if run in self._waiting:
            self._waiting.remove(run)
        if problem is None:
            run.pipeline.complete()
        elif isinstance(problem, Stopped):
            run.pipeline.stop()
        else:
            _fail(run.pipeline, problem)
        self._flush()

    def _flush(self) -> None:
        """Sort what psrpcore has to send into the outboxes."""
        while payload := self._pool.data_to_send(FRAGMENT):
            self._outboxes.setdefault(payload.pipeline_id, []).append(payload.data)
        self._changed.notify_all()

    def _forget(self, pipeline: UUID) -> None:
        run = self._runs.pop(pipeline)
        run.pipeline.close()
        self._outboxes.pop(pipeline, None)

    def _working(self) -> int:
        return sum(run.started and not run.ended for run in self._runs.values())

    def _is_over(self, pipeline: UUID | None) -> bool:
        if self._closed:
            return True
        run = self._runs.get(pipeline) if pipeline else None
        return pipeline is not None and (run is None or run.ended)


def _read_call(run: _Run) -> Call:
    """The script of a pipeline and its parameters. Raises NotEmulated."""
    if len(run.command.commands) != 1 or not run.command.commands[0].is_script:
        raise NotEmulated("a pipeline that is not one script")
    command = run.command.commands[0]
    given = {str(name).lstrip("-").lower(): value for name, value in command.parameters}
    if set(given) - {"secrets", "whatif"}:
        raise NotEmulated(f"the parameters {', '.join(sorted(given))}")
    secrets = {str(name): _secret(value) for name, value in dict(given.get("secrets") or {}).items()}
    return Call(str(command.command_text), secrets, bool(given.get("whatif", False)), run.content, run.stopped)


def _secret(value: Any) -> str:
    if not isinstance(value, PSSecureString):
        raise NotEmulated("a secret that is no SecureString")
    return str(value.decrypt())


def _fail(pipeline: psrpcore.ServerPipeline, problem: Exception) -> None:
    """End a pipeline in state Failed, with the error that PowerShell would show."""
    record = ErrorRecord(
        Exception=NETException(Message=str(problem), HResult=-2146233087),
        CategoryInfo=ErrorCategoryInfo(Category=ErrorCategory.NotImplemented, Reason=type(problem).__name__),
        FullyQualifiedErrorId=type(problem).__name__,
    )
    pipeline.state = PSInvocationState.Failed
    pipeline.prepare_message(
        PipelineStateMessage(PipelineState=int(PSInvocationState.Failed), ExceptionAsErrorRecord=record)
    )
