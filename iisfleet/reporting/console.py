"""Sinks for a person: a line a host that moves on a terminal, plain lines elsewhere."""

from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from iisfleet.events import (
    CallStarted,
    ContentSent,
    Event,
    HostFinished,
    HostStarted,
    RunInterrupted,
    RunStarted,
    ScriptStarted,
    StepFinished,
)
from iisfleet.reporting.text import event_line, is_plan, outcome, prospect, rollout_line, size, step_name

Redact = Callable[[Any], Any]


class PlainConsole:
    """A line an event: for logs and pipelines."""

    def __init__(self, console: Console, redact: Redact) -> None:
        self._console = console
        self._redact = redact
        self._planning: set[str] = set()
        self._is_plan = False

    def __call__(self, event: Event) -> None:
        if isinstance(event, ScriptStarted):
            (self._planning.add if event.what_if else self._planning.discard)(event.host)
        # What a plan would change is told at its end, and is not news while a deploy looks around.
        planned = isinstance(event, StepFinished) and event.host in self._planning
        line = None if planned else self._line(event)
        if line is not None:
            self._console.print(self._redact(line), markup=False, highlight=False, soft_wrap=True)

    def _line(self, event: Event) -> str | None:
        if isinstance(event, RunStarted):
            self._is_plan = is_plan(event.task)
        if self._is_plan and isinstance(event, HostFinished) and event.status == "changed":
            return f"{event.host}: answered after {event.seconds:.1f} s"  # nothing has changed
        return event_line(event)

    def close(self) -> None:
        """Nothing is open."""


class LiveConsole:
    """A line a host on a terminal: phase, step, bytes, time."""

    def __init__(self, console: Console, redact: Redact) -> None:
        self._redact = redact
        self._lines: dict[str, TaskID] = {}
        self._is_plan = False
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.fields[host]:<16}", markup=False),
            TimeElapsedColumn(),
            TextColumn("{task.description}", markup=False),
            console=console,
        )
        self._progress.start()

    def __call__(self, event: Event) -> None:
        match event:
            case RunStarted():
                self._is_plan = is_plan(event.task)
            case HostStarted():
                self._begin(event.host)
            case CallStarted() if event.host:
                self._say(event.host, event.call)
            case ScriptStarted():
                self._say(event.host, event.script)
            case StepFinished():
                self._say(event.host, step_name(event.result))
            case ContentSent():
                self._say(event.host, f"updating: {size(event.sent)} of {size(event.total)}")
            case HostFinished():
                would = self._is_plan and event.status in ("ok", "changed")
                self._say(event.host, prospect(event) if would else outcome(event), completed=1)
            case RunInterrupted():
                self._print(event_line(event))
            case _:
                self._print(rollout_line(event))

    def close(self) -> None:
        """Leaves the last state on the screen."""
        self._progress.stop()

    def _begin(self, host: str) -> None:
        if host in self._lines:  # a second time: it is put back
            self._progress.reset(self._lines[host], description="connecting", total=1)
        else:
            self._lines[host] = self._progress.add_task("connecting", total=1, host=host)

    def _print(self, line: str | None) -> None:
        if line is not None:
            self._progress.console.print(self._redact(line), markup=False, highlight=False)

    def _say(self, host: str, text: str, **fields: Any) -> None:
        if host in self._lines:
            self._progress.update(self._lines[host], description=self._redact(text), **fields)


def console_sink(console: Console, redact: Redact) -> PlainConsole | LiveConsole:
    """The sink that suits where the output goes."""
    return LiveConsole(console, redact) if console.is_terminal else PlainConsole(console, redact)
