"""What became of an earlier run: a fold over the events of its record."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

_DONE = ("ok", "changed")


@dataclass(frozen=True)
class Past:
    """A run that somebody wants to complete.

    ``statuses``: by host, how it ended; a host that is not there never did. ``passed``: the gates that are open, also
    those that a run before has opened which this one completed; ``led``: by gate, the host whose end there was not
    heard. ``ended``: the run came to its end.
    """

    run: str
    task: str
    environment: str
    hosts: tuple[str, ...]
    packages: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    passed: tuple[str, ...] = ()
    ended: bool = False
    led: Mapping[str, str] = field(default_factory=dict)
    resumes: str | None = None

    @property
    def done(self) -> tuple[str, ...]:
        """The hosts that are as they should be."""
        return tuple(name for name in self.hosts if self.statuses.get(name) in _DONE)

    @property
    def left(self) -> tuple[str, ...]:
        """All others."""
        return tuple(name for name in self.hosts if name not in self.done)


def load_past(runs: Path, run: str) -> Past | None:
    """The run of that id; None if there is no record of it. A line that is cut off ends the record."""
    past: Past | None = None
    for event in _events(runs / run / "events.jsonl"):
        past = _told(past, event)
    earlier = load_past(runs, past.resumes) if past and past.resumes else None
    if past is None or earlier is None:
        return past
    passed = (*earlier.passed, *past.passed)
    led = {gate: host for gate, host in {**earlier.led, **past.led}.items() if gate not in passed}
    return replace(past, passed=passed, led=led)


def _events(file: Path) -> Iterator[dict[str, Any]]:
    try:
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)
    except (OSError, ValueError):
        return


def _told(past: Past | None, event: Mapping[str, Any]) -> Past | None:
    kind = event.get("event")
    if kind == "run_started":
        return Past(
            event["run"],
            event["task"],
            event["environment"],
            tuple(event["hosts"]),
            event.get("packages") or {},
            resumes=event.get("resumes"),
        )
    return _gone_on(past, kind, event) if past else None


def _gone_on(past: Past, kind: str | None, event: Mapping[str, Any]) -> Past:
    if kind == "host_finished":
        return replace(past, statuses={**past.statuses, event["host"]: event["status"]})
    if kind == "revert_started":  # until it is told how that ended, nobody knows what they serve
        return replace(past, statuses={name: s for name, s in past.statuses.items() if name not in event["hosts"]})
    if kind == "gate_led":
        return replace(past, led={**past.led, event["gate"]: event["host"]})
    if kind == "gate_decided":
        led = {gate: host for gate, host in past.led.items() if gate != event["gate"]}
        return replace(past, led=led, passed=(*past.passed, *([event["gate"]] if event["passed"] else [])))
    return replace(past, ended=True) if kind == "run_finished" else past
