"""A PSRP client in front of a Shell, without a wire: what pypsrp does, for tests of shells and of host functions."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import psrpcore
from psrpcore import PSRPPayload, StreamType
from psrpcore.types import PSInvocationState, PSSecureString, RunspacePoolState

from winlab.shell import Shell

PATIENCE = 60.0  # seconds; a first session on an engine compiles C#


@dataclass
class Answer:
    """What a pipeline wrote, and how it ended."""

    output: list[Any] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    state: PSInvocationState = PSInvocationState.Running
    reason: str | None = None


class Client:
    """Opens the pool at once; one pipeline at a time."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self._pool = psrpcore.ClientRunspacePool()
        self._pool.open()
        shell.open(self._take())
        self._until(lambda: self._pool.state == RunspacePoolState.Opened)

    def run(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        content: Iterable[bytes] = (),
        secrets: Mapping[str, str] | None = None,
    ) -> Answer:
        """Run a script in a scope of its own; secrets travel as SecureStrings in the parameter Secrets."""
        chunks = list(content)
        pipeline = psrpcore.ClientPowerShell(self._pool, no_input=not chunks)
        pipeline.add_script(text, use_local_scope=True)
        pipeline.add_parameters(**(parameters or {}))
        if secrets:
            self._exchange_key()
            pipeline.add_parameter("Secrets", {name: PSSecureString(value) for name, value in secrets.items()})
        pipeline.start()
        self.shell.command(pipeline.pipeline_id, self._take())
        for chunk in chunks:
            pipeline.send(chunk)
            self.shell.send(pipeline.pipeline_id, self._take())
        if chunks:
            pipeline.send_eof()
            self.shell.send(pipeline.pipeline_id, self._take())
        return self._collect(pipeline.pipeline_id)

    def close(self) -> None:
        self.shell.close()

    def _collect(self, pipeline: Any) -> Answer:
        answer = Answer()
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            received = self.shell.receive(pipeline, 5)
            for data in received.data:
                self._pool.receive_data(PSRPPayload(data, StreamType.default, pipeline))
                self._note(answer)
            if received.done:
                self.shell.signal(pipeline, terminate=True)
                return answer
        raise AssertionError(f"the pipeline did not end within {PATIENCE:g} s")

    def _note(self, answer: Answer) -> None:
        while (event := self._pool.next_event()) is not None:
            if isinstance(event, psrpcore.PipelineOutputEvent):
                answer.output.append(event.data)
            elif isinstance(event, psrpcore.ErrorRecordEvent):
                answer.errors.append(str(event.record))
            elif isinstance(event, psrpcore.PipelineStateEvent):
                answer.state = event.state
                answer.reason = str(event.reason) if event.reason else None

    def _exchange_key(self) -> None:
        if self._pool._cipher._cipher is None:  # psrpcore has no public way to ask
            self._pool.exchange_key()
            self.shell.send(None, self._take())
            self._until(lambda: self._pool._cipher._cipher is not None)

    def _until(self, happened: Any) -> None:
        deadline = time.monotonic() + PATIENCE
        while not happened() and time.monotonic() < deadline:
            for data in self.shell.receive(None, 5).data:
                self._pool.receive_data(PSRPPayload(data, StreamType.default, None))
            while self._pool.next_event() is not None:
                pass
        assert happened(), "the runspace pool did not answer"

    def _take(self) -> bytes:
        taken = b""
        while (payload := self._pool.data_to_send()) is not None:
            taken += payload.data
        return taken
