"""What a flow may ask of a host, whatever carries it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from iisfleet.inventory import Secret
from iisfleet.rendering import Script
from iisfleet.results import StepResult

OnStep = Callable[[StepResult], None]


def ignore_step(_result: StepResult) -> None:
    """For callers that need the steps only when the script has ended."""


@dataclass(frozen=True)
class ScriptResult:
    """What a script did.

    ``failed`` is the first step that failed, or a step made up for a script that broke outside its steps.
    ``completed`` tells that the script's last line arrived: every phase that was to run has ended.
    """

    steps: tuple[StepResult, ...]
    failed: StepResult | None
    completed: bool


@dataclass
class RequestCount:
    """HTTP requests of one connection, the legs of authentication included; ``bytes_sent`` counts bodies."""

    requests: int = 0
    receives: int = 0
    sends: int = 0
    bytes_sent: int = 0


class Connection(Protocol):
    """One host, used by one thread; only ``stop`` may be called from another."""

    requests: RequestCount

    def run(
        self,
        script: Script,
        *,
        secrets: Mapping[str, Secret] | None = None,
        content: Iterable[bytes] = (),
        what_if: bool = False,
        on_step: OnStep = ignore_step,
    ) -> ScriptResult:
        """Runs a script once, hands each result to ``on_step`` as it arrives, and waits for the end.

        ``content`` is the pipeline input: bytes in pieces of any size, read as they are sent.
        Raises ConnectionFailed if nothing ran, OutcomeUnknown if the end is not known, Interrupted after ``stop``.
        """

    def stop(self) -> None:
        """Asks the running script to end; ``run`` then raises Interrupted. Does nothing while none runs."""

    def close(self) -> None:
        """Ends the session on the host. Never raises, never waits long."""
