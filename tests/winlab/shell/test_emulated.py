"""The emulated shell without a socket: psrpcore's client on the other side."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import psrpcore
import pytest
from psrpcore.types import PSInvocationState, PSSecureString, RunspacePoolState

from tests.winlab.steps import Stage, script
from winlab.shell.emulated import EmulatedShell

ECHO = script("Invoke-Step 'Test-Echo' @{ Name = 'x' }")
WAIT = script("Invoke-Step 'Test-Wait' @{ Name = 'w' }")


class Client:
    """A runspace pool opened on a shell."""

    def __init__(self, shell: EmulatedShell, runspaces: int = 1) -> None:
        self.shell = shell
        self.pool = psrpcore.ClientRunspacePool(min_runspaces=1, max_runspaces=runspaces)
        self.pool.open()
        shell.open(self._sending())
        self.take(None)

    def begin(self, text: str, *, content: bool = False, **parameters: Any) -> psrpcore.ClientPowerShell:
        pipeline = psrpcore.ClientPowerShell(self.pool)
        pipeline.add_script(text).add_parameters(**parameters)
        pipeline.metadata.no_input = not content
        pipeline.start()
        self.shell.command(pipeline.pipeline_id, self._sending())
        return pipeline

    def content(self, pipeline: psrpcore.ClientPowerShell, *chunks: bytes) -> None:
        for chunk in chunks:
            pipeline.send(chunk)
        pipeline.send_eof()
        self.shell.send(pipeline.pipeline_id, self._sending())

    def take(self, pipeline: uuid.UUID | None, timeout: float = 10) -> list[Any]:
        """What one Receive brings, as events."""
        for data in self.shell.receive(pipeline, timeout).data:
            self.pool.receive_data(psrpcore.PSRPPayload(data, psrpcore.StreamType.default, pipeline))
        return list(iter(self.pool.next_event, None))

    def output(self, pipeline: psrpcore.ClientPowerShell) -> list[Any]:
        """Everything up to the end of a pipeline."""
        lines: list[Any] = []
        while pipeline.state == PSInvocationState.Running:
            events = self.take(pipeline.pipeline_id)
            lines += [json.loads(e.data) for e in events if isinstance(e, psrpcore.PipelineOutputEvent)]
        return lines

    def _sending(self) -> bytes:
        payload = self.pool.data_to_send()
        assert payload is not None
        return payload.data


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def shell(stage: Stage) -> Iterator[EmulatedShell]:
    made = EmulatedShell(stage)  # type: ignore[arg-type]
    yield made
    stage.go.set()
    made.close()


def test_opens_and_runs(shell: EmulatedShell) -> None:
    client = Client(shell)
    pipeline = client.begin(ECHO, WhatIf=True)

    line, end = client.output(pipeline)

    assert client.pool.state == RunspacePoolState.Opened
    assert (line["data"]["whatif"], end) == (True, {"end": True, "status": "ok"})
    assert pipeline.state == PSInvocationState.Completed


def test_waits_for_the_end_of_its_input(shell: EmulatedShell) -> None:
    client = Client(shell)
    pipeline = client.begin(ECHO, content=True)

    assert not shell.receive(pipeline.pipeline_id, 0.01).done
    client.content(pipeline, b"ab", b"cde")

    assert client.output(pipeline)[0]["data"]["bytes"] == 5


def test_a_secure_string_in_a_hashtable(shell: EmulatedShell) -> None:
    client = Client(shell)
    client.pool.exchange_key()
    shell.send(None, client._sending())
    client.take(None)
    text = script("Invoke-Step 'Test-Echo' @{ Name = 'x'; Secret = $Secrets['a'] }")

    pipeline = client.begin(text, Secrets={"a": PSSecureString("hunter2")})

    assert client.output(pipeline)[0]["data"]["secret"] == 7


def test_pipelines_beyond_the_pool_wait_for_their_turn(shell: EmulatedShell, stage: Stage) -> None:
    client = Client(shell)
    first, second = client.begin(WAIT), client.begin(ECHO)
    stage.begun.acquire()

    assert shell.receive(second.pipeline_id, 0.05).data == []
    stage.go.set()

    assert client.output(second)[-1] == {"end": True, "status": "ok"}
    assert client.output(first)[-1] == {"end": True, "status": "ok"}


def test_a_wide_pool_runs_them_side_by_side(shell: EmulatedShell, stage: Stage) -> None:
    client = Client(shell, runspaces=2)
    client.begin(WAIT)
    stage.begun.acquire()

    assert client.output(client.begin(ECHO))[-1] == {"end": True, "status": "ok"}


def test_stop_and_terminate(shell: EmulatedShell, stage: Stage) -> None:
    client = Client(shell)
    pipeline, waiting = client.begin(WAIT), client.begin(ECHO)
    stage.begun.acquire()

    shell.signal(waiting.pipeline_id, terminate=False)
    shell.signal(pipeline.pipeline_id, terminate=True)
    shell.signal(pipeline.pipeline_id, terminate=True)  # also asked for finished ones

    assert client.output(waiting) == []
    assert waiting.state == PSInvocationState.Stopped
    assert shell.receive(pipeline.pipeline_id, 0).done
    assert stage.done == ["w"]


@pytest.mark.parametrize(
    ("text", "parameters", "wanted"),
    [
        ("Get-Process", {}, "without Invoke-Phase"),
        (ECHO, {"Other": 1}, "the parameters other"),
        ("Invoke-Phase 'starting' {\n    Get-Date\n}", {}, "Invoke-Step or }"),
    ],
)
def test_what_it_cannot_do_fails_the_pipeline(
    shell: EmulatedShell, text: str, parameters: dict[str, Any], wanted: str
) -> None:
    client = Client(shell)
    pipeline = client.begin(text, **parameters)

    (event,) = client.take(pipeline.pipeline_id)

    assert pipeline.state == PSInvocationState.Failed
    assert wanted in event.reason.Exception.Message


def test_a_cmdlet_is_not_a_script(shell: EmulatedShell) -> None:
    client = Client(shell)
    pipeline = psrpcore.ClientPowerShell(client.pool)
    pipeline.add_command("Get-Process")
    pipeline.start()
    shell.command(pipeline.pipeline_id, client._sending())

    client.take(pipeline.pipeline_id)

    assert pipeline.state == PSInvocationState.Failed


def test_a_closed_shell_ends_who_waits(shell: EmulatedShell) -> None:
    client = Client(shell)
    pipeline = client.begin(WAIT)

    shell.close()

    assert shell.receive(pipeline.pipeline_id, 10).done
