"""Process ids of a machine: counters only, no real process."""

import os
import threading
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Process:
    """started: ISO 8601 in UTC; a pid alone is not an identity, Windows uses them again."""

    pid: int
    started: str
    name: str


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Processes:
    """Sessions' host processes (wsmprovhost.exe), which die with the lab; workers are kept by `Iis`."""

    def __init__(self) -> None:
        self._next = 4000 + os.getpid() % 1000 * 4
        self._lock = threading.Lock()
        self._alive: dict[int, Process] = {}

    def start(self, name: str) -> Process:
        with self._lock:
            self._next += 4
            process = Process(self._next, now(), name)
            self._alive[process.pid] = process
        return process

    def end(self, pid: int) -> None:
        self._alive.pop(pid, None)

    def alive(self, pid: int, started: str | None = None) -> bool:
        """Whether a process runs; with `started`, whether it is still the same one."""
        found = self._alive.get(pid)
        return found is not None and started in (None, found.started)
