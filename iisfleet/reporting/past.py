"""What became of an earlier run: a fold over the events of its record."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

_DONE = ("ok", "changed")
# The calls of flows/draining.py.
_DRAINS = ("drain.out", "drain.back")


@dataclass(frozen=True)
class Past:
    """A run that somebody wants to complete.

    ``statuses``: by host, how it ended; a host that is not there never did. ``passed``: the gates that are open, also
    those that a run before has opened which this one completed; ``led``: by gate, the host whose end there was not
    heard. ``drained``: the hosts that are out of the load balancer's rotation still. ``ended``: the run came to its
    end.
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
    drained: frozenset[str] = frozenset()

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
        if event.get("event") == "run_started":
            resumes = event.get("resumes")
            past = _begun(event, load_past(runs, resumes) if resumes else None)
        elif past:
            past = _gone_on(past, event)
    return past


def _events(file: Path) -> Iterator[dict[str, Any]]:
    try:
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)
    except (OSError, ValueError):
        return


def _begun(event: Mapping[str, Any], earlier: Past | None) -> Past:
    hosts, packages = tuple(event["hosts"]), event.get("packages") or {}
    past = Past(event["run"], event["task"], event["environment"], hosts, packages)
    return replace(past, passed=earlier.passed, led=earlier.led, drained=earlier.drained) if earlier else past


def _gone_on(past: Past, event: Mapping[str, Any]) -> Past:
    kind = event.get("event")
    if kind == "host_finished":
        return replace(past, statuses={**past.statuses, event["host"]: event["status"]})
    if kind == "revert_started":  # until it is told how that ended, nobody knows what they serve
        return replace(past, statuses={name: s for name, s in past.statuses.items() if name not in event["hosts"]})
    if kind == "call_finished" and not event["failure"] and event["call"] in _DRAINS:
        host = {event["host"]}
        return replace(past, drained=past.drained | host if event["call"] == _DRAINS[0] else past.drained - host)
    if kind == "gate_led":
        return replace(past, led={**past.led, event["gate"]: event["host"]})
    if kind == "gate_decided":
        led = {gate: host for gate, host in past.led.items() if gate != event["gate"]}
        return replace(past, led=led, passed=(*past.passed, *([event["gate"]] if event["passed"] else [])))
    return replace(past, ended=True) if kind == "run_finished" else past
