"""A WinRM endpoint of the lab whose scripts are played by Python functions: real sockets, real NTLM, no Windows."""

import json
import ssl
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

import psrpcore
from psrpcore.types import (
    ErrorCategory,
    ErrorCategoryInfo,
    ErrorRecord,
    NETException,
    PipelineState,
    PSInvocationState,
    PSSecureString,
)

from iisfleet.inventory import Connection, Host, Secret
from iisfleet.remote.psrp import Limits, PsrpConnection, connect
from iisfleet.rendering.script import Script
from winlab.shell import Received
from winlab.wsman.credentials import Account, close_account, open_account
from winlab.wsman.endpoint import Endpoint
from winlab.wsman.http import Server
from winlab.wsman.recorder import Recorder
from winlab.wsman.service import Service

QUICK = Limits(backoff=0.01, longest_backoff=0.02, receive_attempts=3, closing=2, stopping=5)
END = '{"end":true,"status":"ok"}'


def step(name: str, status: str = "ok", phase: str = "starting") -> str:
    return json.dumps({"step": name, "phase": phase, "status": status}, separators=(",", ":"))


class Call:
    """What a played script gets: its text, parameters and content; ``write`` puts out a line."""

    def __init__(self, run: "_Run", write: Callable[[str], None]) -> None:
        command = run.command.commands[0]
        parameters = dict(command.parameters)
        self.text = str(command.command_text)
        self.content = [bytes(chunk) for chunk in run.content]
        self.secrets = {str(name): _opened(value) for name, value in (parameters.get("Secrets") or {}).items()}
        self.whatif = bool(parameters.get("WhatIf", False))
        self.stopped = run.stopped
        self.write = write


def _opened(value: Any) -> str:
    assert isinstance(value, PSSecureString), "a secret must come as a SecureString"
    return str(value.decrypt())


Play = Callable[[Call], object]


class _Run:
    def __init__(self, pipeline: psrpcore.ServerPipeline) -> None:
        self.pipeline = pipeline
        self.command: Any = None
        self.content: list[bytes] = []
        self.stopped = threading.Event()
        self.started = self.ended = False


class PlayedShell:
    """A session whose scripts are a Python function (winlab.shell.Shell, on psrpcore alone)."""

    def __init__(self, play: Play) -> None:
        self._play = play
        self._changed = threading.Condition()
        self._pool = psrpcore.ServerRunspacePool()
        self._runs: dict[UUID, _Run] = {}
        self._output: dict[UUID | None, list[bytes]] = {}

    def open(self, fragments: bytes) -> None:
        self.send(None, fragments)

    def command(self, pipeline: UUID, fragments: bytes) -> None:
        self._runs[pipeline] = _Run(psrpcore.ServerPipeline(self._pool, pipeline))
        self._runs[pipeline].pipeline.state = PSInvocationState.Running
        self.send(pipeline, fragments)

    def send(self, pipeline: UUID | None, fragments: bytes) -> None:
        with self._changed:
            self._pool.receive_data(psrpcore.PSRPPayload(fragments, psrpcore.StreamType.default, pipeline))
            while event := self._pool.next_event():
                self._take(event)
            self._flush()

    def receive(self, pipeline: UUID | None, timeout: float) -> Received:
        with self._changed:
            self._changed.wait_for(lambda: self._output.get(pipeline) or self._over(pipeline), timeout)
            return Received(self._output.pop(pipeline, []), self._over(pipeline))

    def signal(self, pipeline: UUID, terminate: bool) -> None:
        with self._changed:
            run = self._runs.get(pipeline)
            if run is not None:
                run.stopped.set()
                run.ended = run.ended or not run.started
                self._changed.wait_for(lambda: run.ended, 5)

    def close(self) -> None:
        for run in self._runs.values():
            run.stopped.set()

    def _take(self, event: psrpcore.PSRPEvent) -> None:
        run = self._runs[event.pipeline_id] if event.pipeline_id else None
        if run is None:
            return
        if isinstance(event, psrpcore.CreatePipelineEvent):
            run.command = event.pipeline
        if isinstance(event, psrpcore.PipelineInputEvent):
            run.content.append(event.data)
        begins = isinstance(event, psrpcore.EndOfPipelineInputEvent) or getattr(run.command, "no_input", False)
        if begins:
            run.started = True
            threading.Thread(target=self._work, args=(run,), daemon=True).start()

    def _work(self, run: _Run) -> None:
        problem: Exception | None = None
        try:
            self._play(Call(run, lambda line: self._write(run, line)))
        except Exception as error:  # noqa: BLE001
            problem = error
        with self._changed:
            run.ended = True
            if problem is not None:
                _fail(run.pipeline, problem)
            elif run.stopped.is_set():
                run.pipeline.stop()
            else:
                run.pipeline.complete()
            self._flush()

    def _write(self, run: _Run, line: str) -> None:
        with self._changed:
            run.pipeline.write_output(line)
            self._flush()

    def _flush(self) -> None:
        while payload := self._pool.data_to_send(32768):
            self._output.setdefault(payload.pipeline_id, []).append(payload.data)
        self._changed.notify_all()

    def _over(self, pipeline: UUID | None) -> bool:
        return pipeline is not None and (pipeline not in self._runs or self._runs[pipeline].ended)


