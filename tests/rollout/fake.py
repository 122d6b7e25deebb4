"""Connections that do what a test says: the Connection protocol without a wire."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from threading import Event as Signal

from iisfleet.errors import Interrupted
from iisfleet.events import Event
from iisfleet.inventory import Host, Secret
from iisfleet.remote.connection import OnStep, RequestCount, ScriptResult, ignore_step
from iisfleet.rendering import Script
from iisfleet.results import StepResult
from tests.declared import declared
from tests.flows.host import ok, said

Behaviour = Callable[["FakeConnection", Script], ScriptResult]


def well(_connection: "FakeConnection", _script: Script) -> ScriptResult:
    return said(ok("Get-HostFact"), ok("Get-HostLock"))


class FakeConnection:
    """Counts its scripts as requests, hands each step on, and consumes the content it is given."""

    def __init__(self, host: Host, behave: Behaviour) -> None:
        self.requests = RequestCount()
        self.host = host
        self.scripts: list[str] = []
        self.received = b""
        self.closed = False
        self.stopped = Signal()
        self._behave = behave

    def run(
        self,
        script: Script,
        *,
        secrets: Mapping[str, Secret] | None = None,
        content: Iterable[bytes] = (),
        what_if: bool = False,
        on_step: OnStep = ignore_step,
    ) -> ScriptResult:
        assert not self.closed
        self.scripts.append(script.name)
        self.requests.requests += 1
        for piece in content:
            self.received += piece
            self.requests.sends += 1
            self.requests.bytes_sent += len(piece)
        result = self._behave(self, script)
        for step in result.steps:
            on_step(step)
        return result

    def stop(self) -> None:
        self.stopped.set()

    def close(self) -> None:
        self.closed = True

    def until_stopped(self) -> StepResult:
        """Goes on until somebody stops it, as a real connection does."""
        assert self.stopped.wait(20)
        raise Interrupted("stopped")


@dataclass
class Network:
    """Opens connections, and remembers them; ``behaviours`` by host name."""

    behaviours: dict[str, Behaviour] = field(default_factory=dict)
    opened: list[FakeConnection] = field(default_factory=list)

    def connect(self, host: Host) -> FakeConnection:
        self.opened.append(FakeConnection(host, self.behaviours.get(host.name, well)))
        return self.opened[-1]


@dataclass
class Heard:
    """A sink that keeps everything."""

    events: list[Event] = field(default_factory=list)

    def __call__(self, event: Event) -> None:
        self.events.append(event)

    def of(self, host: str) -> list[str]:
        """The kinds of the events of a host, in order."""
        return [type(event).__name__ for event in self.events if getattr(event, "host", None) == host]


def hosts(*names: str) -> list[Host]:
    return [declared("simple").model_copy(update={"name": name}) for name in names]
