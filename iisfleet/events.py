"""What happens during a run, as frozen events: the only thing that consoles, records and reports are made of.

``events.jsonl`` in the run's folder is these events, one a line; ``event`` is the class's name in snake_case.
"""

import re
from dataclasses import asdict, dataclass, field
from typing import Any

from iisfleet.results import Change, StepFailure, StepResult


@dataclass(frozen=True)
class Event:
    """``at`` is seconds since the run began, by the controller's monotonic clock."""

    at: float


@dataclass(frozen=True)
class RunStarted(Event):
    """``versions`` names what ran: iisfleet, Python, pypsrp.

    ``packages``: by target, the hash of the manifest that it is to serve. ``resumes``: the run that this one completes.
    """

    run: str
    task: str
    environment: str
    hosts: tuple[str, ...]
    who: str
    versions: dict[str, str] = field(default_factory=dict)
    packages: dict[str, str] = field(default_factory=dict)
    resumes: str | None = None


@dataclass(frozen=True)
class HostStarted(Event):
    """A thread has taken the host up; nothing is sent yet."""

    host: str


@dataclass(frozen=True)
class ScriptStarted(Event):
    """``text`` is kept in the run's folder ``scripts`` under its hash, not in ``events.jsonl``."""

    host: str
    script: str
    sha256: str
    what_if: bool
    text: str = field(repr=False)


@dataclass(frozen=True)
class StepFinished(Event):
    """A step has told its result; also those of a plan, whose script started with ``what_if``."""

    host: str
    result: StepResult


@dataclass(frozen=True)
class ContentSent(Event):
    """Bytes of archive that a host has been sent so far, of all that it will get."""

    host: str
    sent: int
    total: int


@dataclass(frozen=True)
class BatchStarted(Event):
    """The next hosts of a run in which some go before others; ``number`` counts from 1."""

    number: int
    batches: int
    hosts: tuple[str, ...]
    canary: bool = False


@dataclass(frozen=True)
class WaitStarted(Event):
    """Nothing is done for so many seconds, before the next batch; the first Ctrl-C ends it."""

    seconds: float


@dataclass(frozen=True)
class GateLed(Event):
    """The host goes first through a gate; those that come to it wait."""

    host: str
    gate: str


@dataclass(frozen=True)
class GateDecided(Event):
    """By what became of its leader, a gate is open for the run, or closed."""

    host: str
    gate: str
    passed: bool


@dataclass(frozen=True)
class CallStarted(Event):
    """A program or a request of the controller, for a host or for the whole run (None)."""

    host: str | None
    call: str


@dataclass(frozen=True)
class CallFinished(Event):
    """How it ended; without a failure it did what it should."""

    host: str | None
    call: str
    failure: StepFailure | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class RevertStarted(Event):
    """More hosts have failed than may: these hosts, which the run has changed, are put back."""

    hosts: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class HostFinished(Event):
    """How it ended on one host; the last one of a host counts.

    ``status``: ok, changed, failed, unknown, unreachable, locked, interrupted, skipped, or reverted: changed, then put
    back by this run because others failed. ``reverted`` says that the host itself put the previous release back.
    ``why``: of a host that was skipped or reverted. ``requests`` counts by kind (requests, receives, sends), NTLM
    included.
    """

    host: str
    status: str
    changes: tuple[Change, ...] = ()
    failure: StepFailure | None = None
    step: str | None = None
    reverted: bool = False
    warnings: tuple[str, ...] = ()
    content_bytes: int = 0
    requests: dict[str, int] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    why: str | None = None


@dataclass(frozen=True)
class RunInterrupted(Event):
    """Ctrl-C was pressed: scripts that run end or revert, no other is started."""


@dataclass(frozen=True)
class RunFinished(Event):
    """The last event of a run; ``exit_code`` is what the command ends with."""

    exit_code: int


def event_name(event: Event) -> str:
    """``HostFinished`` as ``host_finished``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(event).__name__).lower()


def event_fields(event: Event) -> dict[str, Any]:
    """The event as plain values, for JSON; without the text of a script."""
    fields = asdict(event)
    fields.pop("text", None)
    return fields
