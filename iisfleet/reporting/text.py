"""Events and outcomes as lines of text: what the plain console prints, and the end of every run."""

from collections.abc import Sized
from typing import Any

from iisfleet.events import (
    ContentSent,
    Event,
    HostFinished,
    HostStarted,
    RunInterrupted,
    RunStarted,
    StepFinished,
)


def event_line(event: Event) -> str | None:
    """The line of an event; None for one that a person need not see."""
    match event:
        case RunStarted():
            return f"{event.task} {event.environment}: {counted(event.hosts, 'host')}, run {event.run}"
        case RunInterrupted():
            return "stopping: what runs ends or reverts, nothing more is started; Ctrl-C again leaves at once"
        case HostStarted():
            return f"{event.host}: connecting"
        case StepFinished():
            return _step_line(event)
        case ContentSent() if event.sent == event.total:
            return f"{event.host}: sent {size(event.total)}"
        case HostFinished():
            return f"{event.host}: {event.status} after {event.seconds:.1f} s"
    return None


def _step_line(event: StepFinished) -> str | None:
    result = event.result
    if result.status == "ok":
        return None
    target = f" {result.target}" if result.target else ""
    note = f" ({len(result.changes)})" if result.changes else ""
    return f"{event.host}: {result.phase}: {result.step}{target} {result.status}{note}"


def outcome(event: HostFinished) -> str:
    """One line: how it ended on a host."""
    sent = f", {size(event.content_bytes)} sent" if event.content_bytes else ""
    requests = f", {event.requests['requests']} requests" if event.requests.get("requests") else ""
    if event.status == "changed":
        return f"changed, {counted(event.changes, 'change')}{sent}{requests}, {event.seconds:.1f} s"
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