def _fail(pipeline: psrpcore.ServerPipeline, problem: Exception) -> None:
    record = ErrorRecord(
        Exception=NETException(Message=str(problem), HResult=-2146233087),
        CategoryInfo=ErrorCategoryInfo(Category=ErrorCategory.NotSpecified, Reason=type(problem).__name__),
        FullyQualifiedErrorId=type(problem).__name__,
    )
    pipeline.state = PSInvocationState.Failed
    pipeline.prepare_message(PipelineState(PipelineState=int(PSInvocationState.Failed), ExceptionAsErrorRecord=record))


class Switchboard:
    """Faults of the transport: name to options; ``times`` counts down."""

    def __init__(self) -> None:
        self.on: dict[str, dict[str, Any]] = {}

    def active(self, name: str) -> dict[str, Any] | None:
        return self.on.get(name)

    def consume(self, name: str) -> dict[str, Any] | None:
        options = self.on.get(name)
        if options is not None and "times" in options:
            options["times"] -= 1
            if options["times"] < 1:
                del self.on[name]
        return options


class Station:
    """One endpoint. ``play`` is what its scripts do."""

    def __init__(self, play: Play, tls: ssl.SSLContext | None = None) -> None:
        self.account: Account = open_account("station")
        self.faults = Switchboard()
        self.recorder = Recorder()
        self.bodies: list[bytes] = []
        self.recorder.on_body = lambda _direction, text: self.bodies.append(text)
        self.play = play
        self.connections = 0
        self._idle = threading.Condition()
        self._serving = 0
        self.service = Service(
            lambda: PlayedShell(lambda call: self.play(call)), lambda: self.faults.on.get("low-quota")
        )
        self.server = Server()
        self._endpoint = Endpoint(self.account, self.faults, self.service, self.recorder)
        self._exchange = self._endpoint._exchange
        self._endpoint._exchange = self._count_exchange  # type: ignore[method-assign]
        self.listener = self.server.listen(self._converse, tls=tls)
        self._open: list[PsrpConnection] = []

    def _converse(self, wire: Any) -> None:
        with self._idle:
            self.connections += 1
        self._endpoint.converse(wire)

    def _count_exchange(self, *exchange: Any) -> Any:
        with self._idle:
            self._serving += 1
        try:
            return self._exchange(*exchange)
        finally:
            with self._idle:
                self._serving -= 1
                self._idle.notify_all()

    def host(self, password: str | None = None, **settings: Any) -> Host:
        given = {
            "address": "127.0.0.1",
            "port": self.listener.port,
            "ssl": False,
            "auth": "ntlm",
            "username": self.account.username,
            "password": Secret.of(password or self.account.password),
            "operation_timeout": 2,
            "read_timeout": 5,
            "connect_timeout": 2,
            **settings,
        }
        return Host(name="web01", connection=Connection(**given))

    def connect(self, limits: Limits = QUICK, **settings: Any) -> PsrpConnection:
        connection = connect(self.host(**settings), limits)
        self._open.append(connection)
        return connection

    @property
    def actions(self) -> Counter[str]:
        """Requests by WSMan action; 'HTTP' are those of authentication. Counted once the last one is logged."""
        with self._idle:
            self._idle.wait_for(lambda: self._serving == 0, 2)
        return self.recorder.counts

    def hang_up(self) -> None:
        """Cuts every open connection; the shells live on."""
        with self.server._lock:
            wires = list(self.server._wires)
        for wire in wires:
            wire.shutdown()

    def vanish(self) -> None:
        """The machine is gone."""
        self.server.close()

    def close(self) -> None:
        for connection in self._open:
            connection.close()
        self.service.close()
        if not self.server._closing:
            self.server.close()
        close_account(self.account)


SCRIPT = Script("deploy/starting", "Invoke-Phase 'starting' { }")
