"""A PowerShell session on an emulated host: PSRP fragments in, fragments out.

One Shell stands behind one WSMan shell. `emulated` carries out rendered scripts by handlers in Python (`served` speaks
PSRP for it), `pwsh` bridges to a real engine; each has `open_shell(machine) -> Shell`.
"""

from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class Received:
    """What a Receive takes away: fragments in their order, and whether the pipeline has ended."""

    data: list[bytes] = field(default_factory=list)
    done: bool = False


class Stopped(Exception):
    """The client asked to stop."""


class Shell(Protocol):
    """Sans-socket. Every method may be called from any thread; only `receive` waits."""

    def open(self, fragments: bytes) -> None:
        """Feed the creationXml of a Create."""

    def command(self, pipeline: UUID, fragments: bytes) -> None:
        """Start a pipeline with its first fragments."""

    def send(self, pipeline: UUID | None, fragments: bytes) -> None:
        """Feed further fragments: of a script, of pipeline input, or (None) for the pool."""

    def receive(self, pipeline: UUID | None, timeout: float) -> Received:
        """Wait up to `timeout` seconds for something to take away."""

    def signal(self, pipeline: UUID, terminate: bool) -> None:
        """Stop a pipeline (ctrl_c) or end and forget it (terminate). Also asked for finished ones."""

    def close(self) -> None:
        """End the session and all that runs in it."""

    def kill(self) -> None:
        """End it as a killed process ends: nothing that runs is given time."""
