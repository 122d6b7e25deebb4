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

    ``statuses``: by host, how it ended; a host that is not there never did. ``ended``: the run came to its end.
    """

    run: str
    task: str
    environment: str
    hosts: tuple[str, ...]
    packages: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    passed: tuple[str, ...] = ()
    ended: bool = False

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
    return past


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
            event["run"], event["task"], event["environment"], tuple(event["hosts"]), event.get("packages") or {}
        )
    if past is None:
        return None
    if kind == "host_finished":
        return replace(past, statuses={**past.statuses, event["host"]: event["status"]})
    if kind == "gate_decided" and event["passed"]:
        return replace(past, passed=(*past.passed, event["gate"]))
    return replace(past, ended=True) if kind == "run_finished" else past
