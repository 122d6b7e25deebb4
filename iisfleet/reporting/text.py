"""Events and outcomes as lines of text: what the plain console prints, and the end of every run."""

import re
from collections.abc import Sequence, Sized
from typing import Any

from iisfleet.events import (
    BatchStarted,
    CallFinished,
    CallStarted,
    ContentSent,
    Event,
    GateDecided,
    GateLed,
    HostFinished,
    HostStarted,
    RevertStarted,
    RunInterrupted,
    RunStarted,
    StepFinished,
    WaitStarted,
)
from iisfleet.results import StepResult

# So many hosts are named in a line.
_FEW = 8
# A step that is about no site, pool or path has the id of its run as its target: no news to anybody.
_RUN = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}(-\d+)?")


def event_line(event: Event) -> str | None:
    """The line of an event; None for one that a person need not see."""
    match event:
        case RunStarted():
            resumed = f", completes run {event.resumes}" if event.resumes else ""
            return f"{event.task} {event.environment}: {counted(event.hosts, 'host')}, run {event.run}{resumed}"
        case RunInterrupted():
            return "stopping: what runs ends or reverts, nothing more is started; Ctrl-C again leaves at once"
        case HostStarted():
            return f"{event.host}: connecting"
        case StepFinished():
            return _step_line(event)
        case ContentSent() if event.sent == event.total:
            return f"{event.host}: sent {size(event.total)}"
        case HostFinished(status="skipped"):
            return f"{event.host}: skipped"
        case HostFinished():
            return f"{event.host}: {event.status} after {event.seconds:.1f} s"
    return rollout_line(event)


def rollout_line(event: Event) -> str | None:
    """The line of an event that is about the order of hosts, or about the controller; None for any other."""
    match event:
        case BatchStarted():
            canary = " (canary)" if event.canary else ""
            return f"batch {event.number} of {event.batches}{canary}: {named(event.hosts)}"
        case WaitStarted():
            return f"waiting {event.seconds:g} s before the next batch; Ctrl-C ends the run here"
        case GateLed():
            return f"{event.host}: goes first ({event.gate}), the others wait for it"
        case GateDecided():
            said = "is through, the others follow" if event.passed else "has failed, no other host follows"
            return f"{event.host}: {said} ({event.gate})"
        case CallStarted(host=None):
            return f"{event.call}: started"
        case CallFinished():
            return f"{f'{event.host}: ' if event.host else ''}{event.call}: {_call_end(event)}"
        case RevertStarted():
            return f"putting back {named(event.hosts)}: {event.why}"
    return None


def _call_end(event: CallFinished) -> str:
    return f"{'FAILED' if event.failure else 'done'} after {event.seconds:.1f} s"


def named(hosts: Sequence[str]) -> str:
    """The names of a few hosts, the number of many."""
    return ", ".join(hosts) if len(hosts) <= _FEW else counted(hosts, "host")


def _step_line(event: StepFinished) -> str | None:
    result = event.result
    if result.status == "ok":
        return None
    note = f" ({len(result.changes)})" if result.changes else ""
    return f"{event.host}: {step_name(result)} {result.status}{note}"


def step_name(result: StepResult) -> str:
    """``publishing: Set-IisPool Shop``."""
    target = f" {result.target}" if result.target and not _RUN.fullmatch(result.target) else ""
    return f"{result.phase}: {result.step}{target}"


def is_plan(task: str) -> bool:
    """Whether a task only shows what would change."""
    return task == "plan" or task.startswith("plan of ")


def prospect(event: HostFinished) -> str:
    """One line: what a plan has found on a host."""
    return counted(event.changes, "change") if event.status == "changed" else "nothing would change"


def outcome(event: HostFinished) -> str:
    """One line: how it ended on a host."""
    sent = f", {size(event.content_bytes)} sent" if event.content_bytes else ""
    requests = f", {event.requests['requests']} requests" if event.requests.get("requests") else ""
    if event.status == "changed":
        return f"changed, {counted(event.changes, 'change')}{sent}{requests}, {event.seconds:.1f} s"
    if event.status == "reverted":
        return f"REVERTED, {counted(event.changes, 'change')}, {event.seconds:.1f} s"
    if event.status == "ok":
        return f"ok, no change{requests}, {event.seconds:.1f} s"
    back = ", reverted on the host" if event.reverted else ""
    return f"{event.status.upper()}{back}, {event.seconds:.1f} s"


def value(item: Any) -> str:
    """A value of a change; an absent one is a dash, an empty one is quoted."""
    if item is None:
        return "-"
    text = ", ".join(str(part) for part in item) if isinstance(item, list) else str(item)
    return text or "''"


def counted(things: Sized, one: str, many: str | None = None) -> str:
    """``1 change``, ``2 changes``."""
    return f"{len(things)} {one if len(things) == 1 else many or one + 's'}"


def size(count: int) -> str:
    """Bytes for a person."""
    if count < 10_000:
        return f"{count:,} bytes"
    return f"{count / 1000:,.0f} KB" if count < 10_000_000 else f"{count / 1_000_000:,.1f} MB"


def folded(line: str) -> str:
    """A line of an ending whose text has several lines, as logs have: they begin below each other.

    After secrets were masked: one of several lines would not be found in it any more.
    """
    return line.rstrip().replace("\r\n", "\n").replace("\n", "\n" + " " * len("  expected: "))
